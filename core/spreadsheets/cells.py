"""Values of cells, and text as people type it brought to one form."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: an error such as #REF!, or a formula whose value was never computed."""

    message: str


class Percent(float):
    """A number that its cell shows as percent: 0.97, shown as 97%."""


Value = str | int | float | bool | date | datetime | time | timedelta | Broken

ERROR_TEXT = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|#{3,}")
BRACKETED = re.compile(r"[(\[【{〔<《][^()\[\]【】{}〔〕<>《》]*[)\]】}〕>》]")
NOT_OF_A_HEADING = re.compile(r"[\W_]+")
# No database or page takes them; line breaks and tabs stay.
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
# What people write into a cell to say that there is nothing to write.
PLACEHOLDERS = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "无", "暂无", "没有", "空", "N/A", "n/a", "NA"})


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width ones."""
    return unicodedata.normalize("NFKC", text)


def text_of(value: Value) -> str:
    """A cell as trimmed text: 22.0 → "22", a date → "2024-01-03", a broken cell → ""; without control characters."""
    if isinstance(value, str):
        return value.translate(CONTROLS).strip(" \t\r\n\u3000\u00a0\ufeff\u200b")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.time() != time(0) else value.date().isoformat()
    if isinstance(value, Broken):
        return ""
    return str(value)


def is_blank(value: Value) -> bool:
    """Nothing in the cell, or a sign for nothing such as “/”, “—” or “无”."""
    if value == "":
        return True
    return isinstance(value, str) and text_of(value) in PLACEHOLDERS


def plain_heading(text: str) -> str:
    """A heading without widths, spaces, line breaks, stars and brackets: “会议 （活动）\n类型*” → “会议活动类型”."""
    text = half_width(text)
    return NOT_OF_A_HEADING.sub("", text).lower() or "".join(text.split())


def bare_heading(text: str) -> str:
    """The same without what stands in brackets: “应到人数（人）” → “应到人数”."""
    return plain_heading(BRACKETED.sub("", half_width(text)))
