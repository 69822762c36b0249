"""Chinese numerals, as dates and branch names use them."""

import re

DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNITS = {"十": 10, "百": 100}
NUMERAL = re.compile(f"[{''.join(DIGITS)}{''.join(UNITS)}]+")


def number(text: str) -> int | None:
    """“二十二” → 22, “一百零三” → 103, “二〇二四” → 2024; None when the text is no numeral."""
    if not text or not NUMERAL.fullmatch(text):
        return None
    if not any(unit in text for unit in UNITS):
        return int("".join(str(DIGITS[character]) for character in text))
    total, digit = 0, 0
    for character in text:
        if character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def with_digits(text: str) -> str:
    """Every numeral in the text as Arabic digits: “第十二党支部” → “第12党支部”."""
    return NUMERAL.sub(lambda match: str(number(match.group())), text)
