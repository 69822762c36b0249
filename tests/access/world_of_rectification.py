"""Rows of rectification in every court and branch: an open problem with a measure, what was done and what shows it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from core.attachments import FileKind, put
from rectification.models import Evidence, Measure, Problem, ProblemShare, RectificationStep

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
    file = {"kind": FileKind.PDF, "digest": put(b"%PDF-1.4"), "size": 8, "uploaded_at": at}
    world.plant(Evidence, code, **of_problem, measure=measure, step=step, **file)
