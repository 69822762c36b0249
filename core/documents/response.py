"""A paper as a download, noted in the audit trail."""

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core import audit

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def document_response(
    *,
    user: Any,
    action: str,
    subject: models.Model,
    filename: str,
    content: bytes,
    detail: dict[str, Any] | None = None,
) -> HttpResponse:
    """`content` as an attachment; `filename` ends in .pdf or .docx."""
    audit.record(actor=user, action=action, subject=subject, detail={"file": filename, **(detail or {})})
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[filename.rpartition(".")[2]],
        headers={
            "Content-Disposition": content_disposition_header(True, filename),
            "Cache-Control": "private, no-store",
        },
    )
