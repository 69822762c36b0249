"""A court with those below it: sums of the roll-up or, as of a day that it does not keep, asked live."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q

from activities.engine import MonthFigures, figures_by_month, month_index
from activities.models import ActivityKind
from branches.models import Court
from branches.selectors.organization import Organization, organizations_on
from reports.models import CourtMonth
from reports.rollup import NOTHING, Sums, added, first_month, month_end, month_start, sums_of, total_of
from reports.selectors.named.subtree import normed_kinds
from reports.selectors.stale import ids_of, is_counted, is_waiting


@dataclass(frozen=True)
class CourtLine:
    """A court month by month, with all courts below it; `is_own`: its own branches alone. `last`: the sums that stand
    as of the day asked for, which may lie after these months."""

    court: Court
    months: dict[int, Sums]
    last: Sums
    is_own: bool = False
    has_below: bool = False

    @property
    def name(self) -> str:
        return "本院（不含下级）" if self.is_own else str(self.court)

    @cached_property
    def kinds(self) -> dict[str, MonthFigures]:
        """The sums of all months, by code of the kind."""
        return total_of(self.months.values())

    @cached_property
    def organization(self) -> Organization:
        """Of the day asked for."""
        return Organization(*self.last["organization"])

    def month(self, number: int, code: str) -> MonthFigures:
        found = self.months.get(number, NOTHING)["kinds"].get(code, ())
        return MonthFigures(*found)


@dataclass(frozen=True)
class Asked:
    """A year or a part of it up to a day, as asked on the day `today`."""

    start: date
    end: date
    as_of: date
    today: date

    @property
    def months(self) -> range:
        """Those that have begun; of a span to come the first."""
        first, last = month_index(self.start), month_index(min(self.end, self.as_of))
        return range(first, max(first, last) + 1)

    @property
    def is_kept(self) -> bool:
        """Whether the roll-up has the answer: in the years that it keeps, as of today or of a month's end in the same
        year; what is held for a year after its end would count on later days."""
        on, is_past = self.as_of, self.as_of <= self.today
        stands = on == self.today or on == month_end(month_index(on))
        return is_past and stands and on.year == self.start.year and self.months[0] >= first_month(self.today)


@dataclass(frozen=True)
class BelowAnswer:
    """`whole`: the court with all below it. `refreshed_at`: when the roll-up was counted; None where it was not asked.
    `is_waiting`: something has changed since, or a day has begun."""

    asked: Asked
    whole: CourtLine
    lines: list[CourtLine]
    kinds: list[ActivityKind]
    refreshed_at: datetime | None = None
    is_waiting: bool = False


def below_answer(user: Any, row: Court, courts: list[Court], asked: Asked, *, with_own: bool) -> BelowAnswer:
    """Of `row`, a line for each of `courts`, which lie below it, and (`with_own`) one for its own branches.

    A fixed number of queries.
    """
    kinds = _kinds_of(user, row)
    kept = _kept(row, courts, asked) if asked.is_kept else None
    found = kept or _live(row, courts, asked, {kind.code for kind in kinds})
    parents = set(Court.objects.visible_to(user).filter(parent__in=courts).values_list("parent_id", flat=True))
    lines = [found.line(court, has_below=court.pk in parents) for court in courts]
    own = found.own_line(row)
    if with_own and (own.organization.branches or own.kinds):
        lines.insert(0, own)
    whole = found.line(row)
    waits = kept is not None and (is_waiting(row) or not is_counted(row, asked.today))
    return BelowAnswer(asked, whole, lines, _owed(kinds, whole, normed_kinds(row)), found.refreshed_at, waits)


@dataclass(frozen=True)
class _Found:
    """`own` of the court by month; `below` of it and of each line by month, with the courts below; both go on after
    `months` to the day asked for."""

    months: range
    own: dict[int, Sums]
    below: defaultdict[int, dict[int, Sums]]
    refreshed_at: datetime | None = None

    def line(self, court: Court, *, has_below: bool = False) -> CourtLine:
        return self._line(court, self.below[court.pk], has_below=has_below)

    def own_line(self, court: Court) -> CourtLine:
        return self._line(court, self.own, is_own=True)

    def _line(self, court: Court, sums: dict[int, Sums], **which: bool) -> CourtLine:
        within = {month: each for month, each in sums.items() if month in self.months}
        return CourtLine(court, within, sums[max(sums)] if sums else NOTHING, **which)


def _kept(row: Court, courts: list[Court], asked: Asked) -> _Found | None:
    """From the roll-up (2 queries); None where the court was never counted in these months. Of a month that has just
    begun nothing may be there yet: to ask live then would take the nation's page a minute."""
    span = (asked.months[0], month_index(asked.as_of))
    rows = CourtMonth.objects.within(row).filter(month__range=span).order_by("month")
    stored = list(rows.values_list("month", "own", "below", "refreshed_at"))
    if not stored:
        return None
    below: defaultdict[int, dict[int, Sums]] = defaultdict(dict)
    lines = CourtMonth.objects.within(courts).filter(month__range=span).order_by("month")
    for court_id, month, sums in lines.values_list("court_id", "month", "below"):
        below[court_id][month] = sums
    below[row.pk] = {month: sums for month, _, sums, _ in stored}
    return _Found(asked.months, {month: sums for month, sums, _, _ in stored}, below, stored[-1][-1])


def _kinds_of(user: Any, row: Court) -> list[ActivityKind]:
    """The kinds that can be compared in the whole subtree: not those of lower courts."""
    rows = ActivityKind.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court__in=ids_of(row)))
    return list(rows.order_by("order", "pk"))


def _owed(kinds: list[ActivityKind], whole: CourtLine, normed: set[int]) -> list[ActivityKind]:
    """Those that anybody owes, or whose fulfilment is not known; those that took place and are owed by the end of a
    period that goes on, too."""
    found = ((kind, whole.kinds.get(kind.code)) for kind in kinds)
    return [
        kind
        for kind, each in found
        if each and (each.due or each.open or each.not_known or (each.held and kind.pk in normed))
    ]


def _live(row: Court, courts: list[Court], asked: Asked, kept: set[str]) -> _Found:
    """From the engine, of all courts below."""
    everybody = list(Court.objects.within(row, with_below=True))
    months, shown = asked.months, {row.pk, *(court.pk for court in courts)}
    start, end = month_start(months[0]), month_end(months[-1])
    figures = figures_by_month(everybody, start=start, end=end, as_of=asked.as_of)
    organizations = organizations_on(everybody, [asked.as_of])
    own: dict[int, Sums] = {}
    parts: defaultdict[tuple[int, int], list[Sums]] = defaultdict(list)
    for court in everybody:
        organization = organizations[court.pk][0]
        for month in months:
            each = sums_of(figures.get((court.pk, month), {}), organization)
            if court.pk == row.pk:
                own[month] = each
            for pk in shown.intersection(ids_of(court)):
                parts[pk, month].append(each)
    below: defaultdict[int, dict[int, Sums]] = defaultdict(dict)
    for (pk, month), each_of in parts.items():
        below[pk][month] = added(NOTHING, each_of, kept)
    return _Found(months, own, below)
