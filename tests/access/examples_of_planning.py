"""Examples of the pages of plans and calendars."""

from typing import Any

from activities.models import ActivityKind
from branches.models import Branch, Court
from planning.models import FixedDay, PlanItem
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, EVERYBODY, MEMBERS, READERS, SECRETARIES, By, Data, Example
from tests.access.world import World, owners

EVERY_ROLE = (*READERS, *MEMBERS)


def own_court(actor: str, place: str) -> bool:
    """The actor's own court, or a place in it: courts above have no part in plans."""
    return owners(place)["court"] == owners(ACTORS[actor].at)["court"]


def year_form(world: World, actor: str, row: Any) -> Data:
    return {"year": 2024}


def plan_form(world: World, actor: str, row: Branch | Court) -> Data:
    """The rows as they stand, the first with another title, and a new one."""
    rows = PlanItem.all_rows.filter(year=2024, court=row if isinstance(row, Court) else row.court)
    items = list(rows.filter(branch=None if isinstance(row, Court) else row).order_by("planned_on", "pk"))
    data: Data = {"form-TOTAL_FORMS": len(items) + 1, "form-INITIAL_FORMS": len(items)}
    for at, item in enumerate(items):
        kept = {"pk": item, "version": item.version, "kind": item.kind.code, "month": item.month}
        kept |= {"group": item.group} if item.group else {}
        data |= {f"form-{at}-{name}": value for name, value in kept.items()}
    new = {"kind": By(ActivityKind.all_rows.get(code="THEME_DAY"), "code"), "planned_on": "2024-12-05", "title": "学习"}
    return data | {f"form-{len(items)}-{name}": value for name, value in new.items()}


def fixed_day_form(world: World, actor: str, row: Branch) -> Data:
    return {"kind": By(ActivityKind.all_rows.get(code="PARTY_LECTURE"), "code"), "every": "DATE", "day": 5}


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


EXAMPLES_OF_PLANNING: dict[str, Example] = {
    "planning:plans": Example(allowed=READERS),
    "planning:export": Example(allowed=READERS, filters={"branch": Branch}),
    "planning:branch": Example(rows={"pk": Branch}, allowed=READERS, where=own_court),
    "planning:branch_edit": Example(rows={"pk": Branch}, allowed=SECRETARIES, post=plan_form),
    "planning:branch_draft": Example(rows={"pk": Branch}, allowed=SECRETARIES, post=year_form),
    "planning:branch_copy": Example(rows={"pk": Branch}, allowed=SECRETARIES, post=year_form),
    "planning:fixed_day": Example(rows={"pk": Branch}, allowed=SECRETARIES, post=fixed_day_form),
    "planning:fixed_day_remove": Example(rows={"pk": FixedDay}, allowed=SECRETARIES, post=empty),
    "planning:court": Example(rows={"pk": Court}, allowed=COMMITTEES, where=own_court, post=plan_form),
    "planning:calendar": Example(allowed=EVERY_ROLE, filters={"branch": Branch}),
    # A new address is a new secret each time.
    "planning:subscription": Example(allowed=EVERY_ROLE, post=empty, done=(200,)),
    "planning:subscription_close": Example(allowed=EVERY_ROLE, post=empty),
    "planning:feed": Example(
        plain={"token": "unknown"}, allowed=EVERYBODY, answers=(404,), public=True, methods=("GET",), volatile=True
    ),
}
