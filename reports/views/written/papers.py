"""A report on paper and as a workbook."""

from django.http import HttpRequest, HttpResponse

from core.access import requires
from core.clock import today
from core.documents import document_response, say_of_template
from reports.document import ReportDocument, without_empty
from reports.models import Report
from reports.papers import KIND, report_docx, report_pdf
from reports.selectors.written import document_of
from reports.views.written.common import report_for
from reports.workbook import report_workbook

PRINT = "reports.print_written"


@requires(PRINT)
def written_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request, pk)
    return _sent(request, report, "pdf", report_pdf(_document(report)))


@requires(PRINT)
def written_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    report = report_for(request, pk)
    printed = report_docx(_document(report), report.court)
    say_of_template(request, KIND, printed)
    return _sent(request, report, "docx", printed.content)


@requires(PRINT)
def written_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request, pk)
    return _sent(request, report, "xlsx", report_workbook(_document(report)))


def _document(report: Report) -> ReportDocument:
    return without_empty(document_of(report, today()))


def _sent(request: HttpRequest, report: Report, ending: str, content: bytes) -> HttpResponse:
    return document_response(
        user=request.user, action=PRINT, subject=report, filename=f"{report.title}.{ending}", content=content
    )
