"""The six lists: all of them with their figures, one of them as a page, a file and a paper, and its names."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from branches.models import Court
from branches.selectors.templates import template_of
from core.access import allowed, requires
from core.as_of import DayForm, day_asked
from core.clock import today
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from core.documents.parts import PaperTable
from core.editing import form_page, posted
from core.exports import Column, export
from core.listing import Listing
from rectification.choices import MeasureState
from rectification.forms.work_lists import (
    ListFilter,
    ListSettingsForm,
    branch_choices,
    initial_of_settings,
)
from rectification.list_papers import WORK_LIST
from rectification.models import WorkList
from rectification.selectors.work_lists import (
    ListCounts,
    ListRow,
    ListSpec,
    aspects_of,
    counts_of,
    court_of_lists,
    items_without_nodes,
    list_of,
    list_row,
    lists_of,
    rows_of,
    source_of,
)
from rectification.services import work_list_set

TITLE = "工作清单"
MOST_WAITING = 50
# Weights of the columns on paper.
WIDTHS = {"aspect": 14, "title": 26, "node": 32, "progress": 32, "branch": 18, "owner": 12}
DATE_WIDTH = 16
# Of a page in mm.
TEXT_WIDTH = 156


def court_for(request: HttpRequest) -> Court:
    court = court_of_lists(request.user)
    if court is None:
        raise Http404
    return court


def spec_for(request: HttpRequest, slug: str) -> tuple[Court, ListSpec]:
    court = court_for(request)
    spec = list_of(court, slug)
    if spec is None:
        raise Http404
    return court, spec


def address(spec: ListSpec, name: str = "work_list", **query: Any) -> str:
    url = reverse(f"rectification:{name}", args=[spec.slug])
    return f"{url}?{urlencode(query)}" if query else url


@requires("rectification.view_lists")
def work_lists(request: HttpRequest) -> HttpResponse:
    """The six with their figures of a day; a list that is not in use is shown to those who can take it up again."""
    court = court_for(request)
    on = day_asked(request)
    counts = counts_of(request.user, court, on)
    may_manage = allowed(request.user, "rectification.work_list_settings", court)
    rows = [
        (spec, _figures(spec, counts.get(spec.code, ListCounts()), on))
        for spec in lists_of(court)
        if may_manage or not spec.is_off
    ]
    context = {"court": court, "on": on, "rows": rows, "may_manage": may_manage, "form": DayForm(request.GET)}
    return render(request, "rectification/work_lists.html", context)


def _figures(spec: ListSpec, counts: ListCounts, on: Any) -> list[tuple[int, str]]:
    """Each figure with the address of the rows that it counts."""
    states = (None, *MeasureState)
    figures = (counts.all, counts.done, counts.on_schedule, counts.overdue)
    queries = ({"on": on.isoformat(), **({"state": state.value} if state else {})} for state in states)
    return [(figure, address(spec, **query)) for figure, query in zip(figures, queries, strict=True)]


def _filtered(request: HttpRequest, court: Court, spec: ListSpec) -> tuple[ListFilter, Listing]:
    on = day_asked(request)
    source = source_of(spec.code)
    found = ListFilter(
        request.GET,
        rows_of(request.user, court, spec.code, on),
        request=request,
        spec=spec,
        aspects=aspects_of(request.user, court, spec.code),
        branches=branch_choices(request.user, court, today()),
    )
    sorts = {
        "aspect": source.order,
        "branch": ("branch__order", *source.order),
        "owner": (source.owner, *source.order),
        "due_on": (source.due_on, *source.order),
        "state": (source.state, *source.order),
    }
    return found, Listing(spec.columns, sorts, "aspect")


@requires("rectification.view_lists")
def work_list(request: HttpRequest, slug: str) -> HttpResponse:
    court, spec = spec_for(request, slug)
    found, listing = _filtered(request, court, spec)
    context = listing.context(request, found)
    rows = _grouped([list_row(spec.code, row) for row in context["page"].rows])
    waiting = [] if spec.is_taken else list(items_without_nodes(request.user, court, spec.code)[:MOST_WAITING])
    may_manage = allowed(request.user, "rectification.work_item_create", court)
    context |= {
        "spec": spec,
        "page": replace(context["page"], rows=rows),
        "keys": [key for key, _ in spec.columns],
        "on": day_asked(request),
        "waiting": waiting,
        "may_manage": may_manage,
        "new_url": address(spec, "work_item_new") if may_manage and not spec.is_taken else "",
        "export_url": address(spec, "work_list_export"),
        "crumbs": [(TITLE, reverse("rectification:work_lists"))],
        "menu": _menu(request, spec, may_manage),
    }
    return render(request, "rectification/work_list.html", context)


def _grouped(rows: list[ListRow]) -> list[tuple[ListRow, bool, bool]]:
    """Each row with whether the aspect, and whether the item, is still that of the row above."""
    above = [None, *rows[:-1]]
    return [
        (
            row,
            last is not None and row.aspect == last.aspect,
            last is not None and (row.aspect, row.title) == (last.aspect, last.title),
        )
        for row, last in zip(rows, above, strict=False)
    ]


def _menu(request: HttpRequest, spec: ListSpec, may_manage: bool) -> list[dict[str, str]]:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    printing = [
        {"label": "打印（PDF）", "url": address(spec, "work_list_pdf") + query, "icon": "printer"},
        {"label": "下载 Word", "url": address(spec, "work_list_docx") + query, "icon": "file-earmark-word"},
    ]
    writing = (
        []
        if spec.is_taken
        else [
            {"label": "粘贴录入", "url": address(spec, "work_items_paste"), "icon": "clipboard-plus"},
        ]
    )
    if spec.code == "TASKS":
        taking = reverse("rectification:work_items_take_over")
        writing.append({"label": "从主题教育引入任务", "url": taking, "icon": "flag"})
    settings = [{"label": "清单和列的名称", "url": address(spec, "work_list_settings"), "icon": "sliders"}]
    return [*writing, *printing, *settings] if may_manage else printing


def _rows(request: HttpRequest, court: Court, spec: ListSpec) -> list[ListRow]:
    """What is filtered, in the order of the page."""
    found, listing = _filtered(request, court, spec)
    return [list_row(spec.code, row) for row in listing.ordered(request, found)]


def _column(key: str, label: str) -> Column:
    if key in ("first_due_on", "due_on", "done_on"):
        return (label, lambda row: getattr(row, key))
    return (label, lambda row: row.text(key))


@requires("rectification.export_lists")
def work_list_export(request: HttpRequest, slug: str) -> HttpResponse:
    court, spec = spec_for(request, slug)
    return export(
        user=request.user,
        action="rectification.export_lists",
        filename=f"{spec.name}.xlsx",
        sheet_title=spec.name,
        columns=[_column(key, label) for key, label in spec.columns],
        rows=_rows(request, court, spec),
        subject=court,
    )


@requires("rectification.export_lists")
def work_list_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    court, spec = spec_for(request, slug)
    return _download(request, court, spec, render_pdf(paper_kind(WORK_LIST), _data(request, court, spec)), "pdf")


@requires("rectification.export_lists")
def work_list_docx(request: HttpRequest, slug: str) -> HttpResponse:
    """In the court's own template, if it has one."""
    court, spec = spec_for(request, slug)
    kind = paper_kind(WORK_LIST)
    printed = render_docx(kind, _data(request, court, spec), template_of(court, WORK_LIST))
    say_of_template(request, kind, printed)
    return _download(request, court, spec, printed.content, "docx")


