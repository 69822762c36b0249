"""The shape of what the roll-up keeps, and its sums."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import astuple, fields
from datetime import date
from operator import add, attrgetter, sub
from typing import TypedDict

from activities.choices import PeriodLength
from activities.engine import MonthFigures, month_index
from activities.engine.periods import period_at
from branches.selectors.organization import Organization

# How many calendar years are kept: this one and those before it.
YEARS_KEPT = 3


# Code of a kind → the figures of MonthFigures in their order
Kinds = dict[str, list[int]]


class Sums(TypedDict):
    """Figures of a court, or of a court and those below it, in one month; see CourtMonth."""

    kinds: Kinds
    organization: list[int]


NOTHING: Sums = {"kinds": {}, "organization": [0, 0, 0, 0]}


# A fifth of the time that astuple takes, which copies.
_values_of = attrgetter(*(field.name for field in fields(MonthFigures)))


def sums_of(kinds: Mapping[str, MonthFigures], organization: Organization) -> Sums:
    return {
        "kinds": {code: list(_values_of(figures)) for code, figures in kinds.items()},
        "organization": list(astuple(organization)),
    }


def added(first: Sums, others: Iterable[Sums], kept: Container[str]) -> Sums:
    """`first` with `others`, of which only the kinds `kept` count."""
    kinds = {code: list(figures) for code, figures in first["kinds"].items()}
    organization = list(first["organization"])
    for other in others:
        organization = [sum(pair) for pair in zip(organization, other["organization"], strict=True)]
        for code, figures in other["kinds"].items():
            if code in kinds:
                kinds[code] = [sum(pair) for pair in zip(kinds[code], figures, strict=True)]
            elif code in kept:
                kinds[code] = list(figures)
    return {"kinds": kinds, "organization": organization}


def total_of(months: Iterable[Sums]) -> dict[str, MonthFigures]:
    """The figures of several months together, by code of the kind."""
    found: dict[str, list[list[int]]] = {}
    for sums in months:
        for code, figures in sums["kinds"].items():
            found.setdefault(code, []).append(figures)
    return {code: MonthFigures(*map(sum, zip(*each, strict=True))) for code, each in found.items()}


def continued(so_far: Kinds, kinds: Kinds) -> Kinds:
    """The sums of a year with those of its next month."""
    nothing = [0] * len(fields(MonthFigures))
    return {code: list(map(add, so_far.get(code, nothing), kinds.get(code, nothing))) for code in {**so_far, **kinds}}


def within(months: range, so_far: Mapping[int, Kinds]) -> dict[str, MonthFigures]:
    """The figures of some months of a year together, of what was summed since January until each of them."""
    last = max((month for month in so_far if month in months), default=None)
    if last is None:
        return {}
    before = so_far.get(months[0] - 1, {}) if months[0] % 12 else {}
    nothing = [0] * len(fields(MonthFigures))
    sums = ((code, list(map(sub, figures, before.get(code, nothing)))) for code, figures in so_far[last].items())
    return {code: MonthFigures(*figures) for code, figures in sums if any(figures)}


def first_month(on: date) -> int:
    """The first month that is kept on a day."""
    return (on.year - YEARS_KEPT + 1) * 12


def month_end(month: int) -> date:
    return period_at(month, PeriodLength.MONTH).end


def month_start(month: int) -> date:
    return period_at(month, PeriodLength.MONTH).start


def days_of(months: Iterable[int], on: date) -> list[date]:
    """The day as of which each month stands: its end, or `on` in the running one."""
    return [min(month_end(month), on) for month in months]


def years_of(since: int, until: int) -> Iterable[range]:
    """The months from `since` to `until`, year by year."""
    for year in range(since // 12, until // 12 + 1):
        yield range(max(since, year * 12), min(until, year * 12 + 11) + 1)


def running_month(on: date) -> int:
    return month_index(on)
