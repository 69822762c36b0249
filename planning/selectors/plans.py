"""A year's plan as it stands: each item with what the records say of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from activities.choices import HELD_STATES, Roster
from activities.models import Activity, Coverage, Fulfilment
from branches.choices import Role
from branches.models import Branch, Court
from branches.models.courts import existing_on
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.dates import ONE_DAY, Span, covers, merged, month_end, span_of
from core.holidays import DayTable
from planning.choices import STATE_TAGS, PlanState
from planning.models import FixedDay, PlanItem

# What a record of a branch is to a plan: its key, its group, its day.
Held = tuple[int, int | None, date]
# Kinds with their records, by branch.
Records = dict[int, list[tuple[int, Held]]]


@dataclass(frozen=True)
class PlanLine:
    """One item in the plan of one branch; `activity_id` and `held_on` are of the record that it was matched with."""

    item: PlanItem
    branch: Branch
    state: PlanState
    activity_id: int | None = None
    held_on: date | None = None

    @property
    def tag(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def is_held(self) -> bool:
        return self.state in (PlanState.HELD, PlanState.MOVED)

    @property
    def is_courts_own(self) -> bool:
        """Whether the court holds it itself, with those whom it invites."""
        return _is_courts_own(self.item)

    @property
    def is_open(self) -> bool:
        """Whether it may still be held."""
        return self.state in (PlanState.PLANNED, PlanState.MISSED)

    @property
    def day(self) -> date:
        """Where it stands in a calendar: on its day, else on the day it was held, else at the end of its month."""
        return self.item.planned_on or self.held_on or month_end(self.item.year, self.item.month)

    def day_off(self, table: DayTable) -> str:
        """Why one does not work on the day of an item that is still to be held: `国庆节`, `双休日`; else nothing."""
        day = self.item.planned_on
        return table.remark(day) if day and self.is_open and not table.is_workday(day) else ""

    def is_on_holiday(self, table: DayTable) -> bool:
        """Whether that is a holiday, entered perhaps after the day was planned; a weekend may be meant."""
        return bool(self.day_off(table)) and self.item.planned_on in table.days

    def form_address(self, on: date) -> str:
        """The meeting form filled with what was planned; a day that is still to come is left to the form."""
        item = self.item
        parts: dict[str, Any] = {"branch": self.branch.pk, "kind": item.kind.code, "group": item.group_id}
        parts |= {"topic": item.topic or item.title, "place": item.place}
        if item.planned_on and item.planned_on <= on:
            parts["held_on"] = item.planned_on.isoformat()
        return f"{reverse('activities:new')}?{urlencode({name: value for name, value in parts.items() if value})}"


def branches_with_plans(user: Any) -> QuerySet[Branch]:
    """The branches whose plans the user may open: the officer's own, those of the committee's court; no others."""
    standing = standing_of(user)
    own = [grant.branch_id for grant in standing.holding(Role.SECRETARY)]
    courts = [grant.court_id for grant in standing.holding(Role.COMMITTEE)]
    rows = Branch.objects.visible_to(user).filter(Q(pk__in=own) | Q(court__in=courts))
    return rows.filter(existing_on(standing.on)).select_related("court").order_by("court__path", "order", "pk")


def fixed_days_of(user: Any, branch: Branch) -> QuerySet[FixedDay]:
    """The branch's fixed days."""
    return FixedDay.objects.visible_to(user).filter(branch=branch).select_related("kind")


def courts_with_fixed_days() -> QuerySet[Court]:
    """The courts whose branches have fixed days: the table of holidays is every court's."""
    rules = FixedDay.objects.unscoped("the table of holidays is every court's")
    return Court.objects.unscoped("the table of holidays is every court's").filter(pk__in=rules.values("court"))


def plan_lines(user: Any, branches: Sequence[Branch], year: int, on: date) -> dict[int, list[PlanLine]]:
    """The plan of each branch for a year as of `on`, what the court planned for all among it (5 queries)."""
    courts = {branch.court_id for branch in branches}
    rows = PlanItem.objects.visible_to(user).filter(year=year, court__in=courts)
    items = list(rows.filter(Q(branch__isnull=True) | Q(branch__in=branches)).select_related("kind", "group"))
    held = _held(user, branches, year, on)
    known = _known_days(user, branches)
    return {
        branch.pk: BranchYear(
            branch,
            held.get(branch.pk, []),
            known.get(branch.pk, []),
            on,
            sees_all=is_officer_of(user, branch) or is_committee_of(user, branch),
            of_court=held.get(-branch.court_id, []) if is_committee_of(user, branch) else None,
        ).lines(items)
        for branch in branches
    }


def _held(user: Any, branches: Sequence[Branch], year: int, on: date) -> Records:
    courts = {branch.court_id for branch in branches}
    records = Activity.objects.visible_to(user).filter(
        Q(branch__in=branches) | Q(branch__isnull=True, court__in=courts), held_on__year=year, held_on__lte=on
    )
    return _by_owner(records, Fulfilment.objects.visible_to(user))


