"""What the pages about one branch in an assessment share: the row fetched within the user's scope, addresses."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from assessments.models import BranchScore
from assessments.selectors.scores import present
from core.access import ensure

Crumbs = list[tuple[str, str]]


def score_for(request: HttpRequest, pk: int, branch_pk: int, permission: str) -> BranchScore:
    """404 for a branch or an assessment that the user does not see, 403 for what is not theirs to do."""
    rows = present(BranchScore.objects.visible_to(request.user))
    related = rows.select_related("assessment__standard", "assessment__court", "branch__court", "court")
    score = get_object_or_404(related, assessment=pk, branch=branch_pk)
    ensure(request.user, permission, score)
    return score


def page_of(score: Any, name: str = "score", *more: Any) -> str:
    return reverse(f"assessments:{name}", args=[score.assessment_id, score.branch_id, *more])


def crumbs_of(score: BranchScore) -> Crumbs:
    return [(f"{score.branch} {score.assessment}", page_of(score))]
