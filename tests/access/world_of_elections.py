"""Rows of elections in every branch: one that waits for the committee, one that is over."""

from datetime import date
from typing import TYPE_CHECKING

from branches.models import CommitteeTerm
from elections.models import Ballot, Candidate, CandidateVotes, ElectionStep, TermElection

if TYPE_CHECKING:
    from tests.access.world import World

ELECTED_ON = date(2022, 1, 5)


def plant_elections(world: "World", code: str) -> None:
    branch = world.branches[code]
    owner = {"court": branch.court, "branch": branch}
    term = CommitteeTerm.all_rows.get(branch=branch)
    plan = {"seats": 1, "absent": [], "due_on": date(2025, 1, 5), "planned_on": date(2024, 12, 20)}
    waiting = world.plant(TermElection, code, **owner, **plan, term=term)
    asked_on = date(2024, 11, 10)
    world.plant(
        *(ElectionStep, code), **owner, election=waiting, order=1, kind="REQUESTED", stage="REQUESTED", on=asked_on
    )
    held = {"held_on": ELECTED_ON, "reported_on": ELECTED_ON, "closed_on": ELECTED_ON, "new_term": term}
    over = world.plant(
        *(TermElection, code), **owner, seats=1, absent=[], **held, roster_due=3, voting_due=3, voting_present=3
    )
    world.plant(ElectionStep, code, **owner, election=over, order=1, kind="RECORDED", stage="DONE", on=ELECTED_ON)
    figures = {"held_on": ELECTED_ON, "present": 3, "seats": 1, "issued": 3, "returned": 3, "valid": 3}
    ballot = world.plant(Ballot, code, **owner, election=over, number=1, **figures)
    candidate = world.plant(
        *(Candidate, code), **owner, election=over, member=world.members[code], order=1, elected_in=ballot, stands=False
    )
    world.plant(CandidateVotes, code, ballot=ballot, candidate=candidate, votes=3, elected=True)
