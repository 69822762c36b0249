"""A notice as PDF and Word."""

from django.http import HttpRequest, HttpResponse

from branches.selectors.templates import template_of
from core.access import requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from notices.models import Notice
from notices.papers import CODE
from notices.selectors.notice_paper import notice_data
from notices.views.frame import notice_for

PRINT = "notices.print_notice"


@requires(PRINT)
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, PRINT)
    data = notice_data(request.user, notice, today())
    return _download(request, notice, render_pdf(paper_kind(CODE), data), "pdf")


@requires(PRINT)
def notice_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    notice = notice_for(request, pk, PRINT)
    data = notice_data(request.user, notice, today())
    printed = render_docx(paper_kind(CODE), data, template_of(notice.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, notice, printed.content, "docx")


def _download(request: HttpRequest, notice: Notice, content: bytes, ending: str) -> HttpResponse:
    filename = f"{notice.heading}.{ending}"
    return document_response(user=request.user, action=PRINT, subject=notice, filename=filename, content=content)
