"""Saving a plan that was edited as a table: all rows or none."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from activities.models import ActivityKind
from branches.models import Branch, Court, PartyGroup
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused
from planning.models import PlanItem


@dataclass(frozen=True)
class PlanFacts:
    """What a person says of one item."""

    kind: ActivityKind
    month: int
    planned_on: date | None = None
    group: PartyGroup | None = None
    title: str = ""
    topic: str = ""
    owner_name: str = ""
    place: str = ""


@dataclass(frozen=True)
class PlanRow:
    """One row of the table: a new item (no `pk`), an item opened at `version`, or one to be taken out (no facts)."""

    facts: PlanFacts | None
    pk: int | None = None
    version: int = 0


class PlanConflict(EditConflict):
    """Somebody saved some of the rows since the table was opened: `items` are those rows as they are now."""

    def __init__(self, items: list[PlanItem]) -> None:
        super().__init__(CONFLICT)
        self.items = items


@transaction.atomic
def plan_save(*, owner: Branch | Court, year: int, rows: Sequence[PlanRow], by: Any) -> int:
    """Save the rows of a branch's plan, or of the court's own; answers how many were made, changed or taken out.

    Raises PlanConflict where a row was saved by somebody else, and Refused where it is no longer there.
    """
    kept = {item.pk: item for item in own_items(owner).filter(year=year).select_for_update()}
    known = [row for row in rows if row.pk is not None]
    if any(row.pk not in kept for row in known):
        raise Refused("有的事项已被别人删除，请重新打开计划再改")
    if stale := [kept[row.pk] for row in known if row.pk and kept[row.pk].version != row.version]:
        raise PlanConflict(stale)
    changed = sum(_save_row(owner, year, kept.get(row.pk or 0), row.facts, by) for row in rows)
    if changed:
        audit.record(actor=by, action="planning.plan_save", subject=owner, detail={"year": year, "items": changed})
    return changed


def own_items(owner: Branch | Court) -> QuerySet[PlanItem]:
    """The items of a branch itself, or those that the court planned for all branches."""
    rows = PlanItem.objects.within(owner)
    return rows.filter(branch__isnull=True) if isinstance(owner, Court) else rows


def _save_row(owner: Branch | Court, year: int, item: PlanItem | None, facts: PlanFacts | None, by: Any) -> bool:
    if facts is None:
        return bool(item and item.delete())
    values = asdict(facts) | {"kind": facts.kind, "group": facts.group, "year": year}
    if item is None:
        item = new_item(owner, **values)
        item.full_clean()
        item.save()
        return True
    if item.planned_on != facts.planned_on:
        values["moved_from"] = None
    differs = any(getattr(item, name) != value for name, value in values.items())
    if differs:
        rows = own_items(owner)
        save_change(item, rows, values=values, by=by, action="planning.plan_save", version=item.version)
    return differs


def new_item(owner: Branch | Court, **values: Any) -> PlanItem:
    """One item, checked as far as that needs no query, not saved: many are saved together."""
    branch = owner if isinstance(owner, Branch) else None
    court = owner if isinstance(owner, Court) else owner.court
    item = PlanItem(court=court, branch=branch, **values)
    item.clean_fields(exclude=("court", "branch", "kind", "group", "copied_from"))
    item.clean()
    return item
