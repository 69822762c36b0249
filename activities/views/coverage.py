"""Since when each branch keeps its records here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.choices import CoverageSource
from activities.forms import CoverageForm, CoveragesForm
from activities.forms.lists import CoverageFilter
from activities.selectors.coverage import branches_unstated, branches_with_coverage, standing_branches, stated_since
from activities.selectors.kinds import coverage_of
from activities.services import coverage_state, coverage_state_all
from branches.models import Branch, Court
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import refusals_on
from core.errors import Refused
from core.exports import export
from core.listing import Listing


@requires("activities.view_activities")
def coverage_list(request: HttpRequest) -> HttpResponse:
    """Every branch the user sees, with its spans; those without one first of all need to say since when."""
    courts = Court.objects.visible_to(request.user)
    menu = [
        {
            "label": f"登记{court}各支部",
            "url": reverse("activities:coverage_start", args=[court.pk]),
            "icon": "calendar",
        }
        for court in courts
        if allowed(request.user, "activities.state_coverages", court)
    ]
    context = {**COVERAGES.context(request, _filtered(request)), "menu": menu}
    return render(request, "activities/coverage_list.html", context)


@requires("activities.view_activities")
def coverage_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="activities.export_coverages",
        filename="记录起止.xlsx",
        sheet_title="记录起止",
        columns=EXPORT_COLUMNS,
        rows=COVERAGES.ordered(request, _filtered(request)),
    )


def _filtered(request: HttpRequest) -> CoverageFilter:
    return CoverageFilter(request.GET, branches_with_coverage(request.user, today()), request=request)


def _spans(branch: Branch) -> str:
    return "；".join(
        f"{span.starts_on} 至 {span.ends_on or '今'}（{span.get_source_display()}）" for span in branch.coverages.all()
    )


COVERAGES = Listing(
    columns=(("branch", "党支部"), ("court", "法院"), ("since", "起止")),
    sorts={
        "branch": ("court__path", "order", "id"),
        "court": ("court__path", "id"),
        "since": ("since", "id"),
    },
    default="branch",
)
EXPORT_COLUMNS = (
    ("法院", lambda branch: branch.court.name),
    ("党支部", lambda branch: branch.name),
    ("现在留存记录", lambda branch: branch.is_covered),
    ("最早一天", lambda branch: branch.since),
    ("起止", _spans),
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


@requires("activities.state_coverages", methods=("GET", "POST"))
def coverage_start(request: HttpRequest, court_pk: int) -> HttpResponse:
    """Asked when a court starts: since when each of its branches keeps records here."""
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=court_pk)
    ensure(request.user, "activities.state_coverages", court)
    branches = list(standing_branches(request.user, court, today()))
    data = request.POST if request.method == "POST" else None
    form = CoveragesForm(data, branches=branches, stated=stated_since(request.user, branches))
    if data is not None and form.is_valid():
        with refusals_on(form):
            count = coverage_state_all(dates=form.dates(), by=request.user, on=today())
        if not form.errors:
            messages.success(request, f"已登记 {count} 个党支部从哪天起在此留存记录")
            return redirect("activities:coverages")
    context = {
        "court": court,
        "form": form,
        "crumbs": [("组织生活", reverse("activities:list")), ("记录起止", reverse("activities:coverages"))],
    }
    return render(request, "activities/coverage_start.html", context, status=422 if form.errors else 200)


@requires("activities.state_coverages")
def coverage_hint(request: HttpRequest, court_pk: int) -> HttpResponse:
    """A fragment under an import that is done: which branches have not said since when."""
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=court_pk)
    ensure(request.user, "activities.state_coverages", court)
    unstated = branches_unstated(request.user, court, today())
    return render(request, "activities/coverage_hint.html", {"court": court, "unstated": unstated})


def _stated(request: HttpRequest, branch: Branch, form: CoverageForm) -> bool:
    if not form.is_valid():
        return False
    try:
        coverage_state(branch=branch, since=form.cleaned_data["since"], by=request.user, on=today())
    except Refused as refused:
        form.add_error("since", "；".join(refused.reasons))
        return False
    return True
