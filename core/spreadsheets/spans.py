"""Spans of whole months as people write them: 2024年3月, 2024年第一季度, 2024年上半年, 2024年度, 2024年1-5月."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from core.spreadsheets.cells import Value, half_width, text_of
from core.spreadsheets.dates import YEARS, day, is_serial
from core.spreadsheets.faults import BadValue
from core.spreadsheets.limits import MAX_WORD
from core.spreadsheets.numerals import with_digits

YEAR, MONTH = r"(\d{4})", r"(\d{1,2})月?份?"
TO = r"(?:-+|~+|—+|–+|至|到)"
# Year and month in columns of their own.
APART = re.compile(rf"^{YEAR}年?度?\s+(?=[\d第上下全Q])")
# First and last month that each way of writing names, in groups behind the year.
WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[int, int]]], ...] = (
    (re.compile(rf"{YEAR}年?(?:度|全年|全年度)?"), lambda found: (1, 12)),
    (re.compile(rf"{YEAR}[-./年]{MONTH}"), lambda found: (int(found[2]), int(found[2]))),
    (re.compile(rf"{YEAR}(0[1-9]|1[0-2])"), lambda found: (int(found[2]), int(found[2]))),
    (re.compile(rf"{YEAR}[-./年]?(?:第?([1-4])季度?|Q([1-4]))"), lambda found: _quarter(int(found[2] or found[3]))),
    (re.compile(rf"{YEAR}年?度?(上|下)半年"), lambda found: (1, 6) if found[2] == "上" else (7, 12)),
    (
        re.compile(rf"{YEAR}[./年]{MONTH}{TO}(?:\1[./年])?{MONTH}(?:累计)?"),
        lambda found: (int(found[2]), int(found[3])),
    ),
)
# What stands beside a span in a title that is of another time, or open at one end.
OTHER_TIMES = re.compile(r"\d{4}|\d[年月日]|\d个月|[上中下]旬|季度|半年|截[至止]|至今|以来|[之以]前")
# The number of a paper: “〔2024〕3号”, “2024年第3期”.
OF_A_PAPER = re.compile(rf"{YEAR}\W?年?第?\d+[号期]")


class Span(NamedTuple):
    """From the first day of a month to the last day of one."""

    start: date
    end: date


def span(value: Value) -> Span:
    """A month, a quarter, half a year, a year, or from month to month. Raises BadValue."""
    text = half_width(text_of(value))
    if isinstance(value, date | datetime) or is_serial(value):
        return _of_first_day(day(value), text)
    if isinstance(value, float) and not value.is_integer() and len(text) == len("2024.1"):
        raise BadValue(f"{text} 是数字，分不清是 1 月还是 10 月，请改为 {text[:4]}年1月 这样的文本。")
    if len(text) <= MAX_WORD:
        written = "".join(APART.sub(r"\1年", with_digits(text).upper()).split())
        for way, months in WAYS:
            if found := way.fullmatch(written):
                return _span(int(found[1]), *months(found), text)
    raise BadValue(
        f"“{text[:MAX_WORD]}”不是时段，请写成 2024年3月、2024年第一季度、2024年上半年、2024年 或 2024年1-5月。"
    )


def span_in(text: str) -> Span | None:
    """The span that a title names: “2024年第一季度办案情况”. None where it names none, more than one, or days."""
    written = "".join(with_digits(half_width(text)).upper().split())
    longest = max((found[0] for way, _ in WAYS for found in way.finditer(written)), key=len, default="")
    if not longest or OF_A_PAPER.search(written) or OTHER_TIMES.search(written.replace(longest, "", 1)):
        return None
    try:
        return span(longest)
    except BadValue:
        return None


def month(value: Value) -> Span:
    """One month: written as such, or as any day of it."""
    try:
        found = span(value)
    except BadValue:
        on = day(value)
        return Span(on.replace(day=1), _last(on.year, on.month))
    if (found.start.year, found.start.month) != (found.end.year, found.end.month):
        raise BadValue(f"“{text_of(value)}”不是一个月，请写成 2024年3月。")
    return found


def _quarter(number: int) -> tuple[int, int]:
    return number * 3 - 2, number * 3


def _of_first_day(on: date, text: str) -> Span:
    """What a spreadsheet program makes of “2024年3月”."""
    if on.day != 1:
        raise BadValue(f"{text} 是一天，不是时段，请写成 {on.year}年{on.month}月 这样的文本。")
    return Span(on, _last(on.year, on.month))


def _span(year: int, first: int, last: int, text: str) -> Span:
    if year not in YEARS or not 1 <= first <= last <= 12:
        raise BadValue(f"“{text}”的年份或月份不对，请核对。")
    return Span(date(year, first, 1), _last(year, last))


def _last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
