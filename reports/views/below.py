"""A court and the courts below it: sums, drawn from the roll-up."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from activities.engine import MonthFigures
from activities.models import ActivityKind
from branches.forms.filters import CourtFilter
from branches.models import Court
from core.access import allowed, requires
from core.clock import today
from core.exports import Column, export
from core.listing import Table, chips_of, page_of_list
from reports.forms import Question, question_of
from reports.selectors.below import BelowAnswer, below_answer
from reports.selectors.below_sums import Asked, CourtLine
from reports.selectors.below_tables import court_rows, courts_heat_map, percent
from reports.selectors.named.subtree import is_large
from reports.spans import WHOLE_YEAR, year_span
from reports.views.frame import court_for

NOTHING = MonthFigures()


@requires("reports.view_court")
def below(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards of the whole subtree, the heat map of one kind, and a line for each court of the next level."""
    asked = _asked(request, pk)
    row, question = asked.row, asked.question
    # Of what is found among thousands of courts, in the order of the tree, one page is asked.
    page = page_of_list(request, asked.courts) if asked.is_narrowed and "sort" not in request.GET else None
    answer = asked.answer(request.user, page.rows if page else asked.courts, request.GET.get("kind", ""))
    context = _table(answer.kinds).context(request, asked.found, answer.lines)
    if page:
        context["page"] = replace(page, rows=answer.lines)
    current = answer.shown
    lines = context["page"].rows
    return render(
        request,
        "reports/below.html",
        {
            **context,
            "court": row,
            "question": question,
            "state": f"{question}：{answer.whole.organization}。{_freshness(answer)}",
            "crumbs": _crumbs(request, row, question),
            "actions": [_own_page(row, question)],
            "is_waiting": answer.is_waiting,
            "kinds": [{"figures": _card(kind, answer)} for kind in answer.kinds],
            "current": current and _card(current, answer),
            "heat_map": _heat_map(lines, current, question),
            "table_rows": court_rows(lines, answer.kinds, question.query),
            "kept": dict(parse_qsl(question.query)) | _kept_kind(request),
        },
    )


@requires("reports.view_court")
def below_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same lines as a workbook."""
    asked = _asked(request, pk)
    row, question, answer = asked.row, asked.question, asked.answer(request.user, asked.courts)
    return export(
        user=request.user,
        action="reports.export_below",
        filename=f"{row.name}及下级法院{question.label}组织生活.xlsx",
        sheet_title=question.label,
        columns=_columns(answer.kinds),
        rows=_table(answer.kinds).ordered(request, answer.lines),
        subject=row,
    )


@dataclass(frozen=True)
class _Asked:
    """The courts of the next level or, where something is looked for, all that are found below."""

    row: Court
    question: Question
    found: CourtFilter
    is_narrowed: bool
    courts: list[Court]

    def answer(self, user: Any, courts: list[Court], kind: str = "") -> BelowAnswer:
        return below_answer(user, self.row, courts, _of(self.question), with_own=not self.is_narrowed, kind=kind)


def _asked(request: HttpRequest, pk: int) -> _Asked:
    row = court_for(request, pk)
    question = _answerable(question_of(request, today()), row)
    courts = Court.objects.within(row, with_below=True).exclude(pk=row.pk)
    found = CourtFilter(request.GET, courts, request=request)
    is_narrowed = bool(chips_of(request, found))
    shown = found.qs.order_by("path") if is_narrowed else courts.filter(parent=row).order_by("order", "pk")
    return _Asked(row, question, found, is_narrowed, list(shown))


def _answerable(question: Question, row: Court) -> Question:
    """The question or, where the engine would have to ask thousands of branches, that of this year up to today."""
    if _of(question).is_kept or not is_large(row):
        return question
    question.form.add_error(
        None,
        "本院和下级法院的党支部很多，这里只有近三年各时段当年内截至今天或者某月最后一天的汇总数；以下是今年截至今天的。",
    )
    return replace(question, span=year_span(question.today.year), part=WHOLE_YEAR, as_of=question.today)


def _of(question: Question) -> Asked:
    return Asked(question.span.start, question.span.end, question.as_of, question.today)


def _heat_map(lines: list[CourtLine], kind: ActivityKind | None, question: Question) -> SafeString | None:
    return courts_heat_map(lines, kind, question.months, question.query) if kind and lines else None


def _kept_kind(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("kind")
    return {"kind": kind} if kind else {}


@dataclass(frozen=True)
class Card:
    """One kind over the whole subtree. `open`: of the periods that end in the running month."""

    kind: ActivityKind
    held: int
    due: int
    met: int
    open: int
    not_known: int

    @property
    def percent(self) -> str:
        return percent(self.met, self.due) if self.due else ""


def _card(kind: ActivityKind, answer: BelowAnswer) -> Card:
    figures = answer.whole.kinds[kind.code]
    return Card(kind, figures.held, figures.due, figures.met, figures.open, figures.not_known)


def _freshness(answer: BelowAnswer) -> str:
    if answer.refreshed_at is None:
        return ""
    at = localtime(answer.refreshed_at)
    return f"数据更新于 {at.month}月{at.day}日 {at:%H:%M}。"


def _crumbs(request: HttpRequest, row: Court, question: Question) -> list[tuple[str, str]]:
    """The courts above, as far as the user reads their sums."""
    above = [int(part) for part in (row.path or "").strip("/").split("/") if part][:-1]
    courts = Court.objects.visible_to(request.user).filter(pk__in=above).order_by("path")
    return [
        (court.name, f"{reverse('reports:below', args=[court.pk])}?{question.query}")
        for court in courts
        if allowed(request.user, "reports.view_court", court)
    ]


def _own_page(row: Court, question: Question) -> dict[str, str]:
    url = f"{reverse('reports:court', args=[row.pk])}?{question.query}"
    return {"label": "本院各支部", "url": url, "icon": "building"}


def _table(kinds: list[ActivityKind]) -> Table:
    """Sorted by a kind: those that met the least of what was due first."""
    return Table(
        columns=[
            *(("court", "法院"), ("branches", "党支部"), ("members", "党员")),
            *((kind.code, kind.short_name) for kind in kinds),
        ],
        sorts={
            "court": lambda line: line.name,
            "branches": lambda line: line.organization.branches,
            "members": lambda line: line.organization.members,
            **{kind.code: lambda line, code=kind.code: _share(line.kinds.get(code, NOTHING)) for kind in kinds},
        },
        figures=["branches", "members", *(kind.code for kind in kinds)],
    )


def _share(figures: MonthFigures) -> float:
    """Of what was due; what nobody owed stands last."""
    return figures.met / figures.due if figures.due else 2


def _columns(kinds: list[ActivityKind]) -> list[Column]:
    columns: list[Column] = [
        ("法院", lambda line: line.name),
        ("党支部数", lambda line: line.organization.branches),
        ("党员数", lambda line: line.organization.members),
    ]
    for kind in kinds:
        for label, name in (("应开", "due"), ("达标", "met"), ("不详", "not_known")):
            columns.append((f"{kind.name}{label}", _getter(kind.code, name)))
    return columns


def _getter(code: str, name: str) -> Any:
    def value(line: CourtLine) -> int:
        return getattr(line.kinds.get(code, NOTHING), name)

    return value
