"""Courts whose branches have the points of a year that a test says, and their ratings."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments.choices import AssessmentState
from assessments.models import Assessment, Rating, Review, Standard, StarRating
from assessments.periods import Span
from assessments.services.applications import star_apply
from assessments.services.publication import rating_publish
from assessments.services.ratings import rate_year
from assessments.tests.factories import assessed, at, reviewed, standard
from branches.models import Branch, Court
from branches.tests import factories as people

RATED_ON = date(2025, 1, 10)
# One indicator for a reviewer, so that its points are the year's, and a gate of another kind beside it.
PLAIN = {"C6": reviewed(100)}


class Place:
    """A court with branches, a person of its committee, and a standard of one indicator."""

    def __init__(self, branches: int = 3, court: Court | None = None, **figures: Any) -> None:
        self.court = court or people.court()
        self.branches = [people.branch(self.court, f"第{number}支部") for number in range(1, branches + 1)]
        self.committee = people.committee_account(self.court)
        self.figures = figures

    @property
    def first(self) -> Branch:
        return self.branches[0]

    def standard(self, year: int, **facts: Any) -> Standard:
        rows = Standard.objects.within(self.court).filter(year=year)
        return rows.first() or standard(self.court, year, **{"indicators": PLAIN, **self.figures, **facts})

    def scored(self, *points: Any, year: int = 2024, quarter: int = 0) -> Assessment:
        """The assessment of the year (or of a quarter), in which the branches have these points; None: not reviewed."""
        self.standard(year)
        span = Span(year, quarter)
        made = assessed(self.court, span, on=date(year + 1, 1, 10), by=self.committee)
        for branch, given in zip(self.branches, points, strict=True):
            if given is not None:
                self.review(made, branch, given)
        return made

    def review(self, assessment: Assessment, branch: Branch, points: Any, code: str = "C6") -> Review:
        given = {"points": points, "evidence": "实地查看", "on": RATED_ON, "recorded_by": self.committee}
        return Review.objects.create(court=self.court, assessment=assessment, branch=branch, code=code, **given)

    def apply(self, *stars: int | None, year: int = 2024) -> None:
        for branch, level in zip(self.branches, stars, strict=True):
            if level is not None:
                star_apply(branch=branch, year=year, stars=level, on=date(year, 12, 20), by=None)

    def rate(self, year: int = 2024, on: date | None = None) -> Rating:
        on = on or date(year + 1, 1, 10)
        return rate_year(court=self.court, year=year, by=self.committee, on=on, at=at(on))

    def settle(self, year: int = 2024) -> None:
        """The year's assessments are published and closed."""
        facts = {"state": AssessmentState.CLOSED, "published_on": RATED_ON, "closed_on": RATED_ON}
        Assessment.objects.within(self.court).filter(year=year).update(**facts)

    def publish(self, rating: Rating, on: date = RATED_ON) -> Rating:
        """As it is now, after the assessments it rests on."""
        self.settle(rating.year)
        return self.publish_only(rating, on)

    def publish_only(self, rating: Rating, on: date = RATED_ON) -> Rating:
        current = Rating.objects.within(self.court).get(pk=rating.pk)
        return rating_publish(rating=current, version=current.version, by=self.committee, on=on, at=at(on))

    def rated(self, *points: Any, applied: Mapping[int, int | None] | None = None, year: int = 2024) -> Rating:
        """All apply for five stars unless `applied` (place → stars) says otherwise."""
        self.scored(*points, year=year)
        levels = [(applied or {}).get(place, 5) for place in range(len(self.branches))]
        self.apply(*levels, year=year)
        return self.rate(year)

    def row(self, rating: Rating, place: int = 0) -> StarRating:
        return StarRating.objects.within(self.court).get(rating=rating, branch=self.branches[place])

    def stars(self, rating: Rating) -> list[int | None]:
        return [self.row(rating, place).stars for place in range(len(self.branches))]
