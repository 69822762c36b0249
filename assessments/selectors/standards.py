"""Which standard stands for a court and a year."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from activities.selectors.kinds import own_courts
from assessments.choices import StandardState
from assessments.models import Indicator, Standard
from assessments.rulebook import Rulebook, rulebook
from branches.models import Court


def standard_of(court: Court, year: int) -> Standard:
    """The court's own, its highest edition that is adopted; without one, the shipped standard."""
    return standards_of([court], year)[court.pk]


def standards_of(courts: Collection[Court], year: int) -> dict[int, Standard]:
    """Court → its standard (1 query)."""
    rows = Standard.objects.unscoped("the shipped standard, and those of courts fetched before")
    asked = Q(court__isnull=True) | Q(court__in=courts, year=year)
    by_court = {row.court_id: row for row in rows.filter(asked, state=StandardState.ADOPTED).order_by("edition")}
    return {court.pk: by_court.get(court.pk, by_court[None]) for court in courts}


def rulebooks(standards: Collection[Standard]) -> dict[int, Rulebook]:
    """Standard → its rules (1 query)."""
    lines: defaultdict[int, list[Indicator]] = defaultdict(list)
    rows = Indicator.objects.unscoped("indicators of standards fetched before")
    for indicator in rows.filter(standard__in=standards).select_related("aspect"):
        lines[indicator.standard_id].append(indicator)
    return {standard.pk: rulebook(standard, lines[standard.pk]) for standard in standards}


def rulebook_of(standard: Standard) -> Rulebook:
    return rulebooks([standard])[standard.pk]


def standards_seen(user: Any) -> QuerySet[Any]:
    """What the user sees, with `points` and how many indicators are `asked`."""
    rows = Standard.objects.visible_to(user).annotate(points=Sum("indicators__points"), asked=Count("indicators"))
    return rows.select_related("court", "adopted_by", "copied_from")


def own_standards(user: Any) -> QuerySet[Any]:
    """Of these the shipped one and those of the user's own courts."""
    return standards_seen(user).filter(Q(court__isnull=True) | Q(court__in=own_courts(user)))


def evidence_asked(standard: Standard) -> dict[str, str]:
    """Code → what a reviewer looks at (1 query)."""
    return dict(standard.indicators.exclude(evidence="").values_list("code", "evidence"))
