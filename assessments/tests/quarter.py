"""What the tests of an assessment's way share: reviews as rows, the way itself, addresses."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from assessments.choices import ReviewState
from assessments.models import Assessment, Objection, Review
from assessments.selectors.standards import rulebook_of
from assessments.services.workflow import assessment_close, assessment_publish, assessment_reopen
from assessments.tests.factories import TODAY, Case, at
from branches.models import Branch

# The first day on which the objections to what was published on TODAY are over.
OVER = date(2024, 4, 18)


def address(name: str, assessment: Assessment | None = None) -> str:
    return reverse(f"assessments:{name}", args=[assessment.pk] if assessment else [])


def review(
    case: Case, assessment: Assessment, branch: Branch, code: str = "C6", points: float | None = 3, **facts: Any
) -> Review:
    given = {"points": None if points is None else Decimal(str(points)), "evidence": "实地查看"}
    line = rulebook_of(assessment.standard).line(code)
    assert line is not None
    owner = {"court": case.court, "branch": branch, "assessment": assessment, "code": code, "asked": line.asks}
    return Review.objects.create(**owner, **given, on=TODAY, recorded_by=case.committee, **facts)


def waiting_review(case: Case, assessment: Assessment, branch: Branch, code: str = "B5", points: float = 1) -> Review:
    return review(case, assessment, branch, code, points, reason="另有记录", state=ReviewState.WAITS)


def settle(case: Case, assessment: Assessment) -> None:
    """Nothing waits any more."""
    for branch in (case.first, case.second):
        review(case, assessment, branch)


def objection(case: Case, assessment: Assessment) -> Objection:
    facts = {"text": "漏计一次", "raised_on": TODAY, "raised_by": case.secretary}
    return Objection.objects.create(court=case.court, branch=case.first, assessment=assessment, **facts)


def published(case: Case, assessment: Assessment, on: date = TODAY) -> Assessment:
    return assessment_publish(assessment=assessment, version=assessment.version, by=case.committee, on=on, at=at(on))


def closed(case: Case, assessment: Assessment, on: date = OVER) -> Assessment:
    return assessment_close(assessment=assessment, version=assessment.version, by=case.committee, on=on)


def reopened(case: Case, assessment: Assessment, on: date = OVER, reason: str = "漏计一次") -> Assessment:
    facts = {"version": assessment.version, "reason": reason, "by": case.committee, "on": on, "at": at(on)}
    return assessment_reopen(assessment=assessment, **facts)
