"""Examples of the pages of development files."""

from typing import Any

from branches.models import Branch, Member
from development.choices import DECISIONS, Stage, StepKind
from development.models import Candidate, Step
from tests.access.actors import ACTORS, TODAY
from tests.access.example import COMMITTEES, SECRETARIES, WRITERS, Data, Example
from tests.access.world import World, owners


def new_file(world: World, actor: str, branch: Branch) -> Data:
    return {"name": "新申请的人", "applied_on": TODAY, "born_on": "1995-05-05"}


def file_form(world: World, actor: str, row: Candidate) -> Data:
    return {"version": row.version, "name": "改过的姓名", "born_on": "1990-01-02"}


def talk_form(world: World, actor: str, row: Candidate) -> Data | None:
    """Only of a file that has just begun."""
    return {"version": row.version, "happened_on": TODAY} if row.stage == Stage.APPLICANT else None


def waits_for_the_committee(row: Candidate) -> bool:
    return row.stage == Stage.ACTIVIST and not is_on_record(row)


def is_on_record(row: Candidate) -> bool:
    return row.steps.filter(kind=StepKind.ACTIVIST_FILED).exists()


def filing_form(world: World, actor: str, row: Candidate) -> Data | None:
    """Only of a file that waits to be put on record."""
    return {"version": row.version, "happened_on": TODAY} if waits_for_the_committee(row) else None


def withdrawal_form(world: World, actor: str, row: Candidate) -> Data | None:
    """What began a file is not withdrawn."""
    return {"version": row.version, "reason": "登记有误"} if waits_for_the_committee(row) else None


def decision_withdrawal_form(world: World, actor: str, row: Candidate) -> Data | None:
    """Of a file whose last step is the committee's."""
    return {"version": row.version, "reason": "登记有误"} if is_on_record(row) else None


def of_its_own_hand(actor: str, row: Step) -> bool:
    """A branch corrects its steps, the committee its decisions."""
    return (row.kind in DECISIONS) == (actor in COMMITTEES)


def correction_form(world: World, actor: str, row: Step) -> Data:
    """The day stands; a word is added."""
    values = {"happened_on": row.happened_on, "document": row.document, "note": f"{row.note}补记"}
    return {"version": row.candidate.version, "reason": "漏记", **values}


def move_form(world: World, actor: str, row: Candidate) -> Data | None:
    """To the other branch, where the court has one."""
    others = {"A": "B", "B": "A"}
    code = next(code for code, branch in world.branches.items() if branch.pk == row.branch_id)
    return {"version": row.version, "to_branch": world.branches[others[code]]} if code in others else None


def empty(world: World, actor: str, row: Any) -> Data:
    return {}


def at_home(actor: str, place: str) -> bool:
    """A court above reads what is shared of a branch, but nothing of its files."""
    return owners(ACTORS[actor].at)["court"] == owners(place)["court"]


EXAMPLES_OF_DEVELOPMENT: dict[str, Example] = {
    "development:overview": Example(allowed=WRITERS),
    "development:next": Example(allowed=WRITERS, filters={"branch": Branch}),
    "development:files": Example(allowed=WRITERS, filters={"branch": Branch}),
    "development:export": Example(allowed=WRITERS, filters={"branch": Branch}),
    "development:file": Example(rows={"pk": Candidate}, allowed=WRITERS),
    "development:edit": Example(rows={"pk": Candidate}, allowed=SECRETARIES, post=file_form),
    "development:step": Example(rows={"pk": Candidate}, plain={"step": "talk"}, allowed=SECRETARIES, post=talk_form),
    "development:decision": Example(
        rows={"pk": Candidate}, plain={"step": "activist-filed"}, allowed=COMMITTEES, post=filing_form
    ),
    "development:correct_step": Example(rows={"pk": Step}, allowed=WRITERS, fits=of_its_own_hand, post=correction_form),
    "development:withdraw_step": Example(rows={"pk": Candidate}, allowed=SECRETARIES, post=withdrawal_form),
    "development:withdraw_decision": Example(rows={"pk": Candidate}, allowed=COMMITTEES, post=decision_withdrawal_form),
    "development:move": Example(rows={"pk": Candidate}, allowed=COMMITTEES, post=move_form),
    "development:new": Example(rows={"branch_pk": Branch}, allowed=SECRETARIES, post=new_file),
    "development:take_over": Example(rows={"member_pk": Member}, allowed=SECRETARIES, post=empty, methods=("POST",)),
    "development:branch_panel": Example(rows={"pk": Branch}, allowed=WRITERS, where=at_home, shows_row=False),
    "development:member_panel": Example(rows={"pk": Member}, allowed=WRITERS, shows_row=False),
}
