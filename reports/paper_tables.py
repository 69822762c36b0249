"""A table of a report as it stands on paper: columns as wide as what is in them, small or in parts where it must be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import east_asian_width

from reports.document import Table

TEXT_WIDTH_MM = 156
# Points of type, the largest first; the first in which every column has room is taken.
SIZES = (12, 10, 8)
_MM_OF_POINT, _PADDING_MM = 0.353, 3.8
# In widths of a Chinese character: what words may be pressed to, short and long ones, what they never need more than,
# and a Latin letter.
_LEAST_WORDS, _MOST_WORDS, _MOST, _LATIN = 5.0, 12.0, 24.0, 0.56
# A head as short as this stays in one line; words as short as these stand in the middle of their column.
_SHORT_HEAD, _SHORT_WORDS = 3.1, 6.0
NOTHING = "（无）"


@dataclass(frozen=True)
class _Column:
    head: str
    texts: list[str]
    is_number: bool

    @cached_property
    def widest(self) -> float:
        return min(_MOST, max((text_width(line) for text in set(self.texts) for line in text.split("\n")), default=0))

    @cached_property
    def least(self) -> float:
        """Numbers stay in one line, names take two at most, longer words and heads may take several."""
        words = min(self.widest, max(_LEAST_WORDS, min(self.widest / 2 + 1, _MOST_WORDS)))
        return max(self.widest if self.is_number else words, min(text_width(self.head), _SHORT_HEAD))

    @cached_property
    def wish(self) -> float:
        head = max(text_width(line) for line in self.shown_head.split("\n"))
        if self.is_number and head > _SHORT_HEAD and self.shown_head == self.head:
            head = head / 2 + 0.5  # in two lines
        return max(self.least, self.widest, min(head, _MOST))

    @property
    def shown_head(self) -> str:
        """Over numbers, the unit in its brackets stands on a line of its own."""
        return self.head.replace("（", "\n（", 1) if self.is_number and self.head.endswith("）") else self.head

    @property
    def aligned(self) -> str:
        return "right" if self.is_number else "center" if self.widest <= _SHORT_WORDS else "left"


def paper_tables(table: Table) -> list[dict[str, Any]]:
    """The table; one that is too wide goes on below, with its first column again."""
    rows = [[cell.shown for cell in row] for row in table.rows] or [[NOTHING, *[""] * (len(table.heads) - 1)]]
    columns = [
        _Column(head, [row[at] for row in rows], any(row[at].value is not None for row in table.rows))
        for at, head in enumerate(table.heads)
    ]
    size = next((size for size in SIZES if _needed(columns, size) <= TEXT_WIDTH_MM), SIZES[-1])
    parts = _parts(columns, size)
    return [
        {
            "title": table.title if len(parts) == 1 else f"{table.title}（{number}）",
            "heads": [column.shown_head for column in part],
            "rows": [list(row) for row in zip(*(column.texts for column in part), strict=True)],
            "widths": _widths(part, size),
            "aligned": [
                "left" if at == 0 and not column.is_number else column.aligned for at, column in enumerate(part)
            ],
            "size": size,
            "note": table.note if number == len(parts) else "",
        }
        for number, part in enumerate(parts, 1)
    ]


def _parts(columns: list[_Column], size: int) -> list[list[_Column]]:
    """As many columns as have room stand side by side."""
    if not columns:
        return []
    parts = [columns[:1]]
    for column in columns[1:]:
        if len(parts[-1]) > 1 and _needed([*parts[-1], column], size) > TEXT_WIDTH_MM:
            parts.append(columns[:1])
        parts[-1] = [*parts[-1], column]
    return parts


def _needed(columns: Sequence[_Column], size: int) -> float:
    return sum(column.least * size * _MM_OF_POINT + _PADDING_MM for column in columns)


def _widths(columns: Sequence[_Column], size: int) -> list[float]:
    """In mm, the whole width of the text in all: what a column needs, then the rest, small wishes before large ones."""
    least = [column.least * size * _MM_OF_POINT + _PADDING_MM for column in columns]
    more = [(column.wish - column.least) * size * _MM_OF_POINT for column in columns]
    rest = TEXT_WIDTH_MM - sum(least)
    made = list(least)
    for served, at in enumerate(sorted(range(len(columns)), key=more.__getitem__)):
        given = max(0, min(more[at], rest / (len(columns) - served)))
        made[at] += given
        rest -= given
    return [round(width * TEXT_WIDTH_MM / sum(made), 1) for width in made]


def text_width(text: str) -> float:
    """In widths of a Chinese character."""
    if text.isascii():
        return _LATIN * len(text)
    return sum(1 if east_asian_width(letter) in "WFA" else _LATIN for letter in text)
