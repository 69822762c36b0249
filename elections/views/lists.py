"""The list of branches by the day their election is due, its export, and the panel on a branch's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from branches.models import Branch
from core.access import allowed, requires
from core.clock import today
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of
from elections.choices import Stage
from elections.forms.filters import ElectionFilter
from elections.models import TermElection
from elections.selectors.branches import branches_for_list, standing_of_branch
from elections.selectors.steps import with_stage

SORTS = {
    "due_on": ("due_on", "id"),
    "branch": ("court__order", "court_id", "order", "id"),
    "planned_on": ("planned_on", "id"),
}
COLUMNS = (
    ("branch", "党支部"),
    ("starts_on", "本届起始"),
    ("due_on", "应于何日前换届"),
    ("state", "换届状态"),
    ("who", "由谁办理"),
    ("planned_on", "拟选举日期"),
)


def _filtered(request: HttpRequest) -> ElectionFilter:
    return ElectionFilter(request.GET, branches_for_list(request.user, today()), request=request)


def _with_standing(rows: list[Any]) -> list[Any]:
    on = today()
    for row in rows:
        row.standing = standing_of_branch(row, on)
    return rows


@requires("elections.view_elections")
def election_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    page = keyset_page_of(request, found.qs, sorts=SORTS, default="due_on")
    _with_standing(page.rows)
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="due_on"),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "several_courts": len({row.court_id for row in page.rows}) > 1,
        "mine": {row.pk for row in page.rows if allowed(request.user, "elections.request_election", row)},
    }
    return render(request, "elections/election_list.html", context)


@requires("elections.export_elections")
def election_export(request: HttpRequest) -> HttpResponse:
    rows = _with_standing(list(in_order(request, _filtered(request).qs, sorts=SORTS, default="due_on")))
    return export(
        user=request.user,
        action="elections.export_elections",
        filename="换届.xlsx",
        sheet_title="换届",
        columns=EXPORT_COLUMNS,
        rows=rows,
    )


EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("党支部", lambda row: row.name),
    ("本届起始", lambda row: row.starts_on),
    ("任期届满", lambda row: row.expires_on),
    ("经批准延期至", lambda row: row.postponed_to),
    ("应于何日前换届", lambda row: row.due_on),
    ("还有几天", lambda row: row.standing.days_left),
    ("换届状态", lambda row: row.standing.label),
    ("由谁办理", lambda row: row.standing.who),
    ("拟选举日期", lambda row: row.planned_on),
)


@requires("elections.view_elections")
def branch_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The branch's election in a line, and its elections so far: a fragment of the branch's page."""
    rows = branches_for_list(request.user, today())
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=branch_pk)
    listed = _with_standing(list(rows.filter(pk=branch_pk)))
    elections = with_stage(TermElection.objects.visible_to(request.user).filter(branch=branch)).order_by("-id")
    context = {
        "branch": branch,
        "row": listed[0] if listed else None,
        "elections": [(each, Stage(each.stage).label if each.stage else "") for each in elections],
        "may_begin": allowed(request.user, "elections.request_election", branch),
    }
    return render(request, "elections/_branch_panel.html", context)
