"""What the page of a branch shows of this app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from branches.models import Branch
from core.access import requires
from core.clock import today
from rectification.choices import NOT_CLOSED, ProblemState
from rectification.links import problems_url
from rectification.models import Measure, Problem
from rectification.selectors.figures import figures_among, linked
from rectification.selectors.problems import of_branch, problems_for_list, rows_of
from rectification.selectors.standing import problems_on

FEW = 5


@requires("rectification.view_problems")
def branch_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The branch's figures and its first open problems: a fragment of its page."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=branch_pk)
    day, user = today(), request.user
    problems = of_branch(user, Problem.objects.visible_to(user), branch, day)
    measures = Measure.objects.visible_to(user).filter(branch=branch)
    own = of_branch(user, problems_on(problems_for_list(user), day), branch, day)
    still_open = own.exclude(state=ProblemState.CLOSED).order_by("number")
    context = {
        "branch": branch,
        "day": day,
        "figures": linked(figures_among(problems, measures, day), on=day, branch=branch.pk),
        "rows": rows_of(user, list(still_open[:FEW]), day),
        "more": max(still_open.count() - FEW, 0),
        "list_url": problems_url(on=day, branch=branch.pk, state=NOT_CLOSED),
    }
    return render(request, "rectification/_branch_panel.html", context)
