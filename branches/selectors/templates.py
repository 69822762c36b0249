"""Which Word template a court prints a paper with."""

from dataclasses import dataclass
from typing import Any

from branches.models import Court, DocumentTemplate
from core.documents import PaperKind, paper_kinds


def template_of(court: Court, paper: str) -> bytes | None:
    """The court's own template in use, None for the shipped one."""
    rows = DocumentTemplate.objects.within(court).filter(paper=paper, is_used=True)
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


@dataclass(frozen=True)
class PaperTemplates:
    """A paper with the versions that the court has uploaded, the newest first."""

    kind: PaperKind
    versions: list[DocumentTemplate]

    @property
    def used(self) -> DocumentTemplate | None:
        return next((version for version in self.versions if version.is_used), None)


def templates_of(user: Any, court: Court) -> list[PaperTemplates]:
    """Every paper that is printed, without the files themselves."""
    rows = DocumentTemplate.objects.visible_to(user).filter(court=court).defer("content")
    kept = list(rows.select_related("uploaded_by"))
    return [PaperTemplates(kind, [row for row in kept if row.paper == kind.code]) for kind in paper_kinds()]