def _data(request: HttpRequest, court: Court, spec: ListSpec) -> dict[str, Any]:
    rows = _rows(request, court, spec)
    on = day_asked(request)
    tables = [_table(spec, aspect, list(own)) for aspect, own in groupby(rows, key=lambda row: row.aspect)]
    return {
        "title": spec.name,
        "court": court.name,
        "until": f"截至{on.year}年{on.month}月{on.day}日，共 {len(rows)} 项",
        "tables": [table.data() for table in tables],
    }


def _table(spec: ListSpec, aspect: str, rows: Iterable[ListRow]) -> PaperTable:
    columns = [(key, label) for key, label in spec.columns if key != "aspect"]
    shares = [WIDTHS.get(key, DATE_WIDTH) for key, _ in columns]
    return PaperTable(
        title=aspect,
        heads=tuple(label for _, label in columns),
        rows=[tuple(row.text(key) for key, _ in columns) for row in rows],
        widths=tuple(TEXT_WIDTH * share // sum(shares) for share in shares),
    )


def _download(request: HttpRequest, court: Court, spec: ListSpec, content: bytes, ending: str) -> HttpResponse:
    return document_response(
        user=request.user,
        action="rectification.export_lists",
        subject=court,
        filename=f"{spec.name}.{ending}",
        content=content,
    )


@requires("rectification.work_list_settings", methods=("GET", "POST"))
def work_list_settings(request: HttpRequest, slug: str) -> HttpResponse:
    court, spec = spec_for(request, slug)
    form = ListSettingsForm(posted(request), spec=spec, initial=initial_of_settings(spec))

    def save(values: dict[str, Any]) -> WorkList:
        return work_list_set(court=court, code=spec.code, by=request.user, **form.choice())

    return form_page(
        request,
        form,
        save,
        done=address(spec),
        said="已保存。",
        saved_row=WorkList.objects.within(court).filter(code=spec.code).get,
        title=f"设置{spec.name}",
        state="清单和各列在页面、导出和打印里都用这里的名称。",
        crumbs=[(TITLE, reverse("rectification:work_lists")), (spec.name, address(spec))],
        back=address(spec),
    )
