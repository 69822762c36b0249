"""A branch's dashboard and its figures as a workbook."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.engine import HeldDue, KindFigures, held_and_due
from branches.models import Branch
from branches.selectors.organization import organization_on
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from reports.charts import drawable, kinds_chart
from reports.forms import Question, question_of
from reports.heat import first_day, last_twelve_months
from reports.selectors.cards import cards_of
from reports.selectors.pages import free, kinds_heat_map, normed, records_url
from reports.selectors.sight import Sight, sight_of
from reports.tables import KIND_COLUMNS, KindLine
from reports.views.frame import branch_for


@requires("reports.view_branch")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """Held and due of one branch, kind by kind and month by month; its further blocks come by themselves."""
    row, question, answer = _asked(request, pk)
    kinds = normed(answer)
    sight = sight_of(request.user, row)
    return render(
        request,
        "reports/branch.html",
        {
            "branch": row,
            "question": question,
            "state": f"{row.court.name}，{question}：{organization_on(row, question.as_of)}。",
            "cards": cards_of(row, answer, sight, life_url="#table-head"),
            "heat_map": kinds_heat_map(answer, row, question.months, opens=sight.meetings),
            "kinds": [_with_urls(each, answer, row, sight) for each in kinds],
            "free_kinds": [_with_urls(each, answer, row, sight) for each in free(answer)],
            "charts": drawable(kinds_chart(kinds)),
            "unknown": answer.unknown(),
            "actions": _actions(request, row, question),
        },
    )


@requires("reports.view_branch")
def branch_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The last twelve months, for the branch's own page (a panel of core.panels)."""
    row = branch_for(request, pk)
    day = today()
    numbers = last_twelve_months(day)
    answer = held_and_due(row, start=first_day(numbers[0]), end=day.replace(month=12, day=31), as_of=day)
    heat_map = kinds_heat_map(answer, row, numbers, opens=sight_of(request.user, row).meetings)
    context = {"branch": row, "heat_map": heat_map}
    return render(request, "reports/_branch_panel.html", context)


@requires("reports.view_branch")
def branch_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as a workbook."""
    row, question, answer = _asked(request, pk)
    return export(
        user=request.user,
        action="reports.export_year",
        filename=f"{row.name}{question.label}组织生活.xlsx",
        sheet_title=question.label,
        columns=KIND_COLUMNS,
        rows=[KindLine(each.kind.name, row.name, each) for each in answer.kinds.values()],
        subject=row,
    )


def _actions(request: HttpRequest, row: Branch, question: Question) -> list[dict[str, str]]:
    if not allowed(request.user, "reports.print_handbook", row):
        return []
    url = f"{reverse('reports:handbook', args=[row.pk])}?year={question.year}"
    return [{"label": "支部工作手册", "url": url, "icon": "book"}]


def _with_urls(figures: KindFigures, answer: HeldDue, row: Branch, sight: Sight) -> dict[str, Any]:
    """A kind's figures, the list of what was held, and the map on the same page that shows what is missing."""
    opens = sight.meetings
    return {
        "figures": figures,
        "url": records_url(answer, figures.kind, branch=row) if opens else "",
        "persons_url": records_url(answer, figures.kind, branch=row, of_persons=True) if opens else "",
        "map_url": "#heat-head",
    }


def _asked(request: HttpRequest, pk: int) -> tuple[Branch, Question, HeldDue]:
    row = branch_for(request, pk)
    question = question_of(request, today())
    answer = held_and_due(row, start=question.span.start, end=question.span.end, as_of=question.as_of)
    return row, question, answer
