"""Rows of assessments in every court: a standard and a draft of one, a published quarter and one that is not, what
reviewers, branches and the committee say to it, last year's stars and what hangs on the wall."""

from datetime import date
from typing import TYPE_CHECKING, Any

from accounts.models import User
from assessments.models import (
    Application,
    Aspect,
    Assessment,
    AssessmentStep,
    BranchScore,
    DutyQuestion,
    DutyReview,
    Honour,
    Indicator,
    Objection,
    Rating,
    Review,
    ReviewFile,
    SelfAssessment,
    Shortfall,
    Standard,
    StarChange,
    StarRating,
    Veto,
)
from branches.models import Court
from core.attachments import FileKind, put
from rectification.models import Finding

if TYPE_CHECKING:
    from tests.access.world import World

ON = date(2024, 10, 8)
PUBLISHED = {"state": "PUBLISHED", "published_on": ON, "objections_until": date(2024, 12, 31)}
SCORES = {
    "B1": {"state": "SCORED", "points": "5.00", "of": "5", "inputs": {"met": 1, "due": 1}},
    "C6": {"state": "TO_REVIEW", "points": None, "of": "3"},
}
SUMS = {"points": 5, "of": 8, "known_of": 5, "unknown": 1}


def plant_assessments(world: "World", code: str, at: Any, author: User) -> None:
    """What the committee of a court has."""
    court = world.courts[code]
    standard = _plant_standard(world, code, court, 2024, "ADOPTED", ON)
    _plant_standard(world, code, court, 2025, "DRAFT", None)
    facts = {"court": court, "standard": standard, "as_of": date(2024, 9, 30), "computed_at": at, "medians": {}}
    assessment = world.plant(Assessment, code, **facts, **PUBLISHED, year=2024, quarter=3)
    waiting = world.plant(Assessment, code, **facts, year=2024, quarter=2)
    year = world.plant(Assessment, code, **facts, **PUBLISHED, year=2023, quarter=0)
    for each in (assessment, waiting, year):
        own = {"court": court, "assessment": each, "revision": 1, "on": ON}
        world.plant(AssessmentStep, code, **own, kind="COMPUTED", recorded_by=author)
    rated = {"court": court, "year": 2023, "standard": standard, "assessment": year, "cap": 1, "rated_at": at}
    world.plant(Rating, code, **rated, published_on=ON, published_by=author)
    _plant_duty_review(world, code, {"court": court, "tier": "COMMITTEE_SECRETARY"}, author)


def _plant_standard(
    world: "World", code: str, court: Court, year: int, state: str, adopted_on: date | None
) -> Standard:
    facts = {
        "court": court,
        "year": year,
        "state": state,
        "adopted_on": adopted_on,
        "tie_aspects": ["B"],
        "veto_stars": 3,
    }
    standard = world.plant(Standard, code, **facts)
    aspect = world.plant(Aspect, code, standard=standard, code="B")
    own = {"standard": standard, "aspect": aspect, "mark": "L", "table": {}}
    counted = {"way": "SHARE", "input": "PERIODS_MET", "params": {"kind": "BRANCH_ASSEMBLY"}}
    world.plant(Indicator, code, **own, **counted, code="B1", points=5, is_gate=True)
    world.plant(Indicator, code, **own, way="REVIEW", input="", params={}, code="C6", points=3)
    return standard


def plant_scores(world: "World", code: str, at: Any, author: User) -> None:
    """What stands of a branch in its court's assessments, and what it said."""
    branch = world.branches[code]
    own = {"court": branch.court, "branch": branch}
    for assessment in Assessment.all_rows.filter(court=branch.court):
        of_score = {**own, "assessment": assessment}
        world.plant(BranchScore, code, **of_score, revision=1, scores=SCORES, records={}, **SUMS)
        if assessment.year != 2024:
            continue
        given = {"code": "C6", "points": 2, "state": "STANDS", "on": ON, "recorded_by": author}
        review = world.plant(Review, code, **of_score, **given, second_words="")
        file = {"kind": FileKind.PNG, "digest": put(b"a picture"), "size": 9, "uploaded_at": at}
        world.plant(ReviewFile, code, **own, review=review, **file)
    assessment = Assessment.all_rows.get(court=branch.court, year=2024, quarter=3)
    of_score = {**own, "assessment": assessment}
    entries = {"C6": {"points": "3.00", "text": ""}}
    world.plant(SelfAssessment, code, **of_score, entries=entries, written_on=ON, written_by=author)
    objection = {"code": "C6", "raised_on": ON, "raised_by": author, "state": "OPEN", "answer": ""}
    world.plant(Objection, code, **of_score, **objection)
    world.plant(Shortfall, code, **of_score, code="B1", finding=Finding.all_rows.get(branch=branch, number=2))
    world.plant(Application, code, **own, year=2024, stars=4, applied_on=ON, applied_by=author)
    world.plant(Veto, code, **own, year=2024, on=ON, recorded_by=author, void_reason="")
    rating = Rating.all_rows.get(court=branch.court)
    lists = {name: [] for name in ("gates_failed", "gates_unknown", "reasons", "consequences")}
    rated = {"applied_for": 4, "points": 81, "stars": 4, "change": "NEW", "position": 1, "parts": {}, **lists}
    world.plant(StarRating, code, **own, rating=rating, **rated)
    world.plant(StarChange, code, **own, year=2023, act="AWARDED", stars=4, on=ON, rating=rating)
    _plant_duty_review(world, code, {**own, "tier": "BRANCH_SECRETARY"}, author)
    world.plant(
        Honour, code, **own, kind="RED_FLAG_BRANCH", year=2024, quarter=3, awarded_on=ON, title="", void_reason=""
    )


def _plant_duty_review(world: "World", code: str, own: dict[str, Any], author: User) -> None:
    votes = {"present": 10, "good": 8, "fair": 2, "result": "GOOD"}
    # Of a year before the one whose stars are published, which are counted from it.
    facts = {**own, **votes, "year": 2022, "held_on": date(2023, 1, 10), "recorded_by": author, "void_reason": ""}
    review = world.plant(DutyReview, code, **facts)
    world.plant(DutyQuestion, code, review=review, order=1)
