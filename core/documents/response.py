"""A paper as a download, noted in the audit trail."""

from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from core import audit
from core.documents.docx import Printed
from core.documents.kinds import PaperKind
from core.exports import CONTENT_TYPE as XLSX

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": XLSX,
}


def say_of_template(request: HttpRequest, kind: PaperKind, printed: Printed) -> None:
    """Tell who prints, on the next page, when the court's own template could not be used."""
    if printed.fault:
        words = (
            f"本院的{kind.label}模板填不出来，刚才下载的用的是系统自带的模板。请在“文书模板”里更换。（{printed.fault}）"
        )
        messages.warning(request, words)


def document_response(
    *,
    user: Any,
    action: str,
    subject: models.Model,
    filename: str,
    content: bytes,
    detail: dict[str, Any] | None = None,
) -> HttpResponse:
    """`content` as an attachment; `filename` ends in .pdf, .docx or .xlsx."""
    audit.record_reading(actor=user, action=action, subject=subject, detail={"file": filename, **(detail or {})})
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[filename.rpartition(".")[2]],
        headers={
            "Content-Disposition": content_disposition_header(True, filename),
            "Cache-Control": "private, no-store",
        },
    )
