"""Rows of rectification in every court and branch: an open problem with a measure, what was done and what shows it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.attachments import FileKind, put
from rectification.models import (
    Evidence,
    Finding,
    Inspection,
    InspectionBranch,
    Measure,
    Problem,
    ProblemShare,
    Recheck,
    RectificationStep,
)

if TYPE_CHECKING:
    from tests.access.world import World

OPENED_ON = date(2024, 9, 1)


def plant_problem(world: "World", code: str, at: Any, *, number: int, **owner: Any) -> None:
    """`owner`: court, and branch of a branch's problem."""
    court, branch = {"court": owner["court"]}, owner.get("branch")
    problem = world.plant(Problem, code, **owner, number=number, opened_on=OPENED_ON)
    of_problem = {**court, "problem": problem}
    if branch is not None:
        world.plant(ProblemShare, code, **of_problem, branch=branch, starts_on=OPENED_ON, claimed_on=OPENED_ON)
    measure = world.plant(Measure, code, **of_problem, branch=branch, order=1, first_due_on=date(2024, 12, 1))
    world.plant(RectificationStep, code, **of_problem, order=1, kind="OPENED", on=OPENED_ON)
    told = {"order": 2, "kind": "PROGRESS", "on": date(2024, 10, 1), "measure": measure, "branch": branch}
    step = world.plant(RectificationStep, code, **of_problem, **told)
    file = {"kind": FileKind.PNG, "digest": put(b"a picture"), "size": 9, "uploaded_at": at}
    world.plant(Evidence, code, **of_problem, measure=measure, step=step, **file)


def plant_quarterly(world: "World", code: str) -> None:
    """The quarterly inspection of a court."""
    facts = {"year": 2024, "quarter": 3, "held_on": OPENED_ON}
    world.plant(Inspection, code, court=world.courts[code], kind="QUARTERLY", **facts)


def plant_finding(world: "World", code: str) -> None:
    """What an unannounced inspection of a branch found there: a problem by now, and a finding that is none yet."""
    branch = world.branches[code]
    owner = {"court": branch.court, "branch": branch}
    facts = {"year": 2024, "quarter": 3, "held_on": OPENED_ON}
    inspection = world.plant(Inspection, code, court=branch.court, kind="UNANNOUNCED", **facts)
    visit = world.plant(InspectionBranch, code, **owner, inspection=inspection, checked_on=OPENED_ON)
    own = {**owner, "inspection": inspection, "visit": visit, "due_on": date(2024, 12, 1)}
    problem = Problem.all_rows.get(branch=branch)
    finding = world.plant(Finding, code, **own, number=1, problem=problem)
    world.plant(Finding, code, **own, number=2)
    world.plant(Recheck, code, **owner, finding=finding, on=date(2024, 11, 1), passed=False, after=2)
