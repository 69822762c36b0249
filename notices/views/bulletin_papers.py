"""A bulletin as PDF and Word, of an issued one always with the figures it was issued with."""

from django.http import HttpRequest, HttpResponse

from branches.selectors.templates import template_of
from core.access import requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from notices.bulletin_papers import CODE
from notices.models import Bulletin
from notices.selectors.bulletin_paper import bulletin_data
from notices.selectors.bulletins import figures_of
from notices.views.bulletins import bulletin_for

PRINT = "notices.print_bulletin"


@requires(PRINT)
def bulletin_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = bulletin_for(request, pk, PRINT)
    data = bulletin_data(bulletin, figures_of(bulletin, today()))
    return _download(request, bulletin, render_pdf(paper_kind(CODE), data), "pdf")


@requires(PRINT)
def bulletin_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    bulletin = bulletin_for(request, pk, PRINT)
    data = bulletin_data(bulletin, figures_of(bulletin, today()))
    printed = render_docx(paper_kind(CODE), data, template_of(bulletin.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, bulletin, printed.content, "docx")


def _download(request: HttpRequest, bulletin: Bulletin, content: bytes, ending: str) -> HttpResponse:
    filename = f"{bulletin.title}.{ending}"
    return document_response(user=request.user, action=PRINT, subject=bulletin, filename=filename, content=content)
