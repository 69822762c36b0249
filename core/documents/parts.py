"""What papers are made of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class PaperTable:
    """A table under its own title; `widths` in mm, 156 in all; `legend` stands before it, `note` after it."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths: tuple[int, ...]
    note: str = ""
    legend: str = ""

    def data(self) -> dict[str, Any]:
        return asdict(self)
