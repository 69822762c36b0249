"""Where an assessment, a branch's scores and the review of an indicator are shown."""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from assessments.choices import ObjectionState
from assessments.models import Assessment


def page_of(assessment: Assessment, name: str = "assessment", **query: Any) -> str:
    address = reverse(f"assessments:{name}", args=[assessment.pk])
    return f"{address}?{urlencode(query)}" if query else address


def score_url(assessment_id: int, branch_id: int, code: str = "") -> str:
    """The branch's score page, at the indicator if one is named."""
    address = _reverse("score", assessment_id, branch_id)
    return f"{address}#{code}" if address and code else address


def review_url(assessment_id: int, branch_id: int, code: str) -> str:
    return _reverse("review", assessment_id, branch_id, code)


def standard_url(standard_id: int) -> str:
    return _reverse("standard", standard_id)


def objections_url(assessment: Assessment) -> str:
    """The open ones of an assessment."""
    address = _reverse("objections")
    asked = {"assessment": str(assessment.pk), "state": str(ObjectionState.OPEN)}
    return f"{address}?{urlencode(asked)}" if address else ""


def _reverse(name: str, *args: Any) -> str:
    try:
        return reverse(f"assessments:{name}", args=args)
    except NoReverseMatch:
        return ""
