"""Dated facts: every `starts_on` and `ends_on` is the first and the last day in force, both included.

A missing start holds from the beginning, a missing end until further notice.
"""

from datetime import date
from typing import Protocol

from django.db.models import Q


class Dated(Protocol):
    starts_on: date | None
    ends_on: date | None


def in_force(on: date, prefix: str = "") -> Q:
    """Rows in force on `on`; `prefix` is a relation's path with its closing `__`."""
    return overlapping(on, on, prefix)


def overlapping(start: date, end: date, prefix: str = "") -> Q:
    """Rows in force on at least one day of `start`..`end`."""
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": end})
    lasting = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": start})
    return begun & lasting


def is_in_force(fact: Dated, on: date) -> bool:
    """Whether a dated row is in force on `on`."""
    return (fact.starts_on is None or fact.starts_on <= on) and (fact.ends_on is None or on <= fact.ends_on)
