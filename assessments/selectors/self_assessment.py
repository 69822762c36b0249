"""What a branch is asked of itself, and what it said."""

from assessments.choices import OPEN_STATES
from assessments.models import Assessment, BranchScore, SelfAssessment
from branches.models import Branch


def codes_asked(score: BranchScore) -> list[str]:
    """The indicators that the data does not answer: only of these a branch may say something."""
    return [code for code, entry in score.scores.items() if entry["state"] in OPEN_STATES]


def own_words(assessment: Assessment, branch: Branch) -> SelfAssessment | None:
    return SelfAssessment.objects.within(branch).filter(assessment=assessment).select_related("written_by").first()
