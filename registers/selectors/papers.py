"""A register's entries as a paper prints them."""

from collections.abc import Iterable, Sequence
from typing import Any

from branches.models import Court
from core.typed_fields import Shown
from registers.models import RegisterEntry, RegisterKind
from registers.vocabulary import VOCABULARY


def register_paper(
    court: Court, kind: RegisterKind, rows: Iterable[RegisterEntry], sums: Sequence[Shown], span: str
) -> dict[str, Any]:
    """The names of registers/paper.py; `span` says in words what was chosen."""
    lines = [_line(number, row) for number, row in enumerate(rows, start=1)]
    return {
        "title": kind.name,
        "court": court.name,
        "span": span,
        "count": f"{len(lines)}条",
        "sums": "，".join(f"{each.label} {each.text}" for each in sums),
        "date_label": kind.date_label,
        "rows": lines,
    }


def _line(number: int, row: RegisterEntry) -> dict[str, str]:
    until = f" 至 {row.until:%Y-%m-%d}" if row.until else ""
    return {
        "number": str(number),
        "title": row.title,
        "whom": row.whom,
        "on": f"{row.on:%Y-%m-%d}{until}",
        "content": "；".join(f"{each.label}：{each.text}" for each in VOCABULARY.shown(row.values)),
    }
