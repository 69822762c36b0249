"""Assessments as lists and pages show them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet

from activities.models import PeriodLock
from assessments.choices import ObjectionState, ReviewState
from assessments.models import Assessment, AssessmentStep, BranchScore, Objection, Review
from assessments.periods import Span
from assessments.permissions import is_of_committee
from assessments.selectors.sheets import sheets_of
from branches.models import Court


def assessments_of(user: Any) -> QuerySet[Assessment]:
    """Those that the user knows of."""
    return Assessment.objects.visible_to(user).select_related("court", "standard")


def stored_assessment(court: Court, span: Span) -> Assessment | None:
    """The court's own of a span, if there is one."""
    rows = Assessment.objects.within(court).select_related("court", "standard")
    return rows.filter(court=court, year=span.year, quarter=span.quarter).first()


def take_up_figures(user: Any, assessments: Collection[Any]) -> None:
    """Give each of a page's assessments its `scores` (those of branches that the user sees) and, while it is not
    closed, how many of their indicators are `waiting` for somebody: that is the affair of the own court's committee,
    None for others. As many queries for one as for many."""
    running = [row for row in assessments if not row.is_closed and is_of_committee(user, row)]
    seen: defaultdict[int, list[BranchScore]] = defaultdict(list)
    scores = BranchScore.objects.visible_to(user).filter(assessment__in=assessments, revision=F("assessment__revision"))
    for score in scores.defer("scores", "records").select_related("branch").order_by("branch__order", "branch_id"):
        seen[score.assessment_id].append(score)
    for row in assessments:
        row.scores_seen = seen[row.pk]
        row.waiting = None
    _count_waiting(running)


def _count_waiting(assessments: Collection[Any]) -> None:
    """What waits of those that have their `scores_seen`: the sum that is stored with each, and only where a second
    reviewer is waited for the entries themselves."""
    rows = Review.objects.unscoped("reviews of assessments fetched before")
    seconds = rows.filter(assessment__in=assessments, state=ReviewState.WAITS)
    pairs = set(seconds.values_list("assessment_id", "branch_id"))
    scores = BranchScore.objects.unscoped("scores of assessments fetched before")
    sheets = sheets_of(scores.filter(branch__in={branch for _, branch in pairs}), assessments)
    for row in assessments:
        stored = sum(each.unknown for each in row.scores_seen if (row.pk, each.branch_id) not in pairs)
        looked_at = (each for each in sheets[row.pk].rows if (row.pk, each.branch.pk) in pairs)
        row.waiting = stored + sum(len(each.waiting()) for each in looked_at)


def steps_of(assessment: Assessment) -> list[AssessmentStep]:
    """What was done with it, the latest first."""
    rows = AssessmentStep.objects.within(assessment.court).filter(assessment=assessment)
    return list(rows.select_related("recorded_by").order_by("-pk"))


def changed_branches(assessment: Assessment) -> int:
    """How many branches have other scores in the present revision than in the one before."""
    rows = BranchScore.objects.within(assessment.court).filter(assessment=assessment)
    now, before = (
        {row.branch_id: row.scores for row in rows.filter(revision=revision)}
        for revision in (assessment.revision, assessment.revision - 1)
    )
    return sum(now.get(branch) != before.get(branch) for branch in {*now, *before})


def open_objections(assessment: Assessment) -> int:
    rows = Objection.objects.within(assessment.court).filter(assessment=assessment)
    return rows.filter(state=ObjectionState.OPEN).count()


def holds_lock(lock: PeriodLock) -> str:
    """Why a lock that an assessment put on its quarter is not opened by hand."""
    held = Assessment.objects.within(lock.court).filter(lock=lock).first()
    if held is None:
        return ""
    return f"{held}已定稿，这个季度由它锁定；确需改动的，请到“季度考评”重新开放{held}，季度随之开放。"
