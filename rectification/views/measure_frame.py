"""What the pages of one measure share: fetched within the user's scope, its address, its crumbs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import ensure
from core.editing import PageForm, form_page
from rectification.models import Measure
from rectification.views.problem_frame import crumbs_of as problem_crumbs

LONGEST_CRUMB = 12


def measure_for(request: HttpRequest, pk: int, permission: str) -> Measure:
    """404 for a measure that the user does not see, 403 for one that is not theirs to act on."""
    rows = Measure.objects.visible_to(request.user)
    measure = get_object_or_404(rows.select_related("problem__court", "branch", "owner", "court"), pk=pk)
    ensure(request.user, permission, measure)
    return measure


def page_of_measure(measure: Measure) -> str:
    return reverse("rectification:measure", args=[measure.pk])


def crumbs_of(measure: Measure) -> list[tuple[str, str]]:
    """Of a page below the measure."""
    return [*problem_crumbs(measure.problem), (shortened(measure), page_of_measure(measure))]


def shortened(measure: Measure) -> str:
    """The measure in a line."""
    text = measure.text
    return text if len(text) <= LONGEST_CRUMB else f"{text[:LONGEST_CRUMB]}…"


def measure_page(
    request: HttpRequest,
    measure: Measure,
    form: PageForm,
    save: Callable[[dict[str, Any]], Any],
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    """The form of one step of a measure; it leads back to the measure."""
    here = page_of_measure(measure)
    frame = {"state": measure.text, "crumbs": crumbs_of(measure), "back": here}
    return form_page(request, form, save, done=here, said=said, **{**frame, **context})
