"""The stars of the published ratings: how many branches have how many, and what changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import Max, QuerySet

from assessments.choices import STARS, Change
from assessments.models import Rating, StarRating
from assessments.selectors.candidates import History, history_of
from assessments.selectors.links import rating_url
from branches.models import Branch, Court
from reports.selectors.counts import Count, counts_of

UNRATED = "未评定"
MOVES = (Change.UP, Change.DOWN, Change.RESTORED)


@dataclass(frozen=True)
class StarMove:
    """A branch whose stars changed. `before`, `after`: how many, None for none."""

    branch: Branch
    before: int | None
    after: int | None
    change: Change


@dataclass(frozen=True)
class StarsOfYear:
    """`levels`: five stars first, those without any last; `changes`: up, down, restored, for the first time; `moves`:
    the branches that moved, of one court."""

    year: int
    url: str
    levels: list[Count]
    changes: list[Count]
    moves: list[StarMove]

    @property
    def branches(self) -> int:
        return sum(level.number for level in self.levels)


def last_star_year(owner: Court | Branch, as_of: date, *, with_below: bool = False) -> int | None:
    """The last year whose rating was published by `as_of` (1 query)."""
    rows = _published(owner, as_of, with_below=with_below)
    year: int | None = rows.aggregate(last=Max("rating__year"))["last"]
    return year


def stars_by_level(
    owner: Court | Branch, year: int, as_of: date, *, with_below: bool = False, opens: bool = True
) -> StarsOfYear | None:
    """The stars of `year` as they were published by `as_of`; None where none were. `opens`: the user may read who has
    which (up to 6 queries, whatever the number of branches)."""
    rows = _published(owner, as_of, with_below=with_below).filter(rating__year=year)
    of_levels, of_changes = _numbers(rows)
    if not of_levels:
        return None
    rating = _one_rating(owner, year) if opens and not with_below else None

    def link(**chosen: Any) -> str:
        return rating_url(rating.pk, **chosen) if rating else ""

    levels = [(stars, f"{label}级") for stars, label in STARS]
    changes = [(change.value, change.label) for change in (*MOVES, Change.NEW)]
    return StarsOfYear(
        year=year,
        url=link(),
        levels=[
            *counts_of(levels, of_levels, lambda stars: link(stars=stars)),
            *([Count(UNRATED, of_levels[None], link(stars=0))] if of_levels[None] else []),
        ],
        changes=counts_of(changes, of_changes, lambda change: link(change=change)),
        moves=_moves(rows, rating.court, year) if rating and of_changes.keys() & set(MOVES) else [],
    )


def _published(owner: Court | Branch, as_of: date, *, with_below: bool) -> QuerySet[StarRating]:
    return StarRating.objects.within(owner, with_below=with_below).filter(rating__published_on__lte=as_of)


def _numbers(rows: QuerySet[StarRating]) -> tuple[Counter[Any], Counter[str]]:
    """How many branches have each number of stars (None: none), and each change (1 query)."""
    levels: Counter[Any] = Counter()
    changes: Counter[str] = Counter()
    for stars, change, number in rows.order_by().values_list("stars", "change").annotate(number=CountOf("pk")):
        levels[stars] += number
        changes[change] += number
    return levels, changes


def _one_rating(owner: Court | Branch, year: int) -> Rating:
    court = owner.court if isinstance(owner, Branch) else owner
    return Rating.objects.within(court).select_related("court").get(year=year)


def _moves(rows: QuerySet[StarRating], court: Court, year: int) -> list[StarMove]:
    before = history_of(court, year)
    moved = rows.filter(change__in=MOVES).select_related("branch").order_by("branch__order", "branch_id")
    return [
        StarMove(row.branch, before.get(row.branch_id, History()).last_stars, row.stars, Change(row.change))
        for row in moved
    ]
