"""What may be asked for: the parameters of the addresses."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from core.errors import Refused
from metrics.periods import Period
from reports.spans import ReportSpan, days_span, month_span, quarter_span, year_span

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_YEARS = 3
PAGE, MOST = 50, 200
_WORDS = 20


def _pattern(text: str) -> dict[str, Any]:
    """Told in the description; that a text fits is checked where it is read, with better words."""
    return {"pattern": text}


class AskingPage(Schema):
    limit: int = Field(PAGE, ge=1, le=MOST, description=f"一页几条，最多 {MOST} 条。")
    cursor: str = Field("", max_length=500, description="下一页的位置，取上一页的 next，不必自己编写。")


class AskingBranches(AskingPage):
    as_of: date | None = Field(None, description="截至哪一天，不晚于今天；不填就是今天。")
    court: int | None = Field(None, ge=1, description="法院编号；不填就是令牌能读取的全部法院。")


class AskingDay(Schema):
    as_of: date | None = Field(None, description="截至哪一天，不晚于今天；不填就是今天。")
    with_below: bool = Field(False, description="是否把下级法院计算在内，令牌须可读下级法院。")


class AskingSpan(Schema):
    """One span, told in one of four ways."""

    year: int | None = Field(None, ge=FIRST_YEAR, le=LAST_YEAR, description="年度，例如 2024。")
    quarter: str | None = Field(
        None, max_length=_WORDS, description="季度，例如 2024Q1。", json_schema_extra=_pattern("^20[0-9]{2}Q[1-4]$")
    )
    month: str | None = Field(
        None,
        max_length=_WORDS,
        description="月份，例如 2024-07。",
        json_schema_extra=_pattern("^20[0-9]{2}-(0[1-9]|1[0-2])$"),
    )
    start: date | None = Field(None, description="起始日期，与 end 一起给出。")
    end: date | None = Field(None, description="截止日期。")

    def span(self) -> ReportSpan:
        """Raises Refused, which names the parameter."""
        given = [name for name in ("year", "quarter", "month", "start") if getattr(self, name) is not None]
        if len(given) != 1 or (self.start is None) != (self.end is None):
            raise Refused("请给出一个时段：year、quarter、month 选一个，或者 start 和 end 一起。", field="year")
        span = self._span()
        _check_days(span)
        return span

    def _span(self) -> ReportSpan:
        if self.start and self.end:
            return days_span(self.start, self.end)
        if self.quarter is not None:
            return quarter_span(self.quarter)
        return month_span(self.month) if self.month is not None else year_span(self.year or 0)


class AskingFigures(AskingSpan):
    as_of: date | None = Field(None, description="截至哪一天，不晚于今天；不填就是时段末和今天中较早的一天。")


class AskingCourtFigures(AskingFigures):
    with_below: bool = Field(
        False,
        description="是否把下级法院计算在内，令牌须可读下级法院；只有汇总数，支部很多时只提供整月、截至今天或月末的。",
    )


class AskingMonths(AskingSpan):
    def span(self) -> ReportSpan:
        """Of whole months, as business figures are."""
        span = super().span()
        if not Period(span.start, span.end).is_whole:
            raise Refused("业务指标按整月登记，请从某月第一天写到某月最后一天。", field="start")
        return span


def _check_days(span: ReportSpan) -> None:
    if span.start.year < FIRST_YEAR or span.end.year > LAST_YEAR:
        raise Refused(f"时段须在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间。", field="start")
    if span.end.year - span.start.year >= MOST_YEARS:
        raise Refused(f"一次最多查询 {MOST_YEARS} 个年度，请分几次查询。", field="end")
