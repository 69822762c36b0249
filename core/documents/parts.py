"""Parts of a paper that other apps have to give: each registers a table of its own, and the paper is the fuller."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

_parts: dict[str, list["Part"]] = {}


@dataclass(frozen=True)
class PaperTable:
    """A table under its own title; `widths` in mm, 156 in all."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths: tuple[int, ...]
    note: str = ""

    def data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Part:
    """`tables(**question)` answers what this app has to say; nothing, an empty list."""

    tables: Callable[..., list[PaperTable]]
    order: int = field(default=100)


def register_part(slot: str, part: Part) -> None:
    """Add `part` to the papers that offer `slot`."""
    _parts.setdefault(slot, []).append(part)
    _parts[slot].sort(key=lambda each: each.order)


def tables_of(slot: str, **question: Any) -> list[PaperTable]:
    """The tables of all parts, in their order."""
    return [table for part in _parts.get(slot, []) for table in part.tables(**question)]
