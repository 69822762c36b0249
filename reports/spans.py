"""The span of a report: a year, a quarter, a month, or from a day to a day."""

import re
from dataclasses import dataclass
from datetime import date

from activities.choices import PeriodLength
from activities.engine.periods import period_at
from core.dates import EARLIEST, LATEST, month_end
from core.errors import Refused

# Parts of a year that a page may be asked for, by their codes; "" is the whole of it.
WHOLE_YEAR = ""
PARTS = {
    WHOLE_YEAR: "全年",
    "H1": "上半年",
    "H2": "下半年",
    **{f"Q{number}": f"第{name}季度" for number, name in enumerate("一二三四", start=1)},
    **{f"M{number}": f"{number}月" for number in range(1, 13)},
}
_MONTHS_OF = {"H": 6, "Q": 3, "M": 1}
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True)
class ReportSpan:
    start: date
    end: date

    def as_of(self, today: date, given: date | None = None) -> date:
        """The as-of date: the given one, else the earlier of the span's end and today (domain.md 2b)."""
        return given or min(self.end, today)

    def as_of_asked(self, today: date, given: date | None) -> date:
        """The same for whoever is told what was wrong: raises Refused for a day to come, and where the span has not
        begun by then."""
        as_of = self.as_of(today, day_come(today, given) if given else None)
        if as_of < self.start:
            when = f"截至日期 {as_of} 时" if given else "今天"
            raise Refused(f"{when}这个时段（{self.start} 起）还没有开始。", field="as_of" if given else "start")
        return as_of


def day_come(today: date, given: date | None) -> date:
    """The day given, else today; raises Refused for one to come: nothing is known of it yet."""
    if given and given > today:
        raise Refused(f"截至日期 {given} 还没有到，只能查看到今天为止的情况。", field="as_of")
    return given or today


def part_of_year(year: int, code: str) -> ReportSpan:
    """The part of a year that a code of PARTS names."""
    if code == WHOLE_YEAR:
        return year_span(year)
    months = _MONTHS_OF[code[0]]
    last = int(code[1:]) * months
    return ReportSpan(date(year, last - months + 1, 1), month_end(year, last))


def code_of_part(start: date, end: date) -> str:
    """The code of these days; that of the whole year where they are no part with a code."""
    found = (code for code in PARTS if part_of_year(start.year, code) == ReportSpan(start, end))
    return next(found, WHOLE_YEAR)


def year_span(year: int) -> ReportSpan:
    """Raises Refused for a year of which nothing can be recorded."""
    _check_year(year, field="year")
    return ReportSpan(date(year, 1, 1), date(year, 12, 31))


def quarter_span(text: str) -> ReportSpan:
    """`2024Q1`. Raises Refused for anything else."""
    found = _QUARTER.fullmatch(text)
    if not found:
        raise Refused(f"“{text}”不是季度，请写成 2024Q1。", field="quarter")
    _check_year(int(found[1]), field="quarter")
    return _span_of(int(found[1]) * 12 + int(found[2]) * 3 - 1, PeriodLength.QUARTER)


def month_span(text: str) -> ReportSpan:
    """`2024-07`. Raises Refused for anything else."""
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 12:
        raise Refused(f"“{text}”不是月份，请写成 2024-07。", field="month")
    _check_year(int(found[1]), field="month")
    return _span_of(int(found[1]) * 12 + int(found[2]) - 1, PeriodLength.MONTH)


def days_span(start: date, end: date) -> ReportSpan:
    """Raises Refused when the end lies before the start, or a year is none of ours."""
    _check_year(start.year, field="start")
    _check_year(end.year, field="end")
    if end < start:
        raise Refused(f"截止日期 {end} 早于起始日期 {start}。", field="end")
    return ReportSpan(start, end)


def _check_year(year: int, *, field: str) -> None:
    if not EARLIEST.year <= year <= LATEST.year:
        raise Refused(f"“{year}”不是年份，请写成 2024。", field=field)


def _span_of(month: int, length: str) -> ReportSpan:
    period = period_at(month, length)
    return ReportSpan(period.start, period.end)
