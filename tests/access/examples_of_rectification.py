"""Examples of the pages of rectification, by what they are about."""

from typing import Any

from branches.models import Branch, Court
from rectification.models import Evidence, Measure, Problem
from tests.access.actors import ACTORS, TODAY
from tests.access.example import COMMITTEES, SECRETARIES, Data, Example, PostData
from tests.access.examples_of_inspections import INSPECTIONS
from tests.access.examples_of_work_lists import WORK_LISTS
from tests.access.world import World

READERS_OF_PROBLEMS = (*COMMITTEES, *SECRETARIES)
OF_MEASURE = {"pk": Measure}
OWNERS = {"branch": Branch, "court": Court}


def measure_of(world: World, actor: str, row: Problem | Measure) -> Data:
    words = {"text": "每月走访一次", "branch": row.branch, "nature": "NOW", "owner_name": "张三"}
    return {**words, "version": row.version}


def report(world: World, actor: str, row: Measure) -> Data:
    return {"text": "已走访 12 户", "done_on": TODAY}


def extension(world: World, actor: str, row: Measure) -> Data:
    return {"until": "2024-12-31", "reason": "人手不足"}


def step(allowed: tuple[str, ...], post: PostData) -> Example:
    return Example(rows=OF_MEASURE, allowed=allowed, post=post)


def problem_form(world: World, actor: str, row: Problem | None) -> Data:
    words = {"title": "联系群众不够", "source": "巡察反馈"}
    if row is not None:
        return {**words, "version": row.version}
    return {**words, "opened_on": "2024-11-01", "lead": Branch.all_rows.filter(court=_court_of(world, actor)).first()}


def _court_of(world: World, actor: str) -> Court:
    return world.courts[ACTORS[actor].at]


def reason(world: World, actor: str, row: Any) -> Data:
    return {"reason": "登记有误"}


def no_right_form(world: World, actor: str, row: Any) -> None:
    """Nothing of the world stands where this step comes next; an empty form is sent instead."""


def without_branch(actor: str, row: Problem) -> bool:
    """The committee asks for the close-out of a problem that no branch has a part in."""
    return actor in SECRETARIES or row.branch_id is None


def of_own_measure(actor: str, row: Measure) -> bool:
    """The committee asks for more time for its own measures only."""
    return actor in SECRETARIES or row.branch_id is None


def _step(allowed: tuple[str, ...], post: Any = no_right_form, **more: Any) -> Example:
    return Example(rows={"pk": Problem}, allowed=allowed, post=post, **more)


PROBLEMS: dict[str, Example] = {
    "rectification:list": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:export": Example(allowed=READERS_OF_PROBLEMS),
    "rectification:new": Example(allowed=COMMITTEES, post=problem_form),
    "rectification:branch_panel": Example(rows={"branch_pk": Branch}, allowed=READERS_OF_PROBLEMS, shows_row=False),
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
    "rectification:measures": Example(allowed=READERS_OF_PROBLEMS, filters={**OWNERS, "problem": Problem}),
    "rectification:measure_export": Example(allowed=READERS_OF_PROBLEMS),
    "rectification:measure": Example(rows=OF_MEASURE, allowed=READERS_OF_PROBLEMS),
    "rectification:measure_add": Example(rows={"pk": Problem}, allowed=READERS_OF_PROBLEMS, post=measure_of),
    "rectification:measure_change": step(READERS_OF_PROBLEMS, measure_of),
    "rectification:measure_void": step(COMMITTEES, reason),
    "rectification:measure_send_back": step(COMMITTEES, no_right_form),
    "rectification:measure_progress": step(READERS_OF_PROBLEMS, report),
    "rectification:measure_done": step(READERS_OF_PROBLEMS, report),
    "rectification:extension_ask": Example(
        rows=OF_MEASURE, allowed=READERS_OF_PROBLEMS, post=extension, fits=of_own_measure
    ),
    "rectification:extension_withdraw": Example(
        rows=OF_MEASURE, allowed=READERS_OF_PROBLEMS, post=no_right_form, fits=of_own_measure
    ),
    "rectification:extension_answer": step(COMMITTEES, no_right_form),
    "rectification:evidence": Example(rows={"pk": Evidence}, allowed=READERS_OF_PROBLEMS, shows_row=False),
    "rectification:evidence_withdraw": Example(rows={"pk": Evidence}, allowed=READERS_OF_PROBLEMS, post=reason),
}

SUPERVISION: dict[str, Example] = {
    "rectification:supervision": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:supervision_branches": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:supervision_branches_export": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:supervision_persons": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:supervision_persons_export": Example(allowed=READERS_OF_PROBLEMS, filters=OWNERS),
    "rectification:supervision_below": Example(allowed=COMMITTEES, filters={"court": Court}),
    "rectification:supervision_below_export": Example(allowed=COMMITTEES, filters={"court": Court}),
}


LEDGER: dict[str, Example] = {
    "rectification:ledger": Example(allowed=READERS_OF_PROBLEMS, filters={"branch": Branch}),
}

EXAMPLES_OF_RECTIFICATION: dict[str, Example] = PROBLEMS | MEASURES | SUPERVISION | LEDGER | WORK_LISTS | INSPECTIONS
