"""What the pages of assessments share: the row within the user's scope, crumbs, the version that was read."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import Assessment
from assessments.selectors.assessments import assessments_of
from assessments.selectors.links import page_of
from core.access import ensure

LIST = "季度考评"


def assessment_for(request: HttpRequest, pk: int, permission: str) -> Assessment:
    """404 for an assessment that the user does not see, 403 for one that is not theirs to act on."""
    assessment = get_object_or_404(assessments_of(request.user), pk=pk)
    ensure(request.user, permission, assessment)
    return assessment


def seen_assessment(request: HttpRequest, pk: int) -> Assessment:
    """One to read: a court above reads what a lower court publishes and shares."""
    return get_object_or_404(assessments_of(request.user), pk=pk)


def crumbs_of(assessment: Assessment | None = None) -> list[tuple[str, str]]:
    here = [(str(assessment), page_of(assessment))] if assessment else []
    return [(LIST, reverse("assessments:list")), *here]
