"""Saving a plan that was edited as a table: all rows or none."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from activities.models import ActivityKind
from branches.models import Branch, Court, PartyGroup
from core import audit
from core.changes import CONFLICT, save_change
from core.errors import EditConflict, Refused
from planning.models import PlanItem

_AS_MADE = 1  # the version of a new row


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
    """One row of the table: a new item (no `pk`; `key` is the row's own), an item opened at `version`, or one to be
    taken out (no facts).
    """

    facts: PlanFacts | None
    pk: int | None = None
    version: int = 0
    key: UUID | None = None


class PlanConflict(EditConflict):
    """Somebody saved some of the rows since the table was opened: `items` are those rows as they are now."""

    def __init__(self, items: list[PlanItem]) -> None:
        super().__init__(CONFLICT)
        self.items = items


@transaction.atomic
def plan_save(*, owner: Branch | Court, year: int, rows: Sequence[PlanRow], by: Any) -> int:
    """Save the rows of a branch's plan, or of the court's own; answers how many were made, changed or taken out.

    The same rows sent twice are saved once; a new row sent again that says something else changes the item it made.
    Raises PlanConflict where somebody else saved other facts of a row, and Refused where it is no longer there.
    """
    hold(owner)
    kept = {item.pk: item for item in own_items(owner).filter(year=year)}
    # What was to be taken out and is no longer there was taken out when the form was sent before.
    rows = [row for row in _with_made(owner, rows) if row.facts is not None or row.pk in kept]
    if any(row.pk is not None and row.pk not in kept for row in rows):
        raise Refused("有的事项已被别人删除，请重新打开计划再改")
    if stale := [kept[row.pk] for row in rows if row.pk and _is_stale(kept[row.pk], row)]:
        raise PlanConflict(stale)
    changed = sum(_save_row(owner, year, kept.get(row.pk or 0), row, by) for row in rows)
    if changed:
        audit.record(actor=by, action="planning.plan_save", subject=owner, detail={"year": year, "items": changed})
    return changed


def hold(owner: Branch | Court) -> None:
    """Let only one at a time write the plan of `owner`, until the transaction ends."""
    rows = Branch.objects.within(owner) if isinstance(owner, Branch) else Court.objects.within(owner)
    rows.select_for_update(no_key=True).get()


def _with_made(owner: Branch | Court, rows: Sequence[PlanRow]) -> list[PlanRow]:
    """`rows`; a new one that made its item when it was sent before stands for that item, as it was made."""
    keys = [row.key for row in rows if row.pk is None]
    made = dict(own_items(owner).filter(entry_key__in=keys).values_list("entry_key", "pk"))
    return [replace(row, pk=made[row.key], version=_AS_MADE) if row.key in made else row for row in rows]


def _is_stale(item: PlanItem, row: PlanRow) -> bool:
    """Whether somebody else saved the item since, saying something else than the row does."""
    return item.version != row.version and (row.facts is None or _differs(item, row.facts))


def _differs(item: PlanItem, facts: PlanFacts) -> bool:
    return any(getattr(item, each.name) != getattr(facts, each.name) for each in fields(facts))


def own_items(owner: Branch | Court) -> QuerySet[PlanItem]:
    """The items of a branch itself, or those that the court planned for all branches."""
    rows = PlanItem.objects.within(owner)
    return rows.filter(branch__isnull=True) if isinstance(owner, Court) else rows


def _save_row(owner: Branch | Court, year: int, item: PlanItem | None, row: PlanRow, by: Any) -> bool:
    facts = row.facts
    if facts is None:
        return bool(item and item.delete())
    values: dict[str, Any] = {each.name: getattr(facts, each.name) for each in fields(facts)}
    if item is None:
        item = new_item(owner, year=year, entry_key=row.key, **values)
        _check_new(item)
        item.save()
        return True
    if not _differs(item, facts):
        return False
    if item.planned_on != facts.planned_on:
        values |= {"moved_from": None, "by_rule": False}
    save_change(item, own_items(owner), values=values, by=by, action="planning.plan_save", version=item.version)
    return True


def _check_new(item: PlanItem) -> None:
    """Raise Refused where the key of the row is not of this form alone: forged, or sent for two rows."""
    try:
        item.full_clean()
    except ValidationError as error:
        if "entry_key" in error.error_dict:
            raise Refused("这一页已经失效，请重新打开计划再填") from error
        raise


def new_item(owner: Branch | Court, **values: Any) -> PlanItem:
    """One item, checked as far as that needs no query, not saved: many are saved together."""
    branch = owner if isinstance(owner, Branch) else None
    court = owner if isinstance(owner, Court) else owner.court
    item = PlanItem(court=court, branch=branch, **values)
    item.clean_fields(exclude=("court", "branch", "kind", "group", "copied_from"))
    item.clean()
    return item
