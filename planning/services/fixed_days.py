"""The fixed day of a month, and the items that follow it."""

from datetime import date
from typing import Any

from django.db import transaction

from activities.models import ActivityKind
from branches.models import Branch
from core import audit
from core.changes import save_change
from core.holidays import day_table
from planning.days import fixed_day
from planning.models import FixedDay, PlanItem


@transaction.atomic
def fixed_day_set(*, branch: Branch, kind: ActivityKind, by: Any, on: date, version: int = 0, **rule: Any) -> FixedDay:
    """Name the day of each month on which the branch does `kind`. Items from `on` on that followed the old rule, or had
    no day, follow the new one. `rule`: `every`, and `day` or `week` and `weekday`."""
    kept = FixedDay.objects.within(branch).filter(kind=kind).first()
    old = _days_of(kept, branch, on) if kept else {}
    if kept is None:
        kept = FixedDay(court_id=branch.court_id, branch=branch, kind=kind, **rule)
        kept.full_clean()
        kept.save()
        audit.record(actor=by, action="planning.fixed_day_set", subject=kept, detail={"day": str(kept)})
    else:
        rows = FixedDay.objects.within(branch)
        save_change(kept, rows, values=rule, by=by, action="planning.fixed_day_set", version=version)
    _follow(kept, branch, on, old)
    return kept


def _upcoming(branch: Branch, kind: ActivityKind, on: date) -> list[PlanItem]:
    rows = PlanItem.objects.within(branch).filter(kind=kind, year__gte=on.year)
    return [item for item in rows if (item.year, item.month) >= (on.year, on.month)]


def _days_of(rule: FixedDay, branch: Branch, on: date) -> dict[int, date]:
    """The day that the rule gives for each item that is still to come."""
    table = day_table(on.year, on.year + 1)
    items = _upcoming(branch, rule.kind, on)
    return {item.pk: fixed_day(rule, item.year, item.month, table)[0] for item in items}


def _follow(rule: FixedDay, branch: Branch, on: date, old: dict[int, date]) -> None:
    table = day_table(on.year, on.year + 1)
    for item in _upcoming(branch, rule.kind, on):
        day, moved_from = fixed_day(rule, item.year, item.month, table)
        if item.planned_on in (None, old.get(item.pk)) and day >= on:
            item.planned_on, item.moved_from, item.version = day, moved_from, item.version + 1
            item.full_clean(exclude=["version"])
            item.save()


@transaction.atomic
def fixed_day_remove(*, rule: FixedDay, by: Any) -> None:
    """The branch has no fixed day for the kind any more; what is planned stays as it is."""
    audit.record(actor=by, action="planning.fixed_day_remove", subject=rule)
    rule.delete()
