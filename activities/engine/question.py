"""Asking the engine."""

from collections import defaultdict
from datetime import date

from activities.choices import PeriodLength
from activities.engine.answer import BranchFigures, HeldDue, KindFigures, gather
from activities.engine.evaluate import Pair, evaluate
from activities.engine.facts import Facts, joint_surplus, load_facts, load_held
from activities.engine.periods import month_index, period_at
from branches.models import Branch, Court


def held_and_due(owner: Court | Branch, *, start: date, end: date, as_of: date, with_below: bool = False) -> HeldDue:
    """Held, due, met, open and not known for each kind of `owner`'s branches in `start`..`end`, as of `as_of`.

    `owner` is a court (`with_below`: with the courts below it) or a branch that the caller fetched for a user. Counts
    are of activities, pairs (unit, period) and persons-times. The number of queries does not grow with the branches.
    """
    first = period_at(month_index(start), PeriodLength.YEAR).start
    facts = load_facts(owner, first=first, as_of=as_of, with_below=with_below)
    pairs = list(evaluate(facts, start=start, end=end, as_of=as_of))
    there = {key for key, each in facts.branches.items() if _was_there(each.branch, start, min(end, as_of))}
    kinds = _kinds_in_question(facts, there)
    _add_held(kinds, facts, owner, start=start, last=min(end, as_of), with_below=with_below)
    by_kind: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.norm.kind_id].append(pair)
    for kind_id, own in by_kind.items():
        gather(kinds[kind_id], own)
    shown = there.union(key for each in kinds.values() for key in each.branches if key is not None)
    ordered = sorted(kinds.values(), key=lambda figures: (figures.kind.order, figures.kind.pk))
    return HeldDue(
        start=start,
        end=end,
        as_of=as_of,
        branches={key: each.branch for key, each in facts.branches.items() if key in shown},
        kinds={figures.kind.code: figures for figures in ordered},
        pairs=pairs,
    )


def _was_there(branch: Branch, first: date, last: date) -> bool:
    return (branch.founded_on is None or branch.founded_on <= last) and (
        branch.dissolved_on is None or branch.dissolved_on > first
    )


def _kinds_in_question(facts: Facts, there: set[int]) -> dict[int, KindFigures]:
    """Every kind that some branch has a norm for, with a row for each branch that was there."""
    result = {}
    for kind_id in facts.norms.kinds():
        branches: dict[int | None, BranchFigures] = {
            key: BranchFigures(due=0) for key in facts.branches if key in there
        }
        result[kind_id] = KindFigures(kind=facts.kinds[kind_id], due=0, branches=branches)
    return result


def _add_held(
    kinds: dict[int, KindFigures], facts: Facts, owner: Court | Branch, *, start: date, last: date, with_below: bool
) -> None:
    surplus = joint_surplus(owner, start=start, last=last, with_below=with_below)
    held = load_held(owner, start=start, last=last, with_below=with_below)
    for (branch_id, kind_id), figures in held.items():
        total = kinds.setdefault(kind_id, KindFigures(kind=facts.kinds[kind_id]))
        branch = total.branches.setdefault(branch_id, BranchFigures())
        for each in (branch, total):
            each.held += figures.held
            each.person_times += figures.person_times
            each.expected_person_times += figures.expected_person_times
    for kind_id, extra in surplus.items():
        kinds[kind_id].held -= extra
