"""Examples of the pages of elections."""

from typing import Any

from branches.models import Branch
from elections.models import Ballot, TermElection
from tests.access.actors import TODAY
from tests.access.example import COMMITTEES, READERS, SECRETARIES, WRITERS, Data, Example
from tests.access.world import World


def nothing_right(world: World, actor: str, row: Any) -> None:
    """No election of the world stands where this step comes next; an empty form is sent instead."""


def answer(world: World, actor: str, row: TermElection) -> Data | None:
    return None if row.closed_on else {"agreed": "yes", "on": TODAY, "number": "1号"}


def reason(world: World, actor: str, row: TermElection) -> Data | None:
    return None if row.closed_on else {"reason": "填写有误"}


def step(post: Any = nothing_right) -> Example:
    return Example(rows={"pk": TermElection}, allowed=SECRETARIES, post=post)


OF_BRANCH = {"branch_pk": Branch}
EXAMPLES_OF_ELECTIONS: dict[str, Example] = {
    "elections:list": Example(allowed=READERS),
    "elections:export": Example(allowed=READERS),
    "elections:branch_panel": Example(rows=OF_BRANCH, allowed=READERS, shows_row=False),
    "elections:election": Example(rows={"pk": TermElection}, allowed=READERS),
    "elections:request": Example(rows=OF_BRANCH, allowed=SECRETARIES, post=nothing_right),
    "elections:postpone": Example(rows=OF_BRANCH, allowed=SECRETARIES, post=nothing_right),
    "elections:answer": Example(rows={"pk": TermElection}, allowed=COMMITTEES, post=answer),
    "elections:nominate": step(),
    "elections:opinions": step(),
    "elections:assembly": step(),
    "elections:minutes": step(),
    "elections:ballots": step(),
    "elections:recount": Example(rows={"ballot_pk": Ballot}, allowed=SECRETARIES, post=nothing_right),
    "elections:exclusions": step(),
    "elections:candidate_out": step(),
    "elections:seats": step(),
    "elections:division": step(),
    "elections:report": step(),
    "elections:withdraw": step(reason),
    "elections:cancel": Example(rows={"pk": TermElection}, allowed=WRITERS, post=reason),
}
