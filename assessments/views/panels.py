"""What the page of a branch shows of this app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from assessments.selectors.rating_page import stars_of_branch
from branches.models import Branch
from core.access import ensure, requires


@requires("assessments.view_of_branch")
def branch_stars(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The stars of each year and the plates: a fragment of the branch's page."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "assessments.view_of_branch", branch)
    return render(request, "assessments/_branch_stars.html", {"stars": stars_of_branch(request.user, branch)})
