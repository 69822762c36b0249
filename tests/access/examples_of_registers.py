"""Examples of the pages of registers."""

from typing import Any

from branches.models import Branch
from registers.models import RegisterEntry, RegisterKind
from tests.access.actors import ACTORS, TODAY
from tests.access.example import COMMITTEES, WRITERS, Data, Example
from tests.access.world import World, owners


def court_code(actor: str) -> str | None:
    return owners(ACTORS[actor].at)["court"]


def of_court(actor: str, place: str) -> bool:
    return owners(place)["court"] == court_code(actor)


def of_branch(actor: str, place: str) -> bool:
    """An officer's own branch; to a committee, every branch of its court."""
    own = owners(ACTORS[actor].at)["branch"]
    return of_court(actor, place) and own in (None, owners(place)["branch"])


def entry_form(world: World, actor: str, row: RegisterKind) -> Data:
    return {"title": "另一条", "on": TODAY, "branch": _branch(world, actor)}


def _branch(world: World, actor: str) -> Branch | None:
    """The committee names one of its branches; an officer's own goes without saying."""
    if owners(ACTORS[actor].at)["branch"]:
        return None
    return next(branch for code, branch in world.branches.items() if of_court(actor, code))


def change_form(world: World, actor: str, row: RegisterEntry) -> Data:
    return {"title": "改过的一条", "on": TODAY, "version": row.version}


def reason(world: World, actor: str, row: RegisterEntry) -> Data:
    return {"reason": "登记有误", "version": row.version}


def kind_form(world: World, actor: str, row: RegisterKind | None) -> Data:
    facts = {"subject": "BRANCH", "written_by": "BRANCH", "date_label": "日期", "is_active": "on"}
    return {"name": "另一本登记簿", **facts, "version": row.version if row else ""}


LISTED: dict[str, Any] = {"rows": {"kind_pk": RegisterKind}, "allowed": WRITERS, "where": of_court, "unfit": 404}
EXAMPLES_OF_REGISTERS: dict[str, Example] = {
    "registers:overview": Example(allowed=WRITERS),
    "registers:branch_panel": Example(rows={"pk": Branch}, allowed=WRITERS, where=of_court, shows_row=False),
    "registers:kinds": Example(allowed=COMMITTEES),
    "registers:kind_new": Example(allowed=COMMITTEES, post=kind_form),
    "registers:kind": Example(rows={"pk": RegisterKind}, allowed=COMMITTEES, where=of_court, post=kind_form),
    "registers:list": Example(**LISTED),
    "registers:export": Example(**LISTED),
    "registers:pdf": Example(**LISTED, shows_row=False),
    "registers:docx": Example(**LISTED, shows_row=False),
    "registers:new": Example(**LISTED, post=entry_form, row_is_read=True),
    "registers:entry": Example(rows={"pk": RegisterEntry}, allowed=WRITERS),
    "registers:entry_edit": Example(rows={"pk": RegisterEntry}, allowed=WRITERS, where=of_branch, post=change_form),
    "registers:entry_withdraw": Example(rows={"pk": RegisterEntry}, allowed=WRITERS, where=of_branch, post=reason),
}
