"""The spans that figures are of: whole months, as courts report: a month, a quarter, half a year, a year, or from
January on."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from core.dates import ONE_DAY, month_end, months_after
from metrics.choices import Length

NUMERALS = "一二三四"
# First and last month of each span of a year that has a name of its own.
_CODES: dict[str, tuple[int, int]] = {
    **{f"M{month:02}": (month, month) for month in range(1, 13)},
    **{f"Q{quarter}": (quarter * 3 - 2, quarter * 3) for quarter in range(1, 5)},
    "H1": (1, 6),
    "H2": (7, 12),
    "Y": (1, 12),
    **{f"C{last:02}": (1, last) for last in (2, 4, 5, 7, 8, 9, 10, 11)},
}
_LENGTHS = {"M": Length.MONTH, "Q": Length.QUARTER, "H": Length.HALF, "Y": Length.YEAR, "C": Length.CUMULATIVE}
_WORDS = {
    **{f"M{month:02}": f"{month}月" for month in range(1, 13)},
    **{f"Q{number}": f"第{NUMERALS[number - 1]}季度" for number in range(1, 5)},
    "H1": "上半年",
    "H2": "下半年",
    "Y": "全年",
    **{code: f"1—{last}月" for code, (_, last) in _CODES.items() if code.startswith("C")},
}


@dataclass(frozen=True, order=True)
class Period:
    """From the first day of a month to the last day of one."""

    start: date
    end: date

    @classmethod
    def named(cls, year: int, code: str) -> Self:
        """A span of a year by its code: M03, Q1, H2, Y, C05. KeyError for one that is none."""
        first, last = _CODES[code]
        return cls(date(year, first, 1), month_end(year, last))

    @property
    def is_whole(self) -> bool:
        """Whether it is made of whole months."""
        return self.start <= self.end and self.start.day == 1 and (self.end + ONE_DAY).day == 1

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def code(self) -> str:
        """Its code within its year; "" for a span that no figure is of."""
        if not self.is_whole or self.start.year != self.end.year:
            return ""
        months = (self.start.month, self.end.month)
        return next((code for code, named in _CODES.items() if named == months), "")

    @property
    def length(self) -> Length | None:
        return _LENGTHS[self.code[0]] if self.code else None

    @property
    def label(self) -> str:
        """2024年3月, 2024年第一季度, 2024年1—5月; of any other span from when to when."""
        if self.code == "Y":
            return f"{self.start.year}年"
        if self.code:
            return f"{self.start.year}年{_WORDS[self.code]}"
        told = _month if self.is_whole else _day
        return f"{told(self.start)}至{told(self.end)}"

    @property
    def words(self) -> str:
        """The same where the year is understood: 全年, 第一季度, 3月."""
        return _WORDS[self.code] if self.code else self.label

    @property
    def year_before(self) -> Self:
        return self._moved(-12)

    @property
    def before(self) -> Self:
        """The span of the same length that ends the day before."""
        return self._moved(-self.months)

    @property
    def after(self) -> Self:
        return self._moved(self.months)

    @property
    def following(self) -> Self:
        """The span that is reported next: cumulative ones grow by a month, and begin anew after a year."""
        if self.length != Length.CUMULATIVE:
            return self.after
        return type(self)(self.start, month_end(self.end.year, self.end.month + 1))

    def _moved(self, months: int) -> Self:
        start = months_after(self.start, months)
        last = months_after(start, self.months - 1)
        return type(self)(start, month_end(last.year, last.month))


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), month_end(day.year, day.month))


def choices_of_a_year() -> list[tuple[str, list[tuple[str, str]]]]:
    """Codes with their words by length, for a select."""
    told: dict[str, list[tuple[str, str]]] = {}
    for code in _CODES:
        told.setdefault(_LENGTHS[code[0]].label, []).append((code, _with_months(code)))
    return list(told.items())


def months_of(length: Length) -> list[tuple[int, int]]:
    """First and last month of every span of a length."""
    return [months for code, months in _CODES.items() if _LENGTHS[code[0]] == length]


def _with_months(code: str) -> str:
    first, last = _CODES[code]
    return f"{_WORDS[code]}（{first}—{last}月）" if code[0] in "QHY" else _WORDS[code]


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _day(day: date) -> str:
    return f"{_month(day)}{day.day}日"
