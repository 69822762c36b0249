"""What the first pages say of assessments: what waits for the committee, what a branch may object to."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from assessments.choices import AssessmentState
from assessments.models import Assessment, BranchScore
from assessments.selectors.assessments import assessments_of
from assessments.selectors.links import page_of, score_url
from assessments.selectors.sheets import sheets_of
from branches.models import Branch, Court


@dataclass(frozen=True)
class HomeLine:
    """One assessment: what there is to do with it, and where."""

    assessment: Assessment
    words: str
    url: str


def court_assessments(user: Any, court: Court, on: date) -> list[HomeLine]:
    """The court's assessments that are not closed; as many queries for one as for many."""
    running = list(assessments_of(user).filter(court=court).exclude(state=AssessmentState.CLOSED))
    sheets = sheets_of(BranchScore.objects.visible_to(user), running)
    return [_line_of_court(row, len(sheets[row.pk].waiting()), on) for row in running]


def _line_of_court(assessment: Assessment, waiting: int, on: date) -> HomeLine:
    if waiting:
        return HomeLine(assessment, f"待评审 {waiting} 项", page_of(assessment, "to_review"))
    page = page_of(assessment)
    if assessment.state == AssessmentState.COMPUTED:
        return HomeLine(assessment, "已评审完，可以公布", page)
    until = assessment.objections_until
    if until is not None and on <= until:
        return HomeLine(assessment, f"已公布，异议期至 {until:%Y-%m-%d}", page)
    return HomeLine(assessment, "异议期已满，可以定稿", page)


def branch_assessments(user: Any, branches: Collection[Branch], on: date) -> dict[int, list[HomeLine]]:
    """The branch's key → what was published and may still be objected to (1 query)."""
    rows = BranchScore.objects.visible_to(user).filter(
        branch__in=branches, revision=F("assessment__revision"), assessment__objections_until__gte=on
    )
    rows = rows.select_related("assessment").defer("scores", "records")
    found: defaultdict[int, list[HomeLine]] = defaultdict(list)
    for row in rows.order_by("assessment__objections_until", "pk"):
        words = f"已公布，可提异议至 {row.assessment.objections_until:%Y-%m-%d}"
        found[row.branch_id].append(HomeLine(row.assessment, words, score_url(row.assessment_id, row.branch_id)))
    return dict(found)
