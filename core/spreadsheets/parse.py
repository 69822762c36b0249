"""Parsers of single cells: each takes a value that is not blank and returns it typed, or raises BadValue."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation

from core.spreadsheets.cells import Value, half_width, plain_heading, text_of
from core.spreadsheets.dates import day, day_or_month, is_serial, moment
from core.spreadsheets.faults import BadValue
from core.spreadsheets.limits import MAX_WORD
from core.spreadsheets.names import absentees, person_name
from core.spreadsheets.numerals import number
from core.spreadsheets.rectification_wordings import FOR_GOOD

__all__ = [
    "absentees", "count", "day", "day_or_month", "deadline", "hours", "identity_number", "is_serial", "moment",
    "person_name", "phone", "points", "sex", "text", "word", "yes_no",
]  # fmt: skip

MONTH_END = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?\s*[底末]")
COUNT = re.compile(r"(?:共|约|计)?\s*(.+?)\s*(?:个)?(?:人次|人|名|位|次|条|项|个)?")
POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*分?")
HOURS = re.compile(r"(.+?)\s*(?:个)?(?:学时|课时|小时|h|H)?")
PHONE = re.compile(r"[+(]?\d[\d\-() ]{4,}\d(?:\s*[/、,;转]\s*[\d\-() ]+)*")
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
SEXES = {"男": "MALE", "男性": "MALE", "女": "FEMALE", "女性": "FEMALE", "M": "MALE", "F": "FEMALE"}
YES = {"是", "对", "★", "☆", "有", "已", "√", "✓", "✔", "Y", "YES", "TRUE", "1", "已销号", "已完成", "已办结"}
NO = {
    "否",
    "不",
    "不是",
    "未",
    "×",
    "✗",
    "✘",
    "X",
    "N",
    "NO",
    "FALSE",
    "0",
    "未销号",
    "未完成",
    "未办结",
    "没有",
    "尚未销号",
    "暂未销号",
    "待销号",
}


def text(value: Value) -> str:
    """Trimmed text; a whole number without its “.0”."""
    return text_of(value)


def word(value: Value) -> str:
    """A short name or term without spaces and widths: “第一 党支部” → “第一党支部”."""
    return re.sub(r"\s+", "", half_width(text_of(value)))


def count(value: Value) -> int:
    """A number of people or times, 0 or more: 22, “22人”, “22 名”, “二十二人”."""
    written = _short(value)
    match = COUNT.fullmatch(written)
    digits = match[1] if match else written
    found = int(digits) if re.fullmatch(r"\d{1,9}", digits) else number(digits)
    if re.fullmatch(r"\d{1,9}\.0+", digits):
        found = int(float(digits))
    if found is None or _is_date(value):
        raise BadValue(f"“{written}”不是人数，请填 0 或正整数，如 22。")
    return found


def hours(value: Value) -> Decimal:
    """Study hours, 0 or more, at most one day's 24: 2, “2学时”, “1.5小时”."""
    written = _short(value)
    match = HOURS.fullmatch(written)
    digits = match[1] if match else written
    chinese = number(digits)
    try:
        found = Decimal(chinese) if chinese is not None else Decimal(digits)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= 999 or _is_date(value):
        raise BadValue(f"“{written}”不是学时，请填数字，如 2 或 1.5。")
    return found


def points(value: Value) -> Decimal:
    """What an indicator is worth: 5, “5分”, “2.5”."""
    match = POINTS.fullmatch(_short(value))
    if not match or _is_date(value):
        raise BadValue(f"“{_short(value)}”不是分值，请填数字，如 5 或 2.5。")
    return Decimal(match[1])


def sex(value: Value) -> str:
    """MALE or FEMALE."""
    found = SEXES.get(word(value).upper())
    if found is None:
        raise BadValue(f"“{text_of(value)}”不是性别，请填 男 或 女。")
    return found


def yes_no(value: Value) -> bool:
    """是/否 and the signs people put for them."""
    written = word(value).upper()
    if written in YES or written in NO:
        return written in YES
    raise BadValue(f"“{text_of(value)}”既不是“是”也不是“否”，请填 是 或 否。")


def deadline(value: Value) -> date | None:
    """The last day for something: a date, “2024年6月30日前”, “2024年6月底前”; None for “长期坚持”."""
    if not isinstance(value, str):
        return day(value)
    if plain_heading(value) in FOR_GOOD:
        return None
    written = re.sub(r"[之以]?前$", "", word(value)[: MAX_WORD + 1])
    end = MONTH_END.fullmatch(written)
    if end and 1 <= int(end[2]) <= 12:
        month = int(end[1]), int(end[2])
        return day(date(*month, monthrange(*month)[1]))
    return day(written)


def phone(value: Value) -> str:
    """One phone number or several, digits and their usual signs."""
    written = _short(value)
    if re.fullmatch(r"[\d.]+E\+\d+", written, re.IGNORECASE):
        raise BadValue(f"{written} 是被 Excel 缩写的号码，请把该列设为文本后重新填写。")
    if not PHONE.fullmatch(written):
        raise BadValue(f"“{written}”不是电话号码，请核对。")
    return written


def identity_number(value: Value) -> str:
    """A citizen's number of 18 characters; its check digit is verified (GB 11643)."""
    if isinstance(value, (int, float)):
        raise BadValue("身份证号以数字存放，末几位已丢失，请把该列设为文本后重新填写。")
    written = word(value).upper().lstrip("'")
    if not re.fullmatch(r"\d{17}[\dX]", written):
        raise BadValue("身份证号应为 18 位，请核对。")
    total = sum(weight * int(digit) for weight, digit in zip(IDENTITY_WEIGHTS, written[:17], strict=True))
    if IDENTITY_CHECKS[total % 11] != written[17]:
        raise BadValue("身份证号的校验位不对，请核对。")
    return written


def _short(value: Value) -> str:
    """Half-width text, cut where no number or sign goes on."""
    written = half_width(text_of(value))
    return written if len(written) <= MAX_WORD else f"{written[:MAX_WORD]}…"


def _is_date(value: Value) -> bool:
    return not isinstance(value, (str, int, float)) or isinstance(value, bool)
