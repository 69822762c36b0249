"""How the number of open measures went down over a span, beside what the deadlines planned.

Two queries whatever the span: of each measure the dated steps give the days on which it was open, and on which its
deadline still lay ahead. A figure of a day is how many such spells hold that day (test: as `measures_on` says).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from branches.models import Branch, Court
from core.dates import month_end, months_after
from rectification.choices import SAYS_DONE, SETS_DEADLINE, StepKind
from rectification.models import RectificationStep
from rectification.selectors.figures import measures_of

MOST_WEEKS = 27
# From the first day to the day it is over, which no longer belongs to it.
Spell = tuple[date, date]
Said = tuple[date, str, date | None]  # day, kind, until


@dataclass(frozen=True)
class Point:
    """`planned`: open if every measure were done on its first deadline; `extended`: on the one in force that day."""

    on: date
    open: int
    planned: int
    extended: int


def burn_down(owner: Court | Branch, start: date, end: date) -> list[Point]:
    """A point each week, over a long span each month, and one on `end`."""
    days = points_of(start, end)
    opens: list[Spell] = []
    planned: list[Spell] = []
    extended: list[Spell] = []
    for begin, first_due_on, said in _histories(owner, end):
        opens += _clipped(_open_spells(begin, said), begin)
        planned.append((begin, first_due_on or date.max))
        extended += _clipped(_waiting_spells(begin, first_due_on, said), begin)
    counts = (_counted(spells, days) for spells in (opens, planned, extended))
    return [Point(*figures) for figures in zip(days, *counts, strict=True)]


def points_of(start: date, end: date) -> list[date]:
    """Every seventh day back from `end`, or the ends of months where there would be too many."""
    weeks = (end - start).days // 7 + 1
    if weeks <= MOST_WEEKS:
        return [end - timedelta(7 * back) for back in range(weeks)][::-1]
    months = (end.year - start.year) * 12 + end.month - start.month
    ends = (months_after(start.replace(day=1), number) for number in range(months))
    return [*(month_end(day.year, day.month) for day in ends), end]


def _histories(owner: Court | Branch, end: date) -> Iterator[tuple[date, date | None, list[Said]]]:
    """Of each measure: the day it was there, its first deadline, and what was said of it by `end`, in order."""
    measures = measures_of(owner).filter(voided_at__isnull=True, problem__voided_at__isnull=True)
    steps = RectificationStep.objects.within(owner.court if isinstance(owner, Branch) else owner)
    steps = steps.filter(measure__in=measures.values("pk"), kind__in={*SAYS_DONE, *SETS_DEADLINE}, on__lte=end)
    said: defaultdict[int | None, list[Said]] = defaultdict(list)
    for measure_id, on, kind, until in steps.order_by("on", "order").values_list("measure_id", "on", "kind", "until"):
        said[measure_id].append((on, kind, until))
    for pk, opened_on, found_on, first_due_on in measures.order_by().values_list(
        "pk", "opened_on", "problem__opened_on", "first_due_on"
    ):
        yield max(opened_on or date.min, found_on or date.min), first_due_on, said[pk]


def _open_spells(begin: date, said: list[Said]) -> Iterator[Spell]:
    """From when the measure was there, or was sent back, until it was done."""
    since: date | None = begin
    for day, kind, _ in said:
        if kind == StepKind.DONE and since is not None:
            yield since, day
            since = None
        elif kind == StepKind.SENT_BACK and since is None:
            since = day
    if since is not None:
        yield since, date.max


def _waiting_spells(begin: date, due_on: date | None, said: list[Said]) -> Iterator[Spell]:
    """While the deadline in force lay ahead."""
    since = begin
    for day, kind, until in said:
        if kind in SETS_DEADLINE and until is not None:
            yield since, min(day, due_on or date.max)
            since, due_on = day, until
    yield since, due_on or date.max


def _clipped(spells: Iterable[Spell], begin: date) -> Iterator[Spell]:
    """The spells as far as the measure was there; what was said before counts from its first day."""
    return ((max(since, begin), over) for since, over in spells)


def _counted(spells: Iterable[Spell], days: list[date]) -> list[int]:
    """How many spells hold each of the days, which are in order."""
    changes = [0] * (len(days) + 1)
    for since, over in spells:
        if since < over:
            changes[bisect_left(days, since)] += 1
            changes[bisect_left(days, over)] -= 1
    return list(accumulate(changes))[:-1]
