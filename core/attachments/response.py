"""A stored file on its way out: always saved, never shown as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from core.attachments.intake import FileKind
from core.attachments.store import path_of

CONTENT_TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_response(*, digest: str, kind: str, name: str) -> HttpResponse:
    """Raises FileNotFoundError when the store lacks the file."""
    return HttpResponse(
        path_of(digest).read_bytes(),
        content_type=CONTENT_TYPES[FileKind(kind)],
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
