"""The result of an inspection as PDF and Word."""

from django.http import HttpRequest, HttpResponse

from branches.selectors.templates import template_of
from core.access import requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from rectification.models import Inspection
from rectification.papers import CODE
from rectification.selectors.inspection_paper import inspection_data
from rectification.views.inspection_frame import inspection_for

PRINT = "rectification.print_inspection"


@requires(PRINT)
def inspection_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_for(request, pk, PRINT)
    data = inspection_data(request.user, inspection, today())
    return _download(request, inspection, render_pdf(paper_kind(CODE), data), "pdf")


@requires(PRINT)
def inspection_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    inspection = inspection_for(request, pk, PRINT)
    data = inspection_data(request.user, inspection, today())
    printed = render_docx(paper_kind(CODE), data, template_of(inspection.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, inspection, printed.content, "docx")


def _download(request: HttpRequest, inspection: Inspection, content: bytes, ending: str) -> HttpResponse:
    filename = f"{inspection.title}结果.{ending}"
    return document_response(user=request.user, action=PRINT, subject=inspection, filename=filename, content=content)
