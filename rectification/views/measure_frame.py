"""What the pages of one measure share: fetched within the user's scope, its address, its crumbs."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import ensure
from rectification.models import Measure

LONGEST_CRUMB = 20


def measure_for(request: HttpRequest, pk: int, permission: str) -> Measure:
    """404 for a measure that the user does not see, 403 for one that is not theirs to act on."""
    rows = Measure.objects.visible_to(request.user)
    measure = get_object_or_404(rows.select_related("problem__court", "branch", "owner", "court"), pk=pk)
    ensure(request.user, permission, measure)
    return measure


def page_of_measure(measure: Measure) -> str:
    return reverse("rectification:measure", args=[measure.pk])


def crumbs_of(measure: Measure) -> list[tuple[str, str]]:
    return [("整改措施", reverse("rectification:measures")), (shortened(measure), page_of_measure(measure))]


def shortened(measure: Measure) -> str:
    """The measure in a line."""
    text = measure.text
    return text if len(text) <= LONGEST_CRUMB else f"{text[:LONGEST_CRUMB]}…"
