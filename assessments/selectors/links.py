"""Where an assessment, a branch's scores and the review of an indicator are shown."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from assessments.choices import ObjectionState
from assessments.models import Assessment, Review

# Of plates: neither voided nor of a rating that was taken back.
STANDING = "STANDING"


def page_of(assessment: Assessment, name: str = "assessment", **query: Any) -> str:
    address = reverse(f"assessments:{name}", args=[assessment.pk])
    return f"{address}?{urlencode(query)}" if query else address


def score_url(assessment_id: int, branch_id: int, code: str = "") -> str:
    """The branch's score page, at the indicator if one is named."""
    address = reverse("assessments:score", args=[assessment_id, branch_id])
    return f"{address}#{code}" if code else address


def review_url(assessment_id: int, branch_id: int, code: str) -> str:
    return reverse("assessments:review", args=[assessment_id, branch_id, code])


def confirm_url(review: Review) -> str:
    """Where a second person says whether a review is to stand."""
    return reverse("assessments:review_confirm", args=[review.pk])


def rating_url(rating_id: int, **chosen: Any) -> str:
    """The branches of a rating. `chosen`: stars (0: none), change."""
    address = reverse("assessments:rating", args=[rating_id])
    return f"{address}?{urlencode(chosen)}" if chosen else address


def standard_url(standard_id: int) -> str:
    return reverse("assessments:standard", args=[standard_id])


def objections_url(assessment: Assessment) -> str:
    """The open ones of an assessment."""
    asked = {"assessment": str(assessment.pk), "state": str(ObjectionState.OPEN)}
    return f"{reverse('assessments:objections')}?{urlencode(asked)}"
