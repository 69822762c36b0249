"""How a branch stands at the moment, and what would raise it: its own page, and a panel of the branch's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.permissions import is_of_branch
from assessments.selectors.standing_now import chances_now, standing_now
from branches.models import Branch
from core.access import ensure, requires
from core.clock import today

OF_BRANCH = "assessments.view_of_branch"
FEW = 5


def _branch_for(request: HttpRequest, branch_pk: int) -> Branch:
    branch: Branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, OF_BRANCH, branch)
    return branch


@requires(OF_BRANCH)
def now(request: HttpRequest, branch_pk: int) -> HttpResponse:
    branch = _branch_for(request, branch_pk)
    context: dict[str, Any] = {
        "branch": branch,
        "on": today(),
        "standing": standing_now(request.user, branch, today()),
        "may_self_assess": is_of_branch(request.user, branch),
    }
    return render(request, "assessments/now.html", context)


@requires(OF_BRANCH)
def branch_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """What would raise the score most: a fragment of the branch's page."""
    branch = _branch_for(request, branch_pk)
    chances = chances_now(request.user, branch, today())
    context = {"branch": branch, "chances": chances[:FEW], "more": max(len(chances) - FEW, 0)}
    return render(request, "assessments/_branch_panel.html", context)