def _by_owner(
    records: QuerySet[Activity], fulfilments: QuerySet[Fulfilment], kinds: Collection[str] | None = None
) -> Records:
    """(kind, record) of those records that are held, for main and further kinds (of `kinds` alone, if they are given),
    by branch; the court's own under the negative of its key."""
    records = records.filter(state__in=HELD_STATES)
    fulfilments = fulfilments.filter(activity__in=records)
    if kinds is not None:
        records, fulfilments = records.filter(kind__code__in=kinds), fulfilments.filter(kind__code__in=kinds)
    columns = ("branch_id", "court_id", "kind_id", "pk", "group_id", "held_on")
    main = records.order_by("held_on", "pk").values_list(*columns)
    names = ("activity__branch_id", "activity__court_id", "kind_id", "activity_id")
    also = fulfilments.values_list(*names, "activity__group_id", "activity__held_on")
    found: Records = defaultdict(list)
    for branch_id, court_id, kind_id, pk, group_id, held_on in sorted((*main, *also), key=lambda row: (row[5], row[3])):
        found[branch_id or -court_id].append((kind_id, (pk, group_id, held_on)))
    return found


@dataclass(frozen=True)
class Plans:
    """What many branches planned for a year and held of it, read once, to be told as of any day since nothing more was
    held."""

    items: dict[int, list[PlanItem]]  # court
    branches: Collection[Branch]
    held: Records
    known: dict[int, list[Span]]

    def lines(self, last: date) -> dict[int, list[PlanLine]]:
        """Branch → its plan as of the end of `last`."""
        # What was planned for the last day itself is over: it is asked on the day after.
        return {
            branch.pk: BranchYear(
                branch,
                self.held.get(branch.pk, []),
                self.known.get(branch.pk, []),
                last + ONE_DAY,
                sees_all=True,
                of_court=None,
            ).lines(self.items[branch.court_id])
            for branch in self.branches
        }


def plans_within(
    owner: Court | Branch, year: int, last: date, *, kinds: Collection[str] | None, with_below: bool = False
) -> Plans:
    """What was planned (of `kinds` alone, by their codes, if they are given) for a year and held until `last`: for
    computing, no user reads it. What the court holds itself is left out (5 queries; 1 where nothing was planned)."""
    court = owner.court if isinstance(owner, Branch) else owner
    items = _items_within(court, year, with_below).select_related("kind", "group")
    if kinds is not None:
        items = items.filter(kind__code__in=kinds)
    of_court: defaultdict[int, list[PlanItem]] = defaultdict(list)
    for item in items.exclude(branch__isnull=True, kind__roster=Roster.INVITED):
        of_court[item.court_id].append(item)
    if not of_court:
        return Plans({}, [], {}, {})
    branches = Branch.objects.within(owner, with_below=with_below).filter(court__in=of_court)
    days = {"held_on__year": year, "held_on__lte": last}
    records = Activity.objects.within(owner, with_below=with_below).filter(court__in=of_court, branch__isnull=False)
    held = _by_owner(records.filter(**days), Fulfilment.objects.within(owner, with_below=with_below), kinds)
    known = _spans_known(Coverage.objects.within(owner, with_below=with_below).filter(court__in=of_court))
    return Plans(of_court, branches, held, known)


def planners(owner: Court | Branch, year: int, *, with_below: bool = False) -> tuple[set[int], set[int]]:
    """The courts that planned something for all their branches, and the branches with a plan of their own (1 query)."""
    court = owner.court if isinstance(owner, Branch) else owner
    rows = _items_within(court, year, with_below).exclude(branch__isnull=True, kind__roster=Roster.INVITED)
    found = set(rows.order_by().values_list("court_id", "branch_id").distinct())
    courts = {court_id for court_id, branch_id in found if branch_id is None}
    return courts, {branch_id for _, branch_id in found if branch_id is not None}


def _items_within(court: Court, year: int, with_below: bool) -> QuerySet[PlanItem]:
    return PlanItem.objects.within(court, with_below=with_below).filter(year=year)


def items_held(items: Sequence[PlanItem], on: date) -> set[int]:
    """The keys of those items, all of branches of one court, that a record meets by `on` (3 queries a year)."""
    found: set[int] = set()
    for year in {item.year for item in items if item.year <= on.year}:
        court, branch_ids = items[0].court, {item.branch_id for item in items if item.year == year}
        records = Activity.objects.within(court).filter(branch__in=branch_ids, held_on__year=year, held_on__lte=on)
        held = _by_owner(records, Fulfilment.objects.within(court))
        planned = list(PlanItem.objects.within(court).filter(year=year).select_related("kind"))
        for branch_id in branch_ids:
            own = [item for item in planned if item.branch_id in (None, branch_id) and not _is_courts_own(item)]
            found |= match(own, held.get(branch_id or 0, [])).keys()
    return found


def _known_days(user: Any, branches: Sequence[Branch]) -> dict[int, list[Span]]:
    """The days of which each branch keeps its records here."""
    return _spans_known(Coverage.objects.visible_to(user).filter(branch__in=branches))


