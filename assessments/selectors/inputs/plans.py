"""Inputs from the year's plan (planning)."""

from collections.abc import Sequence

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import records
from assessments.selectors.inputs.meetings import ACTIVITY
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register
from core.dates import covers, month_end
from planning.choices import PlanState
from planning.selectors.plans import PlanLine, Plans, planners, plans_within

PLAN_ITEM = "planning.planitem"


def _of_kinds(names: Names, kinds: Sequence[str]) -> str:
    return f"已开展的计划事项占计划开展的事项（{'、'.join(names.get(kind, kind) for kind in kinds)}）"


@register(
    "PLAN_DONE",
    "年度计划落实",
    Shape.PARTS,
    words=_of_kinds,
    params=(Param("kinds", ParamType.KINDS, "组织生活类型"),),
    help="由年度计划和组织生活记录得出：计划月份已过的事项，开展了几项；没有计划这些事项的，不适用。",
)
def plan_done(reading: Reading, *, kinds: Sequence[str]) -> dict[int, Found]:
    """Plan items of these kinds whose month lies in the span and is over: held, if on another day, of all."""
    found = {branch_id: _done(own) for branch_id, own in lines_over(reading, kinds).items()}
    return {**reading.once(_without_plan), **{key: each for key, each in found.items() if each.due or each.unknown}}


def lines_over(reading: Reading, kinds: Sequence[str]) -> dict[int, list[PlanLine]]:
    """Branch → what was planned of these kinds for months that are over."""
    # Of many branches no more is read than is asked; of the parts of a whole, what all of them ask.
    plans = reading.shared(_plans, None if reading.whole else tuple(kinds))
    return {
        branch_id: [line for line in own if line.item.kind.code in kinds and _is_over(reading, line)]
        for branch_id, own in plans.lines(reading.last).items()
    }


def _plans(reading: Reading, kinds: Sequence[str] | None) -> Plans:
    return plans_within(year=reading.span.year, last=reading.last, kinds=kinds, **reading.scope)


def _done(over: Sequence[PlanLine]) -> Found:
    known = [line for line in over if line.state is not PlanState.NOT_KNOWN]
    unknown = len(over) - len(known)
    held = [line.activity_id for line in known if line.activity_id is not None]
    return Found(
        met=sum(line.is_held for line in known),
        due=len(known),
        unknown=unknown,
        why="计划事项所在的月份没有在此留存记录" if unknown else "",
        records={**records(PLAN_ITEM, (line.item.pk for line in over)), **records(ACTIVITY, held)},
    )


def _is_over(reading: Reading, line: PlanLine) -> bool:
    """Also of what the court planned for all, only what the branch was there for."""
    is_over = reading.start <= month_end(line.item.year, line.item.month) <= reading.last
    return is_over and line.branch.exists_on(line.day)


def _without_plan(reading: Reading) -> dict[int, Found]:
    """The branches that keep records here, and for which nobody has planned anything this year."""
    courts, branches = reading.shared(_planners)
    facts = reading.organisational_life.facts
    why = Found(why=f"没有登记{reading.span.year}年度计划")
    return {
        branch.pk: why
        for branch in reading.branches
        if branch.court_id not in courts
        and branch.pk not in branches
        and covers(facts[branch.pk].covered(), reading.start, reading.last)
    }


def _planners(reading: Reading) -> tuple[set[int], set[int]]:
    return planners(year=reading.span.year, **reading.scope)
