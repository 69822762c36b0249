"""Examples of the first pages and the reports."""

from typing import Any

from branches.models import Branch, Court
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, MEMBERS, READERS, SIGNED_IN, WRITERS, Data, Example
from tests.access.world import World, owners

# Courts of which a committee reads sums: its own and those below it.
SUMS_OF = {
    "committee_high": {"high", "own", "sister", "agreeing", "silent"},
    "committee_own": {"own", "agreeing", "silent"},
    "committee_sister": {"sister"},
    "committee_agreeing": {"agreeing"},
}


def in_sums(actor: str, place: str) -> bool:
    return place in SUMS_OF.get(actor, ())


def own_branches(actor: str, place: str) -> bool:
    """A branch's own officers and its own court's committee; nobody above."""
    codes = owners(place)
    return owners(ACTORS[actor].at)["branch"] == codes["branch"] or ACTORS[actor].at == codes["court"]


def go_on(world: World, actor: str, row: Any) -> Data:
    """The form of the wall has nothing but its button."""
    return {}


HANDBOOK = Example(rows={"pk": Branch}, allowed=WRITERS, where=own_branches)

EXAMPLES_OF_REPORTS: dict[str, Example] = {
    "reports:home": Example(allowed=SIGNED_IN),
    "reports:index": Example(allowed=READERS, filters={"court": Court}),
    "reports:mine": Example(allowed=MEMBERS),
    "reports:mine_export": Example(allowed=MEMBERS),
    "reports:court": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_sums),
    "reports:court_year": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_sums),
    "reports:court_year_export": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_sums, shows_row=False),
    "reports:below": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_sums),
    "reports:below_export": Example(rows={"pk": Court}, allowed=COMMITTEES, where=in_sums),
    "reports:branch": Example(rows={"pk": Branch}, allowed=READERS),
    **dict.fromkeys(("reports:handbook", "reports:handbook_pdf", "reports:handbook_docx"), HANDBOOK),
    "reports:court_block": Example(
        rows={"pk": Court}, plain={"block": "changes"}, allowed=COMMITTEES, where=in_sums, shows_row=False
    ),
    "reports:below_block": Example(
        rows={"pk": Court}, plain={"block": "changes"}, allowed=COMMITTEES, where=in_sums, shows_row=False
    ),
    "reports:wall": Example(
        rows={"pk": Court}, allowed=COMMITTEES, where=in_sums, post=go_on, row_is_read=True, volatile=True
    ),
    "reports:wall_figures": Example(
        rows={"pk": Court}, allowed=COMMITTEES, where=in_sums, shows_row=False, volatile=True
    ),
    "reports:branch_block": Example(rows={"pk": Branch}, plain={"block": "changes"}, allowed=READERS, shows_row=False),
    "reports:branch_panel": Example(rows={"pk": Branch}, allowed=READERS, shows_row=False),
    "reports:branch_export": Example(rows={"pk": Branch}, allowed=READERS),
}
