"""What reviewers gave, laid over the scores as they were computed: the one place that says what counts in the end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from assessments.choices import ReviewState, ScoreState
from assessments.models import Assessment, BranchScore, Review
from assessments.rulebook import Line
from assessments.selectors.standards import rulebooks

# (assessment, branch) → code → the last review that stands.
Standing = Mapping[tuple[int, int], Mapping[str, Review]]
Entries = dict[str, dict[str, Any]]


def reviews_standing(assessments: Collection[Assessment]) -> Standing:
    """Of assessments fetched before, those that fit their standards (2 queries; 1 where nobody gave anything)."""
    last = last_reviews(assessments)
    if not last:
        return {}
    standards = {row.pk: row.standard for row in assessments}
    books = rulebooks(list({row.pk: row for row in standards.values()}.values()))
    return {key: fitting(own, books[standards[key[0]].pk].lines) for key, own in last.items()}


def last_reviews(assessments: Collection[Assessment]) -> Standing:
    """Of assessments fetched before, by whatever standard they were given (1 query)."""
    found: defaultdict[tuple[int, int], dict[str, Review]] = defaultdict(dict)
    rows = Review.objects.unscoped("reviews of assessments fetched before")
    for review in rows.filter(assessment__in=assessments, state=ReviewState.STANDS).order_by("pk"):
        found[review.assessment_id, review.branch_id][review.code] = review
    return found


def fitting(reviews: Mapping[str, Review], lines: Iterable[Line]) -> Mapping[str, Review]:
    """Those that count by a standard with these lines; what does not is asked anew."""
    by_code = {line.code: line for line in lines}
    return {code: review for code, review in reviews.items() if fits(review, by_code.get(code))}


def fits(review: Review, line: Line | None) -> bool:
    """Whether the standard still asks what the review answers, and has room for its points."""
    if line is None or review.asked != line.asks:
        return False
    return review.points is None or review.points <= line.of


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
