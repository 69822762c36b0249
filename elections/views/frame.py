"""What the pages of one election share: fetched within the user's scope, one form, the rules' figures beside it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from branches.models import Branch, Limit
from core.access import ensure
from core.clock import today
from core.editing import PageForm, form_page
from core.errors import EditConflict
from elections.choices import MAY_FOLLOW, StepKind
from elections.models import TermElection
from elections.selectors.figures import Figures
from elections.selectors.steps import last_step, stage_of
from elections.selectors.terms import take_up_term

Save = Callable[[dict[str, Any]], Any]


def election_for(request: HttpRequest, pk: int, permission: str) -> TermElection:
    """404 for an election that the user does not see, 403 for one that is not theirs to act on."""
    rows = TermElection.objects.visible_to(request.user).select_related("branch__court", "court", "term")
    election = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, election)
    take_up_term(election)
    return election


def branch_for(request: HttpRequest, pk: int, permission: str) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, permission, branch)
    return branch


def last_order(election: TermElection) -> int:
    """The number of the last step, for a form to say where it was opened."""
    last = last_step(election)
    return last.order if last else 0


def page_of_election(election: TermElection) -> str:
    return reverse("elections:election", args=[election.pk])


def tips_of(figures: Figures, *codes: str) -> list[dict[str, str]]:
    """The figures that bind a form, each with where it stands."""
    return [tip_of(figures.limits[code]) for code in codes]


def tip_of(limit: Limit) -> dict[str, str]:
    figure = f"{limit.figure}{limit.unit}" if limit.unit == "%" else f"{limit.figure} {limit.unit}"
    return {"label": limit.get_code_display(), "figure": figure, "source": limit.cited}


def by_service(request: HttpRequest, election: TermElection, service: Callable[..., Any]) -> Save:
    """Takes the step with what its form asks for."""
    return lambda values: service(election=election, today=today(), by=request.user, **values)


def step_page(
    request: HttpRequest,
    election: TermElection,
    kind: StepKind,
    form: PageForm,
    save: Save,
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    """The form of a step. Opened when the step is not the next one, it leads back to the election and says so."""
    here = page_of_election(election)

    def save_or_take_up(values: dict[str, Any]) -> Any:
        """Somebody was faster: the form goes on from where the election stands now, with what was typed."""
        try:
            return save(values)
        except EditConflict:
            form.data = form.data.copy()
            form.data["after"] = str(last_order(election))
            raise

    if request.method == "GET":
        stage = stage_of(election)
        if stage not in MAY_FOLLOW[kind]:
            messages.warning(request, f"换届现在是“{stage.label}”，这一步已经办过或还没有到。")
            return redirect(here)
    context = {
        "state": str(election.branch),
        "crumbs": [("换届", reverse("elections:list")), (str(election), here)],
        "back": here,
        **context,
    }
    return form_page(
        request, form, save_or_take_up, done=here, said=said, template="elections/step_form.html", **context
    )
