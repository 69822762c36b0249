"""Quarterly honours as everybody of the court reads them, how many there are, and who may be put forward."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from assessments.choices import MOST_STARS, HonourKind
from assessments.models import Honour, Rating, StarRating
from assessments.periods import Span
from assessments.permissions import is_of_committee
from branches.models import Branch


def honours_of(user: Any) -> QuerySet[Honour]:
    """Those of the user's court; what was voided only the committee still sees."""
    rows = Honour.objects.visible_to(user).select_related("court", "branch", "group", "member")
    return rows if is_of_committee(user) else rows.filter(voided_at__isnull=True)


def spans_with_honours(user: Any) -> list[Span]:
    """The quarters that have any, the latest first."""
    rows = honours_of(user).order_by("-year", "-quarter").values_list("year", "quarter")
    return [Span(year, quarter) for year, quarter in rows.distinct()]


def counts_in(user: Any, span: Span) -> list[tuple[HonourKind, int]]:
    """How many of each kind stand for the quarter."""
    rows = honours_of(user).filter(year=span.year, quarter=span.quarter, voided_at__isnull=True)
    found = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    return [(kind, found.get(kind.value, 0)) for kind in HonourKind]


def honours_of_branch(user: Any, branch: Branch, most: int) -> QuerySet[Honour]:
    """The latest of a branch, of its groups and posts."""
    return honours_of(user).filter(branch=branch, voided_at__isnull=True)[:most]


@dataclass(frozen=True)
class PutForward:
    """The branches with five stars of the last rating that is published, as far as the user sees them."""

    rating: Rating
    branches: list[Branch]


def who_may_be_put_forward(user: Any) -> PutForward | None:
    """None where no rating is published, or nobody whom the user sees has five stars."""
    rows = StarRating.objects.visible_to(user).filter(stars=MOST_STARS, rating__published_on__isnull=False)
    last = Rating.objects.visible_to(user).filter(published_on__isnull=False).order_by("-year").first()
    if last is None:
        return None
    found = rows.filter(rating=last).select_related("branch").order_by("branch__order", "branch_id")
    branches = [row.branch for row in found]
    return PutForward(last, branches) if branches else None


def certificate_data(honour: Honour) -> dict[str, Any]:
    """What the certificate says."""
    day = honour.awarded_on
    return {
        "title": "荣誉证书",
        "whom": honour.whom,
        "paragraphs": [f"被授予{honour.period}“{honour.get_kind_display()}”荣誉称号。", "特发此证。"],
        "number": honour.number,
        "signed_by": f"{honour.court}机关党委",
        "awarded_on": f"{day.year}年{day.month}月{day.day}日",
    }
