"""A branch's year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.engine import HeldDue, KindFigures, held_and_due
from branches.models import Branch
from branches.selectors.organization import organization_on
from core.access import allowed, ensure, requires
from core.clock import today
from core.exports import export
from reports.charts import kinds_chart
from reports.forms import Question, question_of
from reports.heat import first_day, last_twelve_months, year_window
from reports.selectors.pages import free, kinds_heat_map, normed, records_url, rectification_figures
from reports.tables import KIND_COLUMNS, KindLine


@requires("reports.view_branch")
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """Held and due of one branch, kind by kind and month by month."""
    row, question, answer = _asked(request, pk)
    kinds = normed(answer)
    return render(
        request,
        "reports/branch.html",
        {
            "branch": row,
            "question": question,
            "state": f"{row.court.name}，{question}：{organization_on(row, question.as_of)}。",
            "heat_map": kinds_heat_map(answer, row, year_window(question.year)),
            "kinds": [_with_urls(each, answer, row) for each in kinds],
            "free_kinds": [_with_urls(each, answer, row) for each in free(answer)],
            "charts": [kinds_chart(kinds)],
            "unknown": answer.unknown(),
            "rectification_figures": rectification_figures(request.user, row, question.as_of, opens=True),
            "actions": _actions(request, row, question),
        },
    )


@requires("reports.view_branch")
def branch_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The last twelve months, for the branch's own page (a panel of core.panels)."""
    row = _branch(request, pk)
    day = today()
    numbers = last_twelve_months(day)
    answer = held_and_due(row, start=first_day(numbers[0]), end=day.replace(month=12, day=31), as_of=day)
    context = {"branch": row, "heat_map": kinds_heat_map(answer, row, numbers)}
    return render(request, "reports/_branch_panel.html", context)


@requires("reports.view_branch")
def branch_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as a workbook."""
    row, question, answer = _asked(request, pk)
    return export(
        user=request.user,
        action="reports.export_year",
        filename=f"{row.name}{question.year}年组织生活.xlsx",
        sheet_title=f"{question.year}年",
        columns=KIND_COLUMNS,
        rows=[KindLine(each.kind.name, row.name, each) for each in answer.kinds.values()],
        subject=row,
    )


def _actions(request: HttpRequest, row: Branch, question: Question) -> list[dict[str, str]]:
    if not allowed(request.user, "reports.print_handbook", row):
        return []
    url = f"{reverse('reports:handbook', args=[row.pk])}?year={question.year}"
    return [{"label": "支部工作手册", "url": url, "icon": "book"}]


def _with_urls(figures: KindFigures, answer: HeldDue, row: Branch) -> dict[str, Any]:
    """A kind's figures, the list of what was held, and the map on the same page that shows what is missing."""
    return {
        "figures": figures,
        "url": records_url(answer, figures.kind, branch=row),
        "persons_url": records_url(answer, figures.kind, branch=row, of_persons=True),
        "map_url": "#heat-head",
    }


def _branch(request: HttpRequest, pk: int) -> Branch:
    row = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "reports.view_branch", row)
    return row


def _asked(request: HttpRequest, pk: int) -> tuple[Branch, Question, HeldDue]:
    row = _branch(request, pk)
    question = question_of(request, today())
    answer = held_and_due(row, start=question.span.start, end=question.span.end, as_of=question.as_of)
    return row, question, answer
