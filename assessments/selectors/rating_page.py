"""The page of a rating: its branches in the order of score, with what decided and what is done of the consequences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.choices import MOST_STARS, Change
from assessments.models import Rating, StarChange, StarRating, Veto
from assessments.models.ratings import TAKEN_BACK
from assessments.periods import Span
from assessments.permissions import is_of_branch_or_committee, is_of_committee
from assessments.selectors.candidates import figures_of
from assessments.selectors.followed import Followed, followed
from assessments.selectors.obstacles import missing_quarters, obstacles_of
from assessments.selectors.standards import rulebook_of
from assessments.stars import BEHIND, TALK, Figures, say_cap, tie_words
from branches.models import Branch

# How a change is shown: an icon's sign, and the kind of the tag.
SIGNS = {
    Change.NEW: ("＋", "info"),
    Change.UP: ("↑", "success"),
    Change.RESTORED: ("↺", "success"),
    Change.DOWN: ("↓", "warning"),
    Change.NONE: ("＝", "neutral"),
}


@dataclass(frozen=True)
class RatingRow:
    """One branch; `sign` and `kind` of its change, `done`: what is done of the consequences."""

    rated: StarRating
    sign: str
    kind: str
    gates: str
    done: Followed

    @property
    def stars_drawn(self) -> str:
        stars = self.rated.stars or 0
        return "★" * stars + "☆" * (MOST_STARS - stars)

    @property
    def quarters(self) -> list[tuple[str, str]]:
        """`2024年第一季度` with its points of 100."""
        given = self.rated.parts.get("quarters", [])
        return [(Span.named(code).label, points or "不详") for code, points in given]

    @property
    def year_points(self) -> str:
        return self.rated.parts.get("year") or "不详"

    @property
    def tie(self) -> str:
        return self.rated.parts.get("tie", "")

    @property
    def further(self) -> list[str]:
        """Consequences that nothing is followed up of."""
        return [words for words in self.rated.consequences if words != TALK]


@dataclass(frozen=True)
class RatingPage:
    """`is_ordered`: whether the rows stand in the order of score, which only the committee reads."""

    rows: list[RatingRow]
    is_ordered: bool
    figures: Figures
    cap_words: str
    tie_words: str
    counts: list[tuple[str, int]]
    unknown: list[str]
    obstacles: list[str]
    missing: list[str]

    @property
    def open_follow_ups(self) -> int:
        return sum(row.done.is_open for row in self.rows)


def rating_page(user: Any, rating: Rating, on: date) -> RatingPage:
    """The rows that the user sees: a branch its own, in the branches' order; the committee all, by score, then who did
    not apply. What is done of the consequences is the court's own affair: a court above doesn't read it."""
    rows = list(StarRating.objects.visible_to(user).filter(rating=rating).select_related("branch"))
    rows.sort(key=lambda row: (row.branch.order, row.branch_id))
    is_ordered = is_of_committee(user, rating)
    if is_ordered:
        rows.sort(key=lambda row: (row.position is None, row.position or 0))
    every = StarRating.objects.within(rating.court).filter(rating=rating).count()
    figures = figures_of(rating.standard, rulebook_of(rating.standard), every)
    done = followed(rating, [row for row in rows if is_of_branch_or_committee(user, row)], on)
    return RatingPage(
        rows=[_row(row, figures, done.get(row.branch_id, Followed())) for row in rows],
        is_ordered=is_ordered,
        figures=figures,
        cap_words=say_cap(figures, rating.standard.five_share, every),
        tie_words=tie_words(figures),
        counts=_counts(rows),
        unknown=[row.branch.name for row in rows if row.applied_for and row.provisional],
        obstacles=[] if rating.published_on else obstacles_of(rating, rows),
        missing=missing_quarters(rating),
    )


def vetoes_of(rating: Rating) -> dict[int, Veto]:
    """Branch → a veto of the year that stands (1 query)."""
    rows = Veto.objects.within(rating.court).filter(year=rating.year, voided_at=None)
    return {row.branch_id: row for row in rows}


def gates_in_words(row: StarRating, figures: Figures) -> str:
    told = ((row.gates_failed, "没有得满分"), (row.gates_unknown, "情况不详"))
    parts = ["、".join(figures.names.get(code, code) for code in codes) + how for codes, how in told if codes]
    return "；".join(parts)


def _row(row: StarRating, figures: Figures, done: Followed) -> RatingRow:
    sign, kind = SIGNS[Change(row.change)] if row.change else ("", "neutral")
    return RatingRow(row, sign, kind, gates_in_words(row, figures), done)


def _counts(rows: Iterable[StarRating]) -> list[tuple[str, int]]:
    """How many branches have how many stars, the most first; and how many did not apply."""
    rows = list(rows)
    found = [("★" * stars, sum(row.stars == stars for row in rows)) for stars in range(MOST_STARS, 0, -1)]
    return [*found, ("未申报", sum(BEHIND in row.consequences for row in rows))]


@dataclass(frozen=True)
class BranchStars:
    """The years' stars of one branch that are published, and what was done with its plates, the last first."""

    years: list[StarRating]
    plates: list[StarChange]


def stars_of_branch(user: Any, branch: Branch) -> BranchStars:
    """Of a branch fetched for the user (2 queries)."""
    rows = StarRating.objects.visible_to(user).filter(branch=branch, rating__published_on__isnull=False)
    plates = StarChange.objects.visible_to(user).filter(branch=branch, voided_at=None).exclude(TAKEN_BACK)
    return BranchStars(list(rows.select_related("rating").order_by("-rating__year")), list(plates))
