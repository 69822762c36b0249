"""Since when each branch keeps its records here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.choices import CoverageSource
from activities.forms import CoverageForm
from activities.selectors.kinds import coverage_of
from activities.services import coverage_state
from branches.models import Branch
from core.access import allowed, ensure, requires
from core.clock import today
from core.errors import Refused


@requires("activities.view_activities")
def coverage_list(request: HttpRequest) -> HttpResponse:
    """Every branch the user sees, with its spans; those without one first of all need to say since when."""
    branches = Branch.objects.visible_to(request.user).select_related("court").prefetch_related("coverages")
    return render(
        request, "activities/coverage_list.html", {"branches": branches.order_by("court__path", "order", "id")}
    )


@requires("activities.view_activities", methods=("GET", "POST"))
def coverage_page(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    spans = coverage_of(request.user, branch)
    stated = next((span.starts_on for span in spans if span.source == CoverageSource.STATED), None)
    form = CoverageForm(initial={"since": stated or today().replace(month=1, day=1)})
    if request.method == "POST":
        ensure(request.user, "activities.state_coverage", branch)
        form = CoverageForm(request.POST)
        if _stated(request, branch, form):
            messages.success(request, f"已登记：{branch}从 {form.cleaned_data['since']} 起在此留存记录")
            return redirect("activities:coverage", pk=pk)
    return render(
        request,
        "activities/coverage_page.html",
        {
            "branch": branch,
            "form": form,
            "spans": spans,
            "may_state": allowed(request.user, "activities.state_coverage", branch),
            "crumbs": [("组织生活", reverse("activities:list")), ("记录起止", reverse("activities:coverages"))],
        },
        status=422 if form.errors else 200,
    )


def _stated(request: HttpRequest, branch: Branch, form: CoverageForm) -> bool:
    if not form.is_valid():
        return False
    try:
        coverage_state(branch=branch, since=form.cleaned_data["since"], by=request.user, on=today())
    except Refused as refused:
        form.add_error("since", "；".join(refused.reasons))
        return False
    return True
