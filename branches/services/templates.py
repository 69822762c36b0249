"""A court's own Word templates: tried before they are kept, every version kept, the shipped one always at hand."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from branches.models import Court, DocumentTemplate
from core import audit
from core.attachments import scan
from core.documents import PaperKind, TemplateFault, check_template
from core.errors import Refused


def template_upload(*, court: Court, kind: PaperKind, filename: str, content: bytes, by: Any) -> DocumentTemplate:
    """Keep `content` as the next version and use it from now on. Raises Refused for what can't be filled."""
    try:
        check_template(kind, content)
    except TemplateFault as fault:
        raise Refused(str(fault), field="file") from fault
    scan(content)
    return _keep(court, kind, filename, content, by)


@transaction.atomic
def _keep(court: Court, kind: PaperKind, filename: str, content: bytes, by: Any) -> DocumentTemplate:
    rows = _rows(court, kind.code)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    rows.filter(is_used=True).update(is_used=False)
    row = DocumentTemplate(
        court=court,
        paper=kind.code,
        number=last + 1,
        filename=filename[-200:],
        content=content,
        is_used=True,
        uploaded_by=by,
    )
    row.full_clean()
    row.save()
    audit.record(actor=by, action="branches.template_upload", subject=row, detail={"paper": kind.code})
    return row


@transaction.atomic
def template_use(*, template: DocumentTemplate, by: Any) -> None:
    """Use an earlier version again."""
    _rows(template.court, template.paper).filter(is_used=True).update(is_used=False)
    template.is_used = True
    template.save(update_fields=["is_used"])
    audit.record(actor=by, action="branches.template_use", subject=template, detail={"paper": template.paper})


@transaction.atomic
def template_reset(*, court: Court, paper: str, by: Any) -> None:
    """Back to the shipped template; the court's versions stay."""
    if _rows(court, paper).filter(is_used=True).update(is_used=False):
        audit.record(actor=by, action="branches.template_reset", subject=court, detail={"paper": paper})


def _rows(court: Court, paper: str) -> Any:
    return DocumentTemplate.objects.within(court).filter(paper=paper)