def _spans_known(rows: Iterable[Coverage]) -> dict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in rows:
        found[row.branch_id].append(span_of(row))
    return {branch_id: merged(spans) for branch_id, spans in found.items()}


@dataclass(frozen=True)
class BranchYear:
    """What tells how a branch's plan stands. A group's leader, who doesn't see all records, is told of the group's."""

    branch: Branch
    held: list[tuple[int, Held]]
    known: list[Span]
    on: date
    sees_all: bool
    # The court's own records; None for somebody who doesn't see them.
    of_court: list[tuple[int, Held]] | None

    def lines(self, items: Iterable[PlanItem]) -> list[PlanLine]:
        court, branch = self.branch.court_id, self.branch.pk
        own = [item for item in items if item.court_id == court and item.branch_id in (None, branch)]
        own.sort(key=lambda item: (item.planned_on or month_end(item.year, item.month), item.kind.order, item.pk))
        matched = match([item for item in own if not _is_courts_own(item)], self.held)
        matched |= match([item for item in own if _is_courts_own(item)], self.of_court or [])
        return [self._line(item, matched.get(item.pk)) for item in own]

    def _line(self, item: PlanItem, record: Held | None) -> PlanLine:
        sees_records = self.of_court is not None if _is_courts_own(item) else self.sees_all
        if item.branch_id is None and not sees_records:
            return PlanLine(item, self.branch, PlanState.COURT_WIDE)
        if record is None:
            return PlanLine(item, self.branch, self._without_record(item))
        pk, _, held_on = record
        moved = item.month != held_on.month or item.planned_on not in (None, held_on)
        return PlanLine(item, self.branch, PlanState.MOVED if moved else PlanState.HELD, pk, held_on)

    def _without_record(self, item: PlanItem) -> PlanState:
        day = item.planned_on or month_end(item.year, item.month)
        if day >= self.on:
            return PlanState.PLANNED
        return PlanState.MISSED if covers(self.known, day, day) else PlanState.NOT_KNOWN


def _is_courts_own(item: PlanItem) -> bool:
    return item.branch_id is None and item.kind.roster == Roster.INVITED


def match(items: Sequence[PlanItem], held: Iterable[tuple[int, Held]]) -> dict[int, Held]:
    """Item → record: one of the kind on the planned day first, then any of the month in order; each once a kind.

    What is planned but once in a quarter may be held in another month of it. A group's item is met by that group's
    record; an item of the whole branch by any record of the kind.
    """
    free: defaultdict[int, list[Held]] = defaultdict(list)
    for kind_id, record in held:
        free[kind_id].append(record)
    in_quarter = Counter(map(_quarter, items))
    matched: dict[int, Held] = {}
    for near in (_same_day, _same_month, _same_quarter):
        for item in items:
            if item.pk in matched or (near is _same_quarter and in_quarter[_quarter(item)] > 1):
                continue
            fitting = (each for each in free[item.kind_id] if item.group_id in (None, each[1]) and near(item, each[2]))
            for record in islice(fitting, 1):
                matched[item.pk] = record
                free[item.kind_id].remove(record)
    return matched


def _quarter(item: PlanItem) -> tuple[int, int | None, int]:
    return item.kind_id, item.group_id, (item.month - 1) // 3


def _same_day(item: PlanItem, held_on: date) -> bool:
    return item.planned_on == held_on


def _same_month(item: PlanItem, held_on: date) -> bool:
    return item.month == held_on.month


def _same_quarter(item: PlanItem, held_on: date) -> bool:
    return (item.month - 1) // 3 == (held_on.month - 1) // 3


@dataclass(frozen=True)
class PlanCounts:
    """How a branch's plan of a year stands."""

    branch: Branch
    items: int
    held: int
    missed: int
    ahead: int
    not_known: int


def plan_counts(user: Any, branches: Sequence[Branch], year: int, on: date) -> list[PlanCounts]:
    """One line a branch, in as many queries for one as for a hundred; what is only the court's own isn't counted."""
    lines = plan_lines(user, branches, year, on)
    return [_counts(branch, lines[branch.pk]) for branch in branches]


def _counts(branch: Branch, lines: list[PlanLine]) -> PlanCounts:
    states = Counter(line.state for line in lines if line.state != PlanState.COURT_WIDE and not line.is_courts_own)
    return PlanCounts(
        branch,
        items=states.total(),
        held=states[PlanState.HELD] + states[PlanState.MOVED],
        missed=states[PlanState.MISSED],
        ahead=states[PlanState.PLANNED],
        not_known=states[PlanState.NOT_KNOWN],
    )


def open_this_month(user: Any, branch: Branch, on: date) -> list[PlanLine]:
    """What is planned for the month of `on` and not held yet, the nearest first."""
    lines = plan_lines(user, [branch], on.year, on)[branch.pk]
    return [line for line in lines if line.item.month == on.month and line.is_open]
