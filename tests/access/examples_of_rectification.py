"""Examples of the pages of rectification, by what they are about."""

from typing import Any

from branches.models import Branch, Court
from rectification.models import Measure, Problem
from tests.access.actors import ACTORS
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example
from tests.access.examples_of_inspections import INSPECTIONS
from tests.access.world import World

READERS_OF_PROBLEMS = (*COMMITTEES, *SECRETARIES)
OF_MEASURE = {"pk": Measure}


def problem_form(world: World, actor: str, row: Problem | None) -> Data:
    words = {"title": "联系群众不够", "source": "巡察反馈"}
    if row is not None:
        return {**words, "version": row.version}
    return {**words, "opened_on": "2024-11-01", "lead": Branch.all_rows.filter(court=_court_of(world, actor)).first()}


def _court_of(world: World, actor: str) -> Court:
    return world.courts[ACTORS[actor].at]


def reason(world: World, actor: str, row: Problem) -> Data:
    return {"reason": "登记有误"}


def no_right_form(world: World, actor: str, row: Problem) -> None:
    """No problem of the world stands where this step comes next; an empty form is sent instead."""


def without_branch(actor: str, row: Problem) -> bool:
    """The committee asks for the close-out of a problem that no branch has a part in."""
    return actor in SECRETARIES or row.branch_id is None


def _step(allowed: tuple[str, ...], post: Any = no_right_form, **more: Any) -> Example:
    return Example(rows={"pk": Problem}, allowed=allowed, post=post, **more)


PROBLEMS: dict[str, Example] = {
    "rectification:list": Example(allowed=READERS_OF_PROBLEMS, filters={"branch": Branch}),
    "rectification:export": Example(allowed=READERS_OF_PROBLEMS),
    "rectification:new": Example(allowed=COMMITTEES, post=problem_form),
    "rectification:problem": Example(rows={"pk": Problem}, allowed=READERS_OF_PROBLEMS),
    "rectification:edit": _step(COMMITTEES, problem_form),
    "rectification:void": _step(COMMITTEES, reason),
    "rectification:offer": _step(COMMITTEES, lambda world, actor, row: {}),
    "rectification:assign": _step(COMMITTEES),
    "rectification:release": _step(COMMITTEES),
    "rectification:claim": _step(SECRETARIES),
    "rectification:decline": _step(SECRETARIES),
    "rectification:close_out_ask": _step(READERS_OF_PROBLEMS, fits=without_branch),
    "rectification:close_out_withdraw": _step(READERS_OF_PROBLEMS, fits=without_branch),
    "rectification:close_out_approve": _step(COMMITTEES),
    "rectification:close_out_send_back": _step(COMMITTEES),
    "rectification:reopen": _step(COMMITTEES),
}

MEASURES: dict[str, Example] = {
    "rectification:measures": Example(allowed=READERS_OF_PROBLEMS, filters={"branch": Branch, "problem": Problem}),
    "rectification:measure_export": Example(allowed=READERS_OF_PROBLEMS),
    "rectification:measure": Example(rows=OF_MEASURE, allowed=READERS_OF_PROBLEMS),
}

SUPERVISION: dict[str, Example] = {}

WORK_LISTS: dict[str, Example] = {}

EXAMPLES_OF_RECTIFICATION: dict[str, Example] = PROBLEMS | MEASURES | SUPERVISION | WORK_LISTS | INSPECTIONS
