"""The committee's page of a court, and its year on a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.engine import HeldDue, KindFigures, held_and_due
from branches.choices import CourtLevel
from branches.models import Court
from branches.selectors.organization import organization_on
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from reports.charts import drawable, kinds_chart, months_chart
from reports.forms import Question, question_of
from reports.selectors.cards import cards_of
from reports.selectors.pages import branches_behind, branches_heat_map, free, normed, records_url, rectification_figures
from reports.selectors.sight import sight_of
from reports.tables import KIND_COLUMNS, kind_lines
from reports.views.frame import court_for


@requires("reports.view_court")
def court(request: HttpRequest, pk: int) -> HttpResponse:
    """The court's dashboard: cards, heat map of one kind, who is behind; its further blocks come by themselves."""
    row = court_for(request, pk)
    question = question_of(request, today())
    answer = _answer(row, question)
    life_url = f"{reverse('reports:court_year', args=[pk])}?{question.query}"
    cards = cards_of(row, answer, sight_of(request.user, row), life_url=life_url)
    context = _context(request, row, question, answer)
    return render(request, "reports/court.html", {**context, "cards": cards})


def court_context(request: HttpRequest, row: Court) -> dict[str, Any]:
    """What the committee's first page shows of its court, with the way to its dashboard."""
    question = question_of(request, today())
    context = _context(request, row, question, _answer(row, question))
    dashboard = f"{reverse('reports:court', args=[row.pk])}?{question.query}"
    return {**context, "menu": [{"label": "全院看板", "url": dashboard, "icon": "speedometer2"}, *context["menu"]]}


def _context(request: HttpRequest, row: Court, question: Question, answer: HeldDue) -> dict[str, Any]:
    by_branch = allowed(request.user, "reports.view_branches_of_court", row)
    kinds = normed(answer)
    codes = [each.kind.code for each in kinds]
    asked = request.GET.get("kind", "")
    current = asked if asked in codes else codes[0] if codes else ""
    heat_map = branches_heat_map(answer, current, question.months) if current and by_branch else None
    return {
        "court": row,
        "question": question,
        "kinds": [_with_urls(each, question, answer, row, by_branch) for each in kinds],
        "free_kinds": [_with_urls(each, question, answer, row, by_branch) for each in free(answer)],
        "current": answer.kinds.get(current),
        "heat_map": heat_map,
        "behind": branches_behind(answer) if by_branch else [],
        "by_branch": by_branch,
        "state": _state(row, question),
        "menu": _menu(row, question),
        "unknown_count": sum(each.not_known for each in kinds),
    }


@requires("reports.view_court")
def court_year(request: HttpRequest, pk: int) -> HttpResponse:
    """The year on a page: charts, and a table with held beside due."""
    row = court_for(request, pk)
    question = question_of(request, today())
    answer = _answer(row, question)
    kinds = normed(answer)
    by_branch = allowed(request.user, "reports.view_branches_of_court", row)
    return render(
        request,
        "reports/court_year.html",
        {
            "court": row,
            "question": question,
            "state": _state(row, question),
            "kinds": [_with_urls(each, question, answer, row, by_branch) for each in kinds],
            "free_kinds": [_with_urls(each, question, answer, row, by_branch) for each in free(answer)],
            "charts": drawable(kinds_chart(kinds), months_chart(answer)),
            "branch_lines": _branch_lines(answer) if by_branch else [],
            "unknown": answer.unknown() if by_branch else [],
            "rectification_figures": rectification_figures(request.user, row, question.as_of, opens=by_branch),
            "by_branch": by_branch,
        },
    )


@requires("reports.view_court")
def court_year_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The year's table as a workbook: the court's sums, then branch by branch where the user may see them."""
    row = court_for(request, pk)
    question = question_of(request, today())
    answer = _answer(row, question)
    by_branch = allowed(request.user, "reports.view_branches_of_court", row)
    return export(
        user=request.user,
        action="reports.export_year",
        filename=f"{row.name}{question.label}组织生活.xlsx",
        sheet_title=question.label,
        columns=KIND_COLUMNS,
        rows=kind_lines(answer, by_branch=by_branch),
        subject=row,
    )


def _state(row: Court, question: Question) -> str:
    return f"{question}：{organization_on(row, question.as_of)}。"


def _menu(row: Court, question: Question) -> list[dict[str, str]]:
    """Where to go on from the court's page, with the same year and as-of date."""
    year, below = reverse("reports:court_year", args=[row.pk]), reverse("reports:below", args=[row.pk])
    entries = [{"label": "年度报表", "url": f"{year}?{question.query}", "icon": "bar-chart"}]
    if row.level != CourtLevel.BASIC:
        entries.append({"label": "下级法院", "url": f"{below}?{question.query}", "icon": "diagram-3"})
    entries.append({"label": "大屏", "url": reverse("reports:wall", args=[row.pk]), "icon": "display"})
    return entries


def _answer(row: Court, question: Question) -> HeldDue:
    return held_and_due(row, start=question.span.start, end=question.span.end, as_of=question.as_of)


def _with_urls(
    figures: KindFigures, question: Question, answer: HeldDue, row: Court, by_branch: bool
) -> dict[str, Any]:
    """A kind's figures, the list of what was held (where the court shows it), and the map of what is missing."""
    return {
        "figures": figures,
        "url": records_url(answer, figures.kind, court=row) if by_branch else "",
        "persons_url": records_url(answer, figures.kind, court=row, of_persons=True) if by_branch else "",
        "map_url": f"{reverse('reports:court', args=[row.pk])}?kind={figures.kind.code}&{question.query}",
    }


def _branch_lines(answer: HeldDue) -> list[dict[str, Any]]:
    """One line a branch, one cell a kind that somebody owes, each with the address of its records."""
    kinds = normed(answer)
    lines = []
    for branch_id, branch in answer.branches.items():
        cells = [
            {
                "figures": each.branches.get(branch_id),
                "url": records_url(answer, each.kind, branch=branch),
            }
            for each in kinds
        ]
        lines.append({"branch": branch, "cells": cells})
    return lines
