"""Asking the engine."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.engine.answer import BranchFigures, HeldDue, KindFigures, gather
from activities.engine.evaluate import Pair, evaluate
from activities.engine.facts import BranchFacts, Facts, load_facts
from activities.engine.periods import month_index
from activities.engine.records import Record, held_on
from activities.models import ActivityKind
from branches.models import Branch, Court


@dataclass(frozen=True)
class PairsAndRecords:
    """What was owed and what was held in a span, branch by branch, without the figures that a page shows.

    `pairs` stand in the branches' order. `records`: for (branch, code of a kind) the activities held in the span that
    count for the kind, as their main one or by the way, in the order of their ids; what the court itself held is of no
    branch and not there. `quorums`: branch → activity of a kind, or held in a form, that asks for a quorum → whether it
    had one (None: not known). `facts`: of which days each branch keeps records, and had a committee.
    """

    branches: dict[int, Branch]
    pairs: list[Pair]
    records: dict[tuple[int, str], list[int]]
    quorums: dict[int, dict[int, bool | None]]
    facts: dict[int, BranchFacts]
    kinds: dict[str, ActivityKind]


def held_and_due(owner: Court | Branch, *, start: date, end: date, as_of: date, with_below: bool = False) -> HeldDue:
    """Held, due, met, open and not known for each kind of `owner`'s branches in `start`..`end`, as of `as_of`.

    `owner` is a court (`with_below`: with the courts below it) or a branch that the caller fetched for a user. Counts
    are of activities, pairs (unit, period) and persons-times. The number of queries does not grow with the branches.
    """
    facts = load_facts(owner, start=start, end=end, as_of=as_of, with_below=with_below)
    there = {key for key, each in facts.branches.items() if _was_there(each.branch, start, min(end, as_of))}
    kinds = _kinds_in_question(facts, there)
    joint: set[tuple[int, UUID]] = set()
    for record in held_on(owner, (start, min(end, as_of)), with_below=with_below):
        facts.add(record)
        if record.kind_id not in kinds:
            kinds[record.kind_id] = KindFigures(kind=facts.kinds[record.kind_id])
        _count(kinds[record.kind_id], record, joint)
    pairs = list(evaluate(facts, start=start, end=end, as_of=as_of))
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


def pairs_and_records(
    owner: Court | Branch, *, start: date, end: date, as_of: date, with_below: bool = False
) -> PairsAndRecords:
    """The same pairs as `held_and_due` answers, and what was held in `start`..`end` up to `as_of`: for many branches.

    For computing, not for a page: a fixed number of queries, and nothing is summed.
    """
    facts = load_facts(owner, start=start, end=end, as_of=as_of, with_below=with_below)
    held = held_on(owner, (start, min(end, as_of)), with_below=with_below)
    found = _records(facts, _added(facts, held))
    return _with_pairs(facts, found, start=start, end=end, as_of=as_of)


class Known:
    """What is known of `start`..`end`, read once, to be asked of parts of it: for a page that shows several of them of
    few branches. Asked as of the day of reading or a later one: what is held is never of a day to come."""

    def __init__(self, owner: Court | Branch, *, start: date, end: date, with_below: bool = False) -> None:
        self._days = (start, end)
        self._facts = load_facts(owner, start=start, end=end, as_of=end, with_below=with_below)
        self._held = list(_added(self._facts, held_on(owner, (start, end), with_below=with_below)))

    def holds(self, start: date, end: date) -> bool:
        return self._days[0] <= start and end <= self._days[1]

    def within(self, *, start: date, end: date, as_of: date) -> PairsAndRecords:
        """As `pairs_and_records` answers it, of whole months."""
        months = range(month_index(start), month_index(end) + 1)
        found = _records(self._facts, (record for record in self._held if record.period in months))
        return _with_pairs(self._facts, found, start=start, end=end, as_of=as_of)


# What was held by branch and kind, and which meetings had their quorum: see PairsAndRecords.
_Records = tuple[dict[tuple[int, str], list[int]], dict[int, dict[int, bool | None]]]


def _added(facts: Facts, held: Iterable[Record]) -> Iterator[Record]:
    for record in held:
        facts.add(record)
        yield record


def _records(facts: Facts, held: Iterable[Record]) -> _Records:
    records: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    quorums: defaultdict[int, dict[int, bool | None]] = defaultdict(dict)
    for record in held:
        if record.branch_id is not None:
            kind = facts.kinds[record.kind_id]
            records[record.branch_id, kind.code].append(record.activity_id)
            if record.is_main and record.asks_quorum(kind):
                quorums[record.branch_id][record.activity_id] = record.has_quorum
    return {key: sorted(ids) for key, ids in records.items()}, dict(quorums)


def _with_pairs(facts: Facts, found: _Records, *, start: date, end: date, as_of: date) -> PairsAndRecords:
    records, quorums = found
    return PairsAndRecords(
        branches={key: each.branch for key, each in facts.branches.items()},
        pairs=list(evaluate(facts, start=start, end=end, as_of=as_of)),
        records=records,
        quorums=quorums,
        facts=facts.branches,
        kinds={kind.code: kind for kind in facts.kinds.values()},
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


def _count(figures: KindFigures, record: Record, joint: set[tuple[int, UUID]]) -> None:
    """Count what was held for all and for its branch; of a joint meeting one row alone counts for all together."""
    branch = figures.branches.get(record.branch_id)
    if branch is None:
        branch = figures.branches[record.branch_id] = BranchFigures()
    for each in (branch, figures):
        each.held += 1
        each.person_times += record.person_times
        each.expected_person_times += record.expected_person_times
    if record.joint_key is not None:
        key = (record.kind_id, record.joint_key)
        figures.held -= key in joint
        joint.add(key)
