"""Dated facts: every `starts_on` and `ends_on` is the first and the last day in force, both included.

A missing start holds from the beginning, a missing end until further notice.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from django.db.models import Q

# Days that somebody may enter: no fact of a party branch lies outside.
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)

ONE_DAY = timedelta(days=1)
# No record is older.
PARTY_FOUNDED_ON = date(1921, 7, 1)


class Dated(Protocol):
    @property
    def starts_on(self) -> date | None: ...

    @property
    def ends_on(self) -> date | None: ...


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


Span = tuple[date, date]


def span_of(fact: Dated) -> Span:
    """First and last day of a dated row, with the open ends closed by the calendar's own."""
    return (fact.starts_on or date.min, fact.ends_on or date.max)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as possible, in order; spans that touch (31st, 1st) become one."""
    result: list[Span] = []
    for first, last in sorted(spans):
        if result and (result[-1][1] == date.max or first <= result[-1][1] + ONE_DAY):
            result[-1] = (result[-1][0], max(result[-1][1], last))
        else:
            result.append((first, last))
    return result


def covers(spans: Sequence[Span], first: date, last: date) -> bool:
    """Whether one of the merged `spans` holds every day from `first` to `last`."""
    for begin, end in spans:  # noqa: SIM110  # asked so often that a generator would be felt
        if begin <= first and last <= end:
            return True
    return False


def months_after(day: date, months: int) -> date:
    """The same day of a later (or, for a negative number, earlier) month; its last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def years_after(day: date, years: int) -> date:
    """The same day of another year; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
