"""The weekly dispatch: as a page, as a file and as a paper for the meeting."""

from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from branches.models import Court
from branches.selectors.templates import template_of
from core.access import requires
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from core.documents.parts import PaperTable
from core.exports import export
from core.listing import Table
from rectification.choices import DispatchKind
from rectification.forms.dispatch import DispatchFilter, week_of
from rectification.forms.work_lists import branch_choices
from rectification.list_papers import DISPATCH
from rectification.selectors.dispatch import Line, Week, lines_of, week_with
from rectification.views.work_lists import TITLE, court_for

TABLE = Table(columns=(), sorts={})


def _asked(request: HttpRequest) -> tuple[Court, Week, list[Line], DispatchFilter]:
    """The court, the week, all its lines, and what narrows them down."""
    court = court_for(request)
    week = week_with(week_of(request.GET, today()), today())
    found = DispatchFilter(request.GET, branch_choices(request.user, court, today()))
    return court, week, lines_of(request.user, court, week), found


def _query(week: Week, **more: str) -> str:
    return urlencode({"week": week.monday.isoformat(), **more})


@requires("rectification.view_dispatch")
def dispatch(request: HttpRequest) -> HttpResponse:
    court, week, lines, found = _asked(request)
    counts = Counter(line.kind for line in lines)
    context = TABLE.context(request, found, found.left_of(lines))
    files = f"?{request.GET.urlencode()}" if request.GET else ""
    context |= {
        "court": court,
        "week": week,
        "figures": [(kind.label, counts[kind], f"?{_query(week, kind=kind.value)}") for kind in DispatchKind],
        "branches": [(name, list(own)) for name, own in groupby(context["page"].rows, key=lambda row: row.branch_name)],
        "kept": {"week": week.monday.isoformat()},
        "before": f"?{_query(week_with(week.monday - timedelta(7), today()))}",
        "after": f"?{_query(week_with(week.monday + timedelta(7), today()))}",
        "export_url": reverse("rectification:dispatch_export"),
        "pdf_url": reverse("rectification:dispatch_pdf") + files,
        "crumbs": [(TITLE, reverse("rectification:work_lists"))],
        "menu": [
            {"label": "下载 Word", "url": reverse("rectification:dispatch_docx") + files, "icon": "file-earmark-word"}
        ],
    }
    return render(request, "rectification/dispatch.html", context)


COLUMNS = (
    ("责任支部", lambda line: line.branch_name),
    ("类别", lambda line: line.kind.label),
    ("事项、问题", lambda line: line.title),
    ("节点、措施", lambda line: line.text),
    ("责任人", lambda line: line.owner),
    ("日期", lambda line: line.day),
    ("天数", lambda line: line.days_words),
    ("情况", lambda line: line.note),
)


@requires("rectification.export_dispatch")
def dispatch_export(request: HttpRequest) -> HttpResponse:
    court, week, lines, found = _asked(request)
    return export(
        user=request.user,
        action="rectification.export_dispatch",
        filename=f"每周调度{week.monday:%Y%m%d}.xlsx",
        sheet_title="每周调度",
        columns=COLUMNS,
        rows=found.left_of(lines),
        subject=court,
    )


@requires("rectification.export_dispatch")
def dispatch_pdf(request: HttpRequest) -> HttpResponse:
    court, week, lines, found = _asked(request)
    content = render_pdf(paper_kind(DISPATCH), _data(court, week, found.left_of(lines)))
    return _download(request, court, week, content, "pdf")


@requires("rectification.export_dispatch")
def dispatch_docx(request: HttpRequest) -> HttpResponse:
    """In the court's own template, if it has one."""
    court, week, lines, found = _asked(request)
    kind = paper_kind(DISPATCH)
    printed = render_docx(kind, _data(court, week, found.left_of(lines)), template_of(court, DISPATCH))
    say_of_template(request, kind, printed)
    return _download(request, court, week, printed.content, "docx")


def _data(court: Court, week: Week, lines: list[Line]) -> dict[str, Any]:
    counts = Counter(line.kind for line in lines)
    figures = "，".join(f"{kind.label} {counts[kind]} 项" for kind in DispatchKind if counts[kind])
    span = f"{week.monday:%Y-%m-%d} 至 {week.sunday:%Y-%m-%d}"
    tables = [_table(name, list(own)) for name, own in groupby(lines, key=lambda line: line.branch_name)]
    return {
        "title": "每周调度",
        "court": court.name,
        "until": f"{span}　{figures or '本周没有事项'}",
        "tables": [table.data() for table in tables],
    }


def _table(branch: str, lines: list[Line]) -> PaperTable:
    return PaperTable(
        title=branch,
        heads=("类别", "事项、问题", "节点、措施", "责任人", "日期", "情况"),
        rows=[
            (
                str(line.kind.label),
                line.title,
                line.text,
                line.owner,
                f"{line.day:%Y-%m-%d}",
                "，".join(filter(None, (line.days_words, line.note))),
            )
            for line in lines
        ],
        widths=(18, 34, 36, 14, 18, 36),
    )


def _download(request: HttpRequest, court: Court, week: Week, content: bytes, ending: str) -> HttpResponse:
    return document_response(
        user=request.user,
        action="rectification.export_dispatch",
        subject=court,
        filename=f"每周调度{week.monday:%Y%m%d}.{ending}",
        content=content,
    )
