"""One branch in an assessment: its row of the present revision, and who may still be given points."""

from datetime import date

from django.db.models import F, QuerySet

from assessments.choices import AssessmentState, ObjectionState
from assessments.models import Assessment, BranchScore, Objection
from branches.models import Branch


def present(rows: QuerySet[BranchScore]) -> QuerySet[BranchScore]:
    """Of `rows` those of each assessment's present revision."""
    return rows.filter(revision=F("assessment__revision"))


def present_score(assessment: Assessment, branch: Branch) -> BranchScore:
    """The branch's row. Raises DoesNotExist for a branch that is not assessed."""
    rows = BranchScore.objects.within(branch).filter(assessment=assessment, revision=assessment.revision)
    return rows.select_related("assessment__standard", "assessment__court", "branch__court").get()


class OpenCodes:
    """For which indicators of a branch a reviewer may give points: all until the assessment is published; then those
    of which an objection was accepted, until it is closed (1 query)."""

    def __init__(self, assessment: Assessment, branch: Branch) -> None:
        self._all = assessment.state == AssessmentState.COMPUTED
        self._codes: set[str] = set()
        if assessment.state == AssessmentState.PUBLISHED:
            rows = Objection.objects.within(branch).filter(assessment=assessment, state=ObjectionState.ACCEPTED)
            self._codes = set(rows.values_list("code", flat=True))

    def __contains__(self, code: str) -> bool:
        return self._all or code in self._codes or "" in self._codes


def may_object(assessment: Assessment, on: date) -> bool:
    """Whether it is published and the days for objections are not over."""
    until = assessment.objections_until
    return assessment.state == AssessmentState.PUBLISHED and until is not None and on <= until
