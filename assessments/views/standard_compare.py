"""Two standards beside each other: the year before and this one, or an edition and the next."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.forms.standards import CompareForm
from assessments.models import Standard
from assessments.selectors.standard_difference import difference
from assessments.selectors.standards import standards_seen
from assessments.views.standard_frame import crumbs_of, standard_for
from core.access import requires


@requires("assessments.view_standards")
def standard_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """With the one that `with=` names; by default the one it was copied from, else the one before it."""
    standard = standard_for(request, pk, "assessments.view_standards")
    others = standards_seen(request.user).exclude(pk=standard.pk).order_by("court_id", "-year", "-edition", "pk")
    form = CompareForm(request.GET if "with" in request.GET else None, others=others)
    if form.is_bound and not form.is_valid():
        raise Http404
    other = form.cleaned_data["with"] if form.is_bound else _before(standard, list(others))
    if not form.is_bound:
        form.initial["with"] = other
    context = {
        "standard": standard,
        "other": other,
        "form": form,
        "difference": difference(other, standard) if other else None,
        "crumbs": crumbs_of(standard),
    }
    return render(request, "assessments/standard_difference.html", context)


def _before(standard: Standard, others: list[Standard]) -> Standard | None:
    """Of those the user sees."""
    copied = next((each for each in others if each.pk == standard.copied_from_id), None)
    own = [each for each in others if each.court_id == standard.court_id and _place(each) < _place(standard)]
    return copied or max(own, key=_place, default=None) or next((each for each in others if each.is_shipped), None)


def _place(standard: Standard) -> tuple[int, int]:
    return standard.year or 0, standard.edition
