"""Dates as people write them: 2024年1月3日, 2024.01.03, 2024-1-3, 20240103, with a time or without."""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from core.spreadsheets.cells import Value, half_width, text_of
from core.spreadsheets.faults import BadValue
from core.spreadsheets.limits import MAX_WORD
from core.spreadsheets.numerals import with_digits

EXAMPLE = "2024-01-03"
EPOCH = date(1899, 12, 30)  # day 0 of Excel's numbering, as it holds from March 1900 on
SERIALS = range(3654, 73051)  # 1910-01-01 to 2100-01-01
YEARS = range(1900, 2101)

SEPARATOR = r"\s*[-./年]\s*"
FULL = re.compile(rf"(\d{{4}}){SEPARATOR}(\d{{1,2}})\s*[-./月]\s*(\d{{1,2}})(?!\d)\s*[日号]?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
MONTH = re.compile(rf"(\d{{4}}){SEPARATOR}(\d{{1,2}})\s*月?(?:份)?")
SHORT_YEAR = re.compile(rf"\d{{2}}{SEPARATOR}\d{{1,2}}\s*[-./月]\s*\d{{1,2}}\s*[日号]?")
NO_YEAR = re.compile(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")
SPAN = re.compile(r"^\s*(?:[-~—–至到、,]|和)\s*\d+\s*(?:[日号]|[-./年月]|$)")
WEEKDAY = re.compile(r"[(]?\s*(?:星期|周|礼拜)[一二三四五六日天1-7]\s*[)]?")
HALF_DAY = re.compile(r"上午|下午|晚上|晚间|傍晚|中午|早上|早晨|凌晨|夜间|全天|晚|早|AM|PM", re.IGNORECASE)
CLOCK = re.compile(
    r"(\d{1,2})\s*(?:[::]\s*(\d{1,2})(?:\s*[::]\s*\d{1,2}(?:\.\d+)?)?|[点时]\s*(?:(半)|(\d{1,2})\s*分?|整)?)"
)
AFTERNOON = ("下午", "晚", "傍晚", "夜", "pm")


class Moment(NamedTuple):
    """A day, with the hour where it was written."""

    on: date
    at: time | None


class PartialDay(NamedTuple):
    """A day; `month_only` when the day was not written and the first of the month stands in."""

    on: date
    month_only: bool


def day(value: Value) -> date:
    """A full date. A time of day behind it is accepted and dropped."""
    return moment(value).on


def moment(value: Value) -> Moment:
    """A full date and, where written, the hour it began: 2024年1月3日下午3点 → 2024-01-03, 15:00."""
    if isinstance(value, datetime):
        return Moment(_sane(value.date()), value.time() if value.time() != time(0) else None)
    if isinstance(value, date):
        return Moment(_sane(value), None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Moment(_from_number(value), None)
    text = half_width(text_of(value)).replace("元月", "1月")
    if len(text) > MAX_WORD:
        raise BadValue(_why_not(f"{text[:MAX_WORD]}…"))
    match = FULL.match(text) or FULL.match(with_digits(text)) or COMPACT.match(text)
    if match is None:
        raise BadValue(_why_not(text))
    rest = match.string[match.end() :]
    return Moment(_date(match, text), _time(rest, text))


def day_or_month(value: Value) -> PartialDay:
    """A date of which the day may be missing, as in dates of birth: 1987.06 → 1987-06-01, month only."""
    text = half_width(text_of(value))
    if isinstance(value, float) and not value.is_integer() and re.fullmatch(r"\d{4}\.\d{1,2}", text):
        if len(text) == 6:
            raise BadValue(
                f"{text} 是数字，分不清是 1 月还是 10 月，请改为 {text[:4]}-01 或 {text[:4]}-10 这样的文本。"
            )
        value = text
    if len(text) > MAX_WORD:
        return PartialDay(day(value), False)
    match = MONTH.fullmatch(text) or MONTH.fullmatch(with_digits(text)) if isinstance(value, str) else None
    if match is None:
        compact = re.fullmatch(r"(\d{4})(\d{2})", text)
        match = compact if compact and int(compact[1]) in YEARS and 1 <= int(compact[2]) <= 12 else None
    if match is None:
        return PartialDay(day(value), False)
    return PartialDay(_date(match, text, on_day=1), True)


def is_serial(value: Value) -> bool:
    """A plain number that stands for a date by Excel's count of days."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value in SERIALS


def _from_number(value: float) -> date:
    if is_serial(value):
        return EPOCH + timedelta(days=int(value))
    text = text_of(value)
    match = COMPACT.fullmatch(text)
    if match is None:
        raise BadValue(_why_not(text))
    return _date(match, text)


def _date(match: re.Match[str], text: str, on_day: int | None = None) -> date:
    year, month = int(match[1]), int(match[2])
    try:
        return _sane(date(year, month, on_day or int(match[3])))
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        raise BadValue(f"{text} 不是有效日期，请改为实际日期。") from error


def _sane(found: date) -> date:
    if found.year not in YEARS:
        raise BadValue(f"{found.isoformat()} 的年份不合常理，请核对。")
    return found


def _time(rest: str, text: str) -> time | None:
    """The hour behind a date; of a span its beginning. Anything else behind a date is a fault."""
    if SPAN.match(rest):
        raise BadValue(f"{text} 是一段日期，请只填开始的一天。")
    remaining = WEEKDAY.sub("", rest).strip(" T().,;")
    half_day = HALF_DAY.search(remaining)
    remaining = HALF_DAY.sub("", remaining, count=1).strip()
    if not remaining:
        return None
    clock = CLOCK.match(remaining) or CLOCK.match(with_digits(remaining))
    if clock is None:
        raise BadValue(f"{text} 中“{rest.strip()}”看不懂，请只写日期和时间，如 {EXAMPLE} 15:00。")
    _check_end(clock.string[clock.end() :], text)
    hour, minute = int(clock[1]), 30 if clock[3] else int(clock[2] or clock[4] or 0)
    if half_day and half_day[0].lower().startswith(AFTERNOON) and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        raise BadValue(f"{text} 中的时间不存在，请改为如 {EXAMPLE} 15:00。")
    return time(hour, minute)


def _check_end(rest: str, text: str) -> None:
    """Behind the hour only the hour of the end may follow: 15:00-16:30."""
    rest = HALF_DAY.sub("", rest).strip(" ()")
    if rest and not re.fullmatch(rf"(?:[-~—–至到]\s*)(?:{CLOCK.pattern})", with_digits(rest)):
        raise BadValue(f"{text} 中“{rest}”看不懂，请只写日期和时间，如 {EXAMPLE} 15:00。")


def _why_not(text: str) -> str:
    if SHORT_YEAR.match(text):
        return f"{text} 的年份只有两位，请写四位年份，如 {EXAMPLE}。"
    if MONTH.fullmatch(text):
        return f"{text} 只有年月，请补上日，如 {EXAMPLE}。"
    if NO_YEAR.match(text):
        return f"{text} 没有年份，请补上，如 {EXAMPLE}。"
    return f"{text} 不是日期，请改为如 {EXAMPLE} 的写法。"
