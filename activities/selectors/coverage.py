"""Since when the branches of a court keep their records here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from activities.choices import CoverageSource
from activities.models import Coverage
from branches.models import Branch, Court
from branches.models.courts import existing_on
from core.dates import in_force


def standing_branches(user: Any, court: Court, on: date) -> QuerySet[Branch]:
    """The court's branches of the day that the user sees."""
    return Branch.objects.visible_to(user).filter(existing_on(on), court=court)


def branches_with_coverage(user: Any, on: date) -> QuerySet[Branch]:
    """The branches that the user sees with their spans (`coverages`), since when they keep any (`since`), and whether
    they do so on `on` (`is_covered`)."""
    spans = Coverage.objects.visible_to(user)
    own = spans.filter(branch=OuterRef("pk"))
    first = own.order_by("starts_on").values("starts_on")[:1]
    rows = Branch.objects.visible_to(user).select_related("court").prefetch_related(Prefetch("coverages", spans))
    return rows.annotate(since=Subquery(first), is_covered=Exists(own.filter(in_force(on))))


def stated_since(user: Any, branches: Iterable[Branch]) -> dict[int, date]:
    """Branch id -> the day that was stated."""
    rows = Coverage.objects.visible_to(user).filter(branch__in=branches, source=CoverageSource.STATED)
    return dict(rows.filter(ends_on__isnull=True).values_list("branch_id", "starts_on"))


def branches_unstated(user: Any, court: Court, on: date) -> QuerySet[Branch]:
    """Branches of which nobody said since when; a ledger tells of past years only."""
    stated = Coverage.objects.visible_to(user).filter(source=CoverageSource.STATED, ends_on__isnull=True)
    return standing_branches(user, court, on).exclude(pk__in=stated.values("branch"))
