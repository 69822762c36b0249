"""The courts below: sums, court by court."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.engine import HeldDue, held_and_due
from activities.models import ActivityKind
from branches.forms.filters import CourtFilter
from branches.models import Court
from core.access import ensure, requires
from core.clock import today
from core.exports import Column, export
from core.listing import chips_of, page_of_list
from reports.forms import Question, question_of
from reports.selectors.pages import CourtFigures, by_court, normed, visible_courts


@requires("reports.view_court")
def below(request: HttpRequest, pk: int) -> HttpResponse:
    """Held and due of the court and of each court below it."""
    row, question, answer, found, lines = _asked(request, pk)
    page = page_of_list(request, lines)
    return render(
        request,
        "reports/below.html",
        {
            "court": row,
            "question": question,
            "state": f"{question}。下级法院只显示汇总数；同意共享记录的法院可以点开查看各支部。",
            "kinds": normed(answer),
            "page": page,
            "lines": [_cells(line, answer, question) for line in page.rows],
            "filter_form": found.form,
            "chips": chips_of(request, found),
            "kept": {"year": question.year, "as_of": question.as_of.isoformat()},
        },
    )


@requires("reports.view_court")
def below_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same table as a workbook."""
    row, question, answer, _, lines = _asked(request, pk)
    return export(
        user=request.user,
        action="reports.export_below",
        filename=f"{row.name}及下级法院{question.year}年组织生活.xlsx",
        sheet_title=f"{question.year}年",
        columns=_columns([each.kind for each in normed(answer)]),
        rows=lines,
        subject=row,
    )


def _asked(request: HttpRequest, pk: int) -> tuple[Court, Question, HeldDue, CourtFilter, list[CourtFigures]]:
    row = get_object_or_404(Court.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "reports.view_court", row)
    question = question_of(request, today())
    answer = held_and_due(row, start=question.span.start, end=question.span.end, as_of=question.as_of, with_below=True)
    found = CourtFilter(request.GET, Court.objects.visible_to(request.user), request=request)
    left = set(found.qs.values_list("pk", flat=True))
    below = [court for court in visible_courts(request.user) if (court.path or "").startswith(row.path or "/")]
    return row, question, answer, found, by_court(answer, [court for court in below if court.pk in left])


def _cells(line: CourtFigures, answer: HeldDue, question: Question) -> dict[str, Any]:
    """One court's figures by kind, each with the address of that court's page of the kind."""
    page = reverse("reports:court", args=[line.court.pk])
    cells = [
        {"figures": line.kinds.get(each.kind.code), "url": f"{page}?kind={each.kind.code}&{question.query}"}
        for each in normed(answer)
    ]
    return {"line": line, "cells": cells}


def _columns(kinds: list[ActivityKind]) -> list[Column]:
    columns: list[Column] = [("法院", lambda line: line.court.name), ("党支部数", lambda line: line.branches)]
    for kind in kinds:
        columns.append((f"{kind.name}应开", lambda line, code=kind.code: line.kinds[code].due))
        columns.append((f"{kind.name}达标", lambda line, code=kind.code: line.kinds[code].met))
        columns.append((f"{kind.name}不详", lambda line, code=kind.code: line.kinds[code].not_known))
    return columns
