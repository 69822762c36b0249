"""The papers that the product prints: each app registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_kinds: dict[str, "PaperKind"] = {}


@dataclass(frozen=True)
class PaperKind:
    """`typst` is a file of templates/documents; `template` makes the shipped .docx; `sample` is made-up data.

    `fields` are the names that a template may use with what they stand for; of what is in a list, `name.part`.
    `tables` are the names of lists of tables whose columns have widths of their own.
    """

    code: str
    label: str
    typst: str
    template: Callable[[], bytes]
    sample: Callable[[], dict[str, Any]]
    fields: tuple[tuple[str, str], ...]
    tables: tuple[str, ...] = ()


def register(kind: PaperKind) -> None:
    """Make `kind` known to the page of templates."""
    _kinds[kind.code] = kind


def paper_kinds() -> list[PaperKind]:
    """All of them, in the order in which they came."""
    return list(_kinds.values())


def paper_kind(code: str) -> PaperKind:
    """The paper of this code; KeyError for one that nobody registered."""
    return _kinds[code]
