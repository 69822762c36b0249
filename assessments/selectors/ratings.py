"""Ratings as they were stored: the branches' rows, and the shape that other systems hold on to."""

from typing import Any

from assessments.models import Rating, StarRating
from assessments.selectors.printed import number


def rows_of(rating: Rating) -> list[StarRating]:
    """The branches of a rating fetched before, in the court's order (1 query)."""
    rows = StarRating.objects.within(rating.court).filter(rating=rating).select_related("branch", "problem")
    return list(rows.order_by("branch__order", "branch_id"))


def rating_as_printed(rating: Rating) -> dict[str, Any]:
    """`rate --format json`: the same rating prints the same."""
    return {
        "court": rating.court.name,
        "year": rating.year,
        "cap": rating.cap,
        "branches": [_branch(row) for row in rows_of(rating)],
    }


def _branch(row: StarRating) -> dict[str, Any]:
    return {
        "branch": row.branch.name,
        "applied_for": row.applied_for,
        "points": None if row.points is None else number(row.points),
        "stars": row.stars,
        "change": row.change or None,
        "gates_failed": row.gates_failed,
        "gates_unknown": row.gates_unknown,
        "consequences": row.consequences,
        "provisional": row.provisional,
    }
