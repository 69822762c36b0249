"""A plan written by what is owed, or by last year's."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from activities.choices import NormUnit
from activities.engine import Pair, held_and_due
from branches.models import Branch
from core import audit
from core.errors import Refused
from core.holidays import DayTable, day_table
from planning.days import carried_over, fixed_day
from planning.models import FixedDay, PlanItem
from planning.services.items import hold, new_item

# A kind, a group or none, a month.
Place = tuple[int, int | None, int]


@transaction.atomic
def plan_draft(*, branch: Branch, year: int, by: Any, on: date) -> int:
    """Add what the norms have the branch hold in `year` and its plan lacks, in periods that are not over on `on`.

    What each member owes is no meeting to plan. Answers how many items were added; again: none.
    """
    hold(branch)
    rules = {rule.kind_id: rule for rule in FixedDay.objects.within(branch)}
    table = day_table(year, year)
    there = _there(branch, year)
    made = []
    for pair in _owed(branch, year, on):
        for month in _months_lacking(pair, there, on):
            rule = rules.get(pair.norm.kind_id)
            planned_on, moved_from = fixed_day(rule, year, month, table) if rule else (None, None)
            days = {"planned_on": planned_on, "moved_from": moved_from, "by_rule": rule is not None}
            made.append(new_item(branch, year=year, month=month, kind=pair.norm.kind, group=pair.group, **days))
    PlanItem.objects.bulk_create(made)
    if made:
        detail = {"year": year, "items": len(made)}
        audit.record(actor=by, action="planning.plan_draft", subject=branch, detail=detail)
    return len(made)


def _owed(branch: Branch, year: int, on: date) -> Iterator[Pair]:
    answer = held_and_due(branch, start=date(year, 1, 1), end=date(year, 12, 31), as_of=on)
    for pair in answer.pairs:
        unknown = pair.norm.unit == NormUnit.COMMITTEE and not branch.posts_recorded
        if pair.norm.unit != NormUnit.MEMBER and pair.period.end >= on and not unknown:
            yield pair


def _there(branch: Branch, year: int) -> Counter[Place]:
    """How many items of a kind and group there are in each month, the court's for all branches among them."""
    rows = PlanItem.objects.within(branch.court).filter(year=year)
    return Counter(_place(item) for item in rows if item.branch_id in (None, branch.pk))


def _place(item: PlanItem) -> Place:
    return item.kind_id, item.group_id, item.month


def _months_lacking(pair: Pair, there: Counter[Place], on: date) -> list[int]:
    """Months of the pair's period in which something is still to be planned: the last ones, one in each."""
    first = max(pair.period.start.month, on.month if on.year == pair.period.end.year else 1)
    months = list(range(pair.period.end.month, first - 1, -1))
    group_id = pair.group.pk if pair.group else None
    all_months = range(pair.period.start.month, pair.period.end.month + 1)
    planned = sum(there[pair.norm.kind_id, group_id, month] for month in all_months)
    lacking = max(0, pair.norm.times - max(planned, pair.held))
    return sorted((months * lacking)[:lacking])


@transaction.atomic
def plan_copy(*, branch: Branch, year: int, by: Any, on: date) -> int:
    """Carry last year's plan over to `year`: fixed days by their rule, other days to the same date, all off holidays.

    An item is carried over once, and none to a month that has as many of its kind and group already. Groups and kinds
    that are gone are left out. Answers how many; again: none.
    """
    hold(branch)
    last = list(PlanItem.objects.within(branch).filter(year=year - 1).select_related("kind", "group", "copy"))
    if not last:
        raise Refused(f"{year - 1} 年没有计划可以复制")
    items = _lacking(branch, last, year, on)
    rules = {rule.kind_id: rule for rule in FixedDay.objects.within(branch)}
    table = day_table(year, year)
    copies = [_copy_of(branch, item, rules.get(item.kind_id), year, table) for item in items]
    PlanItem.objects.bulk_create(copies)
    if items:
        detail = {"year": year, "items": len(items)}
        audit.record(actor=by, action="planning.plan_copy", subject=branch, detail=detail)
    return len(items)


def _lacking(branch: Branch, last: list[PlanItem], year: int, on: date) -> list[PlanItem]:
    """Those of last year's items that are still to be carried over."""
    there = Counter(_place(item) for item in PlanItem.objects.within(branch).filter(year=year))
    lacking = []
    for item in sorted(last, key=lambda item: not hasattr(item, "copy")):  # what was carried over takes its own place
        gone = not item.kind.is_active or (item.group is not None and not item.group.exists_on(on))
        if there[_place(item)]:
            there[_place(item)] -= 1
        elif not gone and not hasattr(item, "copy"):
            lacking.append(item)
    return sorted(lacking, key=lambda item: (item.month, item.pk))


def _copy_of(branch: Branch, item: PlanItem, rule: FixedDay | None, year: int, table: DayTable) -> PlanItem:
    planned_on, moved_from = None, None
    if rule and item.planned_on:
        planned_on, moved_from = fixed_day(rule, year, item.month, table)
    elif item.planned_on:
        planned_on, moved_from = carried_over(item.planned_on, item.moved_from, year - item.year, table)
    same = {name: getattr(item, name) for name in ("kind", "group", "month", "title", "topic", "owner_name", "place")}
    days = {"planned_on": planned_on, "moved_from": moved_from, "by_rule": bool(rule and planned_on)}
    return new_item(branch, year=year, copied_from=item, **same, **days)
