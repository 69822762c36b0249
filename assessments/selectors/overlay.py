"""What reviewers gave, laid over the scores as they were computed: the one place that says what counts in the end."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from assessments.choices import ReviewState, ScoreState
from assessments.models import Assessment, BranchScore, Review

# (assessment, branch) → code → the last review that stands.
Standing = Mapping[tuple[int, int], Mapping[str, Review]]
Entries = dict[str, dict[str, Any]]


def reviews_standing(assessments: Collection[Assessment]) -> Standing:
    """Of assessments fetched before (1 query)."""
    found: defaultdict[tuple[int, int], dict[str, Review]] = defaultdict(dict)
    rows = Review.objects.unscoped("reviews of assessments fetched before")
    for review in rows.filter(assessment__in=assessments, state=ReviewState.STANDS).order_by("pk"):
        found[review.assessment_id, review.branch_id][review.code] = review
    return found


def overlaid(scores: Entries, reviews: Mapping[str, Review]) -> Entries:
    """The entries of one branch with what reviewers gave; each of those has the review's id under "review"."""
    return {code: _reviewed(entry, reviews[code]) if code in reviews else entry for code, entry in scores.items()}


def entries_of(score: BranchScore, standing: Standing) -> Entries:
    """What counts for one branch in the end."""
    return overlaid(score.scores, standing.get((score.assessment_id, score.branch_id), {}))


def _reviewed(entry: dict[str, Any], review: Review) -> dict[str, Any]:
    given = {"review": review.pk, "computed": entry["points"]}
    if review.points is None:
        return {**entry, **given, "state": str(ScoreState.NOT_APPLIED), "points": None}
    return {**entry, **given, "state": str(ScoreState.SCORED), "points": str(review.points)}
