"""Which sections a court's reports have."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from branches.models import Court
from core import audit
from core.changes import CONFLICT, differing
from core.errors import EditConflict, Refused
from reports.choices import ReportKind, SectionCode
from reports.models import ReportOutline


@transaction.atomic
def outline_save(
    *, court: Court, kind: str, version: int, sections: Sequence[tuple[str, str]], by: Any
) -> ReportOutline:
    """Keep `sections` (code, heading) for the court's reports of one kind; `version` is 0 where none was kept."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    row = ReportOutline.objects.within(court).filter(kind=kind).first()
    if (row.version if row else 0) != version:
        raise EditConflict(CONFLICT)
    if not sections:
        raise Refused("至少保留一个栏目。", field="sections")
    if any(code not in SectionCode.values or not heading.strip() for code, heading in sections):
        raise Refused("每个栏目都要有标题。", field="sections")
    row = row or ReportOutline(court=court, kind=ReportKind(kind), version=0)
    before = {"sections": row.sections}
    row.sections = [[code, heading.strip()] for code, heading in sections]
    row.version += 1
    row.full_clean()
    row.save()
    detail = differing(before, {"sections": row.sections})
    audit.record(actor=by, action="reports.outline_save", subject=row, detail=detail)
    return row
