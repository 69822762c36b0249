"""The fixed day of a month, and the items that follow it and the holidays."""

from datetime import date
from typing import Any

from django.db import transaction

from activities.models import ActivityKind
from branches.models import Branch, Court
from core import audit
from core.changes import GONE, save_change
from core.errors import EditConflict
from core.holidays import day_table
from planning.days import fixed_day
from planning.models import FixedDay, PlanItem
from planning.selectors.plans import items_held
from planning.services.items import hold

# By branch and kind.
Rules = dict[tuple[int | None, int], FixedDay]


@transaction.atomic
def fixed_day_set(*, branch: Branch, kind: ActivityKind, by: Any, on: date, version: int = 0, **rule: Any) -> FixedDay:
    """Name the day of each month on which the branch does `kind`. Items from `on` on that followed the old rule, or had
    no day, and were not held follow the new one. `rule`: `every`, and `day` or `week` and `weekday`."""
    hold(branch)
    kept = FixedDay.objects.within(branch).filter(kind=kind).first()
    if kept is None and version:
        raise EditConflict(GONE)
    if kept is None:
        kept = FixedDay(court_id=branch.court_id, branch=branch, kind=kind, **rule)
        kept.full_clean()
        kept.save()
        audit.record(actor=by, action="planning.fixed_day_set", subject=kept, detail={"day": str(kept)})
    else:
        rows = FixedDay.objects.within(branch)
        save_change(kept, rows, values=rule, by=by, action="planning.fixed_day_set", version=version)
    items = PlanItem.objects.within(branch).filter(kind=kind, year__gte=on.year)
    _follow([item for item in items if item.by_rule or item.planned_on is None], {(branch.pk, kind.pk): kept}, on)
    return kept


@transaction.atomic
def days_follow_holidays(*, court: Court, on: date) -> int:
    """Set what follows a fixed day of the court's branches to where the table of holidays of now has it.

    What was held, what somebody has set by hand, and what is past stay. Answers how many were moved; again: none.
    """
    rules: Rules = {(rule.branch_id, rule.kind_id): rule for rule in FixedDay.objects.within(court)}
    items = PlanItem.objects.within(court).select_for_update().filter(by_rule=True, planned_on__gte=on)
    moved = _follow([item for item in items if (item.branch_id, item.kind_id) in rules], rules, on)
    if moved:
        detail = {"items": len(moved)}
        audit.record(actor=None, action="planning.days_follow_holidays", subject=court, detail=detail)
    return len(moved)


def _follow(items: list[PlanItem], rules: Rules, on: date) -> list[PlanItem]:
    """Give items that are still to be held the day of their rule, from `on` on; answers those that it changed."""
    table = day_table(on.year, max((item.year for item in items), default=on.year))
    moved = []
    for item in items:
        day, moved_from = fixed_day(rules[item.branch_id, item.kind_id], item.year, item.month, table)
        if day >= on and (item.planned_on, item.moved_from, item.by_rule) != (day, moved_from, True):
            item.planned_on, item.moved_from, item.by_rule = day, moved_from, True
            moved.append(item)
    held = items_held(moved, on)
    moved = [item for item in moved if item.pk not in held]
    for item in moved:
        item.version += 1
        item.full_clean(exclude=["version"])
        item.save()
    return moved


@transaction.atomic
def fixed_day_remove(*, rule: FixedDay, by: Any) -> None:
    """The branch has no fixed day for the kind any more; what is planned stays as it is."""
    PlanItem.objects.within(rule.branch).filter(kind=rule.kind_id, by_rule=True).update(by_rule=False)
    audit.record(actor=by, action="planning.fixed_day_remove", subject=rule)
    rule.delete()
