"""Duty reviews that a user sees, and who has reported in a year and who has not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from assessments.choices import Tier
from assessments.duty import Votes
from assessments.models import DutyReview, Rating
from branches.choices import PostKind
from branches.models import Branch, Court, Member, Post
from branches.models.courts import existing_on
from core.dates import in_force

COMMITTEE_TIERS = (Tier.COMMITTEE_SECRETARY, Tier.DEPUTY_SECRETARY)
# People report at the end of the year, or early in the next one.
FIRST_MONTH = 10


def duty_reviews_of(user: Any) -> QuerySet[DutyReview]:
    """The committee sees all of its court, an officer those of the branch."""
    return DutyReview.objects.visible_to(user).select_related("court", "branch", "recorded_by", "voided_by")


def votes_of(review: DutyReview) -> Votes:
    return Votes(review.good, review.fair, review.ordinary, review.poor)


def year_reported(on: date) -> int:
    """The year that people report on about this day."""
    return on.year if on.month >= FIRST_MONTH else on.year - 1


def secretary_on(branch: Branch, day: date) -> Member | None:
    """Who held the post of the branch's secretary on that day."""
    rows = Post.objects.within(branch).filter(in_force(day), kind=PostKind.SECRETARY)
    post = rows.select_related("member").order_by("-starts_on", "-pk").first()
    return post.member if post else None


def year_rated(review: DutyReview, *years: int) -> int | None:
    """Of the review's year, or of `years`: one whose stars, which are counted from a branch's result, are published."""
    if review.branch_id is None:
        return None
    rows = Rating.objects.within(review.court).filter(published_on__isnull=False, year__in=years or [review.year])
    return rows.values_list("year", flat=True).first()


@dataclass(frozen=True)
class YearOverview:
    """`committee`: each tier of the court with its review, or None; `missing`: the branches that have not reported."""

    year: int
    committee: list[tuple[Tier, DutyReview | None]]
    reported: int
    missing: list[Branch]

    @property
    def due(self) -> int:
        return self.reported + len(self.missing)


def year_overview(user: Any, court: Court | None, year: int, on: date) -> YearOverview:
    """Of `court`, whose committee asks; without one, of the branches that the user is an officer of (2 queries)."""
    standing = list(DutyReview.objects.visible_to(user).filter(year=year, voided_at__isnull=True))
    done = {review.branch_id for review in standing}
    branches = Branch.objects.visible_to(user).filter(existing_on(min(date(year, 12, 31), on)))
    due = list(branches.filter(court=court) if court else branches)
    missing = [branch for branch in due if branch.pk not in done]
    tiers = COMMITTEE_TIERS if court else ()
    by_tier = {review.tier: review for review in standing if review.branch_id is None}
    return YearOverview(year, [(tier, by_tier.get(tier)) for tier in tiers], len(due) - len(missing), missing)
