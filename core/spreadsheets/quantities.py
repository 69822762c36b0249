"""Numbers with their units as people write them: 3,157件, 13.5万元, 95.61%, 第3位."""

import re
from decimal import Decimal
from typing import NamedTuple

from core.spreadsheets.cells import Percent, Value, half_width, text_of
from core.spreadsheets.faults import BadValue
from core.spreadsheets.limits import MAX_WORD

WRITTEN = re.compile(r"(?:第|约|共)?\s*(-?\d{1,15}(?:,\d{3})*(?:\.\d{1,8})?)\s*(%|[^\W\d]\w*)?")
SCALED = re.compile(r"(百万|千万|万|亿)?(.*)", re.DOTALL)
SCALES = {None: 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
# What a spreadsheet program leaves of a number when it has computed it.
PLACES = 8


class Quantity(NamedTuple):
    """A number in its plain unit: “13.5万元” is 135000 of 元. `unit` is "" where none was written."""

    number: Decimal
    unit: str
    # Whether 万, 亿 stood with the number itself.
    is_scaled: bool


def quantity(value: Value) -> Quantity:
    """A number with or without its unit. Raises BadValue."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = Decimal(str(round(float(value), PLACES) if isinstance(value, float) else value))
        return Quantity(number * 100, "%", False) if isinstance(value, Percent) else Quantity(number, "", False)
    text = half_width(text_of(value))
    found = WRITTEN.fullmatch(text) if isinstance(value, str) and len(text) <= MAX_WORD else None
    if found is None:
        raise BadValue(f"“{text[:MAX_WORD]}”不是数，请填数字，可以带单位，如 3157、13.5万元、95.61%。")
    scale, unit = scale_of(found[2] or "")
    return Quantity(Decimal(found[1].replace(",", "")) * scale, unit, scale != 1)


def scale_of(unit: str) -> tuple[int, str]:
    """万元 → (10000, 元); 元 → (1, 元)."""
    found = SCALED.fullmatch(half_width(unit).strip())
    return (SCALES[found[1]], found[2].strip()) if found else (1, unit)
