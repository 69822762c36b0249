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
    WorkItem,
    WorkList,
    WorkNode,
    WorkNodeStep,
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


def plant_lists(world: "World", code: str, court: Any) -> None:
    """A court's own names of a list, an item of it without a node, and one with a node of the committee's."""
    world.plant(WorkList, code, court=court, code="DUTIES", order=4, labels={}, hidden=[])
    world.plant(WorkItem, code, court=court, code="TASKS", number=1, aspect_order=1, void_reason="")
    plant_node(world, code, court=court)


def plant_node(world: "World", code: str, *, court: Any, branch: Any = None) -> None:
    """A node of the court's item: the committee's own, which is done, or a branch's, with what was reported."""
    item = WorkItem.all_rows.filter(court=court, number=2).first()
    if item is None:
        item = world.plant(WorkItem, code, court=court, code="TASKS", number=2, aspect_order=1, void_reason="")
    order = item.nodes.count() + 1
    days = {"opened_on": OPENED_ON, "first_due_on": date(2024, 12, 1)}
    node = world.plant(WorkNode, code, court=court, branch=branch, item=item, order=order, void_reason="", **days)
    step = {"order": 1, "kind": "PROGRESS" if branch else "DONE", "on": date(2024, 11, 12)}
    world.plant(WorkNodeStep, code, court=court, branch=branch, node=node, **step)
