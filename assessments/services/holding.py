"""How everything that is done with an assessment begins: it is held, and nobody decides on a branch of their own."""

from typing import Any

from assessments.models import Assessment
from branches.models import Branch, Court
from branches.permissions import is_officer_of
from core.errors import Refused


def hold(assessment: Assessment) -> Assessment:
    """The assessment as it is now, locked until the transaction ends; the court first, as whoever computes does."""
    Court.objects.within(assessment.court).select_for_update(no_key=True).get()
    rows = Assessment.objects.within(assessment.court).select_related("court", "standard", "lock__court")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=assessment.pk)


def ensure_not_own(branch: Branch, by: Any, words: str) -> None:
    """Raise Refused with `words` for an officer of the branch who is of the committee too."""
    if is_officer_of(by, branch):
        raise Refused(words)
