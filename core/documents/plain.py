"""What people typed, as a document can hold it."""

import re
from typing import Any

# What XML 1.0 has no place for: controls but tab and line feed, halves of surrogate pairs, the two non-characters.
_UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(value: Any) -> Any:
    """`value` (texts, numbers, lists, dictionaries) with one sort of line end and without unprintable characters."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def paragraphs(text: str) -> list[str]:
    """The lines of a text that have something in them."""
    return [line.strip() for line in plain(text).split("\n") if line.strip()]
