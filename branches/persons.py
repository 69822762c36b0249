"""What is derived from a person's identity number."""

import re

from core.crypto import fingerprint

_IDENTITY = re.compile(r"\d{17}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def clean_identity_number(text: str) -> str:
    """The number without blanks and with a capital X. Raises ValueError if its form or check digit is wrong."""
    number = re.sub(r"\s", "", text).upper()
    if not _IDENTITY.fullmatch(number):
        raise ValueError("身份证号应为 18 位。")
    # GB 11643: weighted sum of the first 17 digits, modulo 11.
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    if _CHECK_DIGITS[total % 11] != number[-1]:
        raise ValueError("身份证号的校验位不对，请核对。")
    return number


def identity_fingerprint(number: str) -> str | None:
    """What finds a person by identity number; None for no number."""
    return fingerprint(number) if number else None
