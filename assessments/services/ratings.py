"""Rating a year: every branch's stars computed from its points and stored as a snapshot with the reasons."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from assessments.models import Assessment, Rating, StarRating
from assessments.periods import WHOLE_YEAR, Span
from assessments.selectors.candidates import branches_on, candidates, figures_of
from assessments.selectors.standards import rulebook_of
from assessments.selectors.year import YearPoints, assessments_of, year_points
from assessments.services.compute import assess
from assessments.services.rated_years import hold_court
from assessments.stars import Candidate, Outcome, rate
from branches.models import Court
from core import audit
from core.changes import CONFLICT
from core.errors import EditConflict, Refused

# What is compared to tell whether a rating is the same as before.
SNAPSHOT = (
    *("branch_id", "applied_for", "points", "stars", "provisional", "change", "gates_failed", "gates_unknown"),
    *("reasons", "consequences", "position", "parts"),
)


@transaction.atomic
def rate_year(*, court: Court, year: int, by: Any, on: date, at: datetime) -> Rating:
    """The stars of the court's branches for `year`, computed and stored; the same again changes nothing.

    The year's own assessment is computed if there is none yet of the whole year. Raises Refused for a published rating
    and for a year that has not begun. `by` is None for a command.
    """
    hold_court(court)
    rating = Rating.objects.within(court).filter(year=year).select_for_update().first()
    if rating is not None and rating.published_on is not None:
        raise Refused(f"{year}年度星级评定已公布，确需重新评定的，请先收回并说明原因。")
    found = _assessed(court, year, by=by, on=on, at=at)
    facts, computed = _computed(court, found)
    if rating is None:
        rating = Rating(court=court, year=year, rated_at=at, **facts)
    elif _is_same(rating, facts, computed):
        return rating
    else:
        rating.version += 1
    return _store(rating, {**facts, "rated_at": at}, computed, by=by)


@transaction.atomic
def rating_reopen(*, rating: Rating, version: int, reason: str, by: Any) -> Rating:
    """Take the publication back, with a reason; what was done of it stands until it is published again."""
    current = hold_rating(rating, version)
    if current.published_on is None:
        raise Refused("这次星级评定还没有公布。")
    reason = reason.strip()
    if not reason:
        raise Refused("请填写收回的原因。", field="reason")
    current.published_on = current.published_by = None
    current.reopen_reason = reason
    current.version += 1
    current.full_clean()
    current.save()
    audit.record(actor=by, action="assessments.rating_reopen", subject=current, detail={"reason": reason})
    return current


def hold_rating(rating: Rating, version: int) -> Rating:
    """The rating as it is now, its court and itself locked; refused if somebody changed it since `version`."""
    hold_court(rating.court)
    rows = Rating.objects.within(rating.court).select_related("court", "standard", "assessment")
    current = rows.select_for_update(of=("self",)).get(pk=rating.pk)
    if current.version != version:
        raise EditConflict(CONFLICT)
    return current


def _assessed(court: Court, year: int, *, by: Any, on: date, at: datetime) -> list[Assessment]:
    """The assessments of the year, its own first: computed where there is none, or only an early one."""
    found, span = assessments_of(court, year), Span(year)
    as_of = span.as_of(on)
    if found and found[0].quarter == WHOLE_YEAR and not found[0].is_early(as_of):
        return found
    if not assess(court=court, span=span, as_of=as_of, by=by, on=on, at=at):
        raise Refused(f"{court}在{span.label}没有党支部，没有可以评定的。")
    return assessments_of(court, year)


def is_up_to_date(rating: Rating) -> bool:
    """Whether the stars would come out the same if they were computed now."""
    return _is_same(rating, *_computed(rating.court, assessments_of(rating.court, rating.year)))


def _computed(court: Court, assessments: list[Assessment]) -> tuple[dict[str, Any], list[StarRating]]:
    """What the rating is made by, and the rows of the branches, not saved, in their order."""
    own = assessments[0]
    branches = branches_on(court, own.as_of)
    points = year_points(assessments, own.standard.quarters_weight)
    figures = figures_of(own.standard, rulebook_of(own.standard), len(branches))
    entered = candidates(court, own.year, branches, points)
    outcomes = rate(entered, figures)
    pairs = zip(entered, outcomes, strict=True)
    facts = {"standard": own.standard, "assessment": own, "cap": figures.cap}
    return facts, [_row(court, *pair, points.get(pair[0].branch, YearPoints())) for pair in pairs]


def _row(court: Court, candidate: Candidate, outcome: Outcome, points: YearPoints) -> StarRating:
    return StarRating(
        court=court,
        branch_id=candidate.branch,
        applied_for=candidate.applied_for,
        points=candidate.points,
        stars=outcome.stars,
        provisional=points.unknown > 0,
        change=outcome.change or "",
        gates_failed=list(candidate.gates_failed),
        gates_unknown=list(candidate.gates_unknown),
        reasons=list(outcome.reasons),
        consequences=list(outcome.consequences),
        position=outcome.position,
        parts=_parts(points, outcome),
    )


def _parts(points: YearPoints, outcome: Outcome) -> dict[str, Any]:
    """Of what the points are made, and what decided where they are equal."""
    return {
        "quarters": [[code, _text(each)] for code, each in points.quarters.items()],
        "year": _text(points.year),
        "aspects": {code: _text(each) for code, each in points.aspects.items()},
        "unknown": points.unknown,
        "tie": outcome.tie,
    }


def _text(points: Any) -> str | None:
    return None if points is None else str(points)


def _is_same(rating: Rating, facts: Mapping[str, Any], computed: list[StarRating]) -> bool:
    if any(getattr(rating, name) != value for name, value in facts.items()):
        return False
    kept = {row.branch_id: _snapshot(row) for row in rating.stars.all()}
    return kept == {row.branch_id: _snapshot(row) for row in computed}


def _snapshot(row: StarRating) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in SNAPSHOT)


def _store(rating: Rating, facts: Mapping[str, Any], computed: list[StarRating], *, by: Any) -> Rating:
    """The new snapshot in the place of the old one; the problem that a branch was given stays with it."""
    for name, value in facts.items():
        setattr(rating, name, value)
    rating.full_clean()
    rating.save()
    problems = dict(rating.stars.exclude(problem=None).values_list("branch_id", "problem_id"))
    rating.stars.all().delete()
    for row in computed:
        row.rating, row.problem_id = rating, problems.get(row.branch_id)
    StarRating.objects.bulk_create(computed)
    detail = {"year": rating.year, "cap": rating.cap, "branches": len(computed)}
    audit.record(actor=by, action="assessments.rating_compute", subject=rating, detail=detail)
    return rating
