"""One branch in an assessment: its row of the present revision, and who may still be given points."""

from datetime import date

from django.db.models import F, QuerySet

from assessments.choices import OPEN_STATES, AssessmentState, ObjectionState, ReviewState
from assessments.models import Assessment, BranchScore, Objection, Review
from assessments.selectors.overlay import Entries
from branches.models import Branch


def present(rows: QuerySet[BranchScore]) -> QuerySet[BranchScore]:
    """Of `rows` those of each assessment's present revision."""
    return rows.filter(revision=F("assessment__revision"))


def present_score(assessment: Assessment, branch: Branch) -> BranchScore:
    """The branch's row. Raises DoesNotExist for a branch that is not assessed."""
    rows = BranchScore.objects.within(branch).filter(assessment=assessment, revision=assessment.revision)
    return rows.select_related("assessment__standard", "assessment__court", "branch__court").get()


class OpenCodes:
    """For which indicators of a branch a reviewer may give points: all until the assessment is published; then, until
    it is closed, those of which an objection was accepted in this publication, and what was published as not settled
    (2 queries). `entries`: what counts for the branch."""

    def __init__(self, score: BranchScore, entries: Entries) -> None:
        assessment = score.assessment
        self._all = assessment.state == AssessmentState.COMPUTED
        self._codes: set[str] = set()
        if assessment.state == AssessmentState.PUBLISHED:
            asked = {"assessment": assessment, "branch": score.branch_id}
            objected = Objection.objects.within(score.branch).filter(**asked, state=ObjectionState.ACCEPTED)
            self._codes.update(objected.filter(answered_version=assessment.version).values_list("code", flat=True))
            waiting = Review.objects.within(score.branch).filter(**asked, state=ReviewState.WAITS)
            self._codes.update(waiting.values_list("code", flat=True))
            self._codes.update(code for code, entry in entries.items() if entry["state"] in OPEN_STATES)

    def __contains__(self, code: str) -> bool:
        return self._all or code in self._codes or "" in self._codes


def may_object(assessment: Assessment, on: date) -> bool:
    """Whether it is published and the days for objections are not over."""
    until = assessment.objections_until
    return assessment.state == AssessmentState.PUBLISHED and until is not None and on <= until
