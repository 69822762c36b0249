"""Who may do what in an election: the branch's officers take its steps, its court's committee answers them.

Each step has a name of its own, so that the audit trail says what was refused. Courts above read, they never write.
"""

from typing import Any

from branches.choices import Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission
from elections.choices import StepKind

# "elections.request" …: the permission of a step.
BRANCH_STEPS = {
    StepKind.POSTPONEMENT_ASKED: "elections.ask_postponement",
    StepKind.REQUESTED: "elections.request_election",
    StepKind.NOMINATED: "elections.nominate_candidates",
    StepKind.HEARD: "elections.hear_opinions",
    StepKind.EXCLUDED: "elections.exclude_from_due",
    StepKind.ASSEMBLED: "elections.hold_assembly",
    StepKind.COUNTED: "elections.count_ballots",
    StepKind.RECOUNTED: "elections.correct_ballots",
    StepKind.SEATS_REDUCED: "elections.reduce_seats",
    StepKind.CANDIDATE_OUT: "elections.drop_candidate",
    StepKind.DIVIDED: "elections.divide_work",
    StepKind.REPORTED: "elections.report_result",
    StepKind.WITHDRAWN: "elections.withdraw_step",
}
ANSWERS = {
    StepKind.POSTPONEMENT_APPROVED: "elections.answer_postponement",
    StepKind.APPROVED: "elections.answer_request",
    StepKind.LIST_APPROVED: "elections.answer_candidates",
    StepKind.RECORDED: "elections.answer_result",
}


@permission("elections.view_elections")
def view_elections(user: Any, subject: Any = None) -> bool:
    """Which rows is the scope's answer."""
    return standing_of(user).holds(Role.COMMITTEE, Role.SECRETARY)


@permission("elections.export_elections")
def export_elections(user: Any, subject: Any = None) -> bool:
    return view_elections(user, subject)


@permission("elections.take_step")
def take_step(user: Any, subject: Any = None) -> bool:
    """Any step of the branch; `subject` is an election or its branch."""
    return is_officer_of(user, subject)


@permission("elections.answer_branch")
def answer_branch(user: Any, subject: Any = None) -> bool:
    """Any answer of the committee; `subject` is an election or its branch."""
    return is_committee_of(user, subject)


@permission("elections.cancel_election")
def cancel_election(user: Any, subject: Any = None) -> bool:
    return is_officer_of(user, subject) or is_committee_of(user, subject)


for _name in BRANCH_STEPS.values():
    permission(_name)(take_step)
for _name in ANSWERS.values():
    permission(_name)(answer_branch)
