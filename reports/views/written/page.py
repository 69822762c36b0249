"""A report as it reads, its figures, and the same beside the last report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import allowed, requires
from core.clock import today
from reports.charts import chart_as_shown
from reports.choices import REPORT_TAGS, ReportState
from reports.document import ReportDocument, unlinked, without_links
from reports.models import Report
from reports.selectors.stale import is_waiting
from reports.selectors.written import asked_of, book_of, checked, compared, document_of, figures_of, sections_of
from reports.texts.words import exact, shown
from reports.views.written.common import WRITE, address, closed_to, crumbs, menu_of, report_for


@requires("reports.read_written")
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    """To its writers with what is to be looked at before publication; to readers without links into the records."""
    report = report_for(request, pk)
    may_write = allowed(request.user, WRITE, report)
    book = book_of(report, today()) if report.is_draft else None
    document = document_of(report, today(), book)
    closed = closed_to(request.user, report)
    if closed is not None:
        document = without_links(document, to=closed)
    context = {
        "report": report,
        "tag": REPORT_TAGS[ReportState(report.state)],
        "document": document,
        "sections": _sections(report, document, may_write),
        "checked": checked(report, today(), book) if report.is_draft else None,
        "is_waiting": bool(book) and report.with_below and is_waiting(report.court, until=book.asked.as_of),
        "may_write": may_write,
        "menu": _menu(report, may_write),
        "crumbs": crumbs(),
        "steps": _steps(report) if may_write else {},
    }
    return render(request, "reports/written/report.html", context)


def _sections(report: Report, document: ReportDocument, may_write: bool) -> list[dict[str, Any]]:
    rows = sections_of(report) if report.is_draft and may_write else []
    keys = [row.pk for row in rows] or [None] * len(document.sections)
    return [
        {"section": section, "charts": [chart_as_shown(chart, number) for chart in section.charts], "key": key}
        for number, (section, key) in enumerate(zip(document.sections, keys, strict=True), start=1)
    ]


def _steps(report: Report) -> dict[str, str]:
    """Addresses of what its writers may do with it now."""
    names = {
        ReportState.DRAFT: ("report_edit", "sections_edit", "report_publish", "report_discard"),
        ReportState.PUBLISHED: ("report_revise", "report_withdraw"),
        ReportState.WITHDRAWN: ("report_revise",),
    }.get(ReportState(report.state), ())
    return {name: address(report, name) for name in names}


def _menu(report: Report, may_write: bool) -> list[dict[str, Any]]:
    entries = [
        ("下载 PDF（打印）", "report_pdf", "printer"),
        ("下载 Word", "report_docx", "file-earmark-word"),
        ("下载数据表（Excel）", "report_xlsx", "file-earmark-excel"),
    ]
    if may_write:
        entries += [("与上一时段对比", "report_comparison", "arrow-left-right"), ("全部数据", "report_figures", "123")]
    return menu_of(report, entries)


@requires(WRITE)
def report_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure that the text may name, with its records."""
    report = report_for(request, pk, WRITE)
    groups: dict[str, list[dict[str, Any]]] = {}
    closed = closed_to(request.user, report)
    for figure in figures_of(report, today()).values():
        each = figure if closed is None else unlinked(figure, closed)
        line = {"figure": each, "shown": shown(each), "exact": exact(each.value, each.unit)}
        groups.setdefault(each.group, []).append(line)
    context = {"report": report, "groups": groups, "crumbs": crumbs(report)}
    return render(request, "reports/written/figures.html", context)


@requires(WRITE)
def report_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """What the texts say beside the span before."""
    report = report_for(request, pk, WRITE)
    former, lines = compared(report, today())
    closed = closed_to(request.user, report)
    if closed is not None:
        lines = [unlinked(line, closed) for line in lines]
    until = asked_of(report, today()).as_of
    context = {
        "report": report,
        "former": former,
        "lines": lines,
        "runs_until": until if until < report.end else None,
        "former_until": former.as_of if former and former.as_of and former.as_of < former.end else None,
        "crumbs": crumbs(report),
    }
    return render(request, "reports/written/comparison.html", context)
