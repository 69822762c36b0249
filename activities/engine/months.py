"""Sums of many courts by the month in which a period ends: what a roll-up keeps of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.engine.evaluate import Pair, PairState, evaluate
from activities.engine.facts import load_facts
from activities.engine.periods import month_index
from activities.engine.records import Record, held_on
from branches.models import Court


@dataclass(slots=True)
class MonthFigures:
    """One kind of one court in one month. `held` and person-times are of what took place in it, the rest of the periods
    that end in it; `open_enough`: those of `open` that are met already; `branches`: how many owe something."""

    held: int = 0
    due: int = 0
    met: int = 0
    open: int = 0
    open_enough: int = 0
    not_known: int = 0
    person_times: int = 0
    expected_person_times: int = 0
    branches: int = 0


# (court, month) → code of the kind → its figures
ByMonth = dict[tuple[int, int], dict[str, MonthFigures]]
# The same by (court, month, kind), while they are counted.
_Counts = defaultdict[tuple[int, int, int], MonthFigures]


def figures_by_month(courts: Sequence[Court], *, start: date, end: date, as_of: date) -> ByMonth:
    """What `held_and_due` answers for each of `courts` alone, month by month of `start`..`end`, which are whole months.

    A fixed number of queries for all of them. The sum over the months of a year is the answer for them together.
    """
    facts = load_facts(courts, start=start, end=end, as_of=as_of, with_below=False)
    counts: _Counts = defaultdict(MonthFigures)
    joint: set[tuple[int, UUID]] = set()
    for record in held_on(courts, (start, min(end, as_of)), with_below=False):
        facts.add(record)
        _count(counts[record.court_id, record.period, record.kind_id], record, joint)
    court_of = {key: each.branch.court_id for key, each in facts.branches.items()}
    _count_pairs(counts, evaluate(facts, start=start, end=end, as_of=as_of), court_of)
    found: ByMonth = {}
    for (court_id, month, kind_id), figures in counts.items():
        found.setdefault((court_id, month), {})[facts.kinds[kind_id].code] = figures
    return found


def _count(figures: MonthFigures, record: Record, joint: set[tuple[int, UUID]]) -> None:
    """Of a joint meeting, which is of one court, one row alone counts for the court; the rosters add up."""
    figures.person_times += record.person_times
    figures.expected_person_times += record.expected_person_times
    if record.joint_key is None or (record.kind_id, record.joint_key) not in joint:
        figures.held += 1
    if record.joint_key is not None:
        joint.add((record.kind_id, record.joint_key))


def _count_pairs(counts: _Counts, pairs: Iterable[Pair], court_of: dict[int, int]) -> None:
    """The pairs come branch by branch."""
    last_branch: dict[tuple[int, int, int], int] = {}
    for pair in pairs:
        key = (court_of[pair.branch_id], month_index(pair.period.end), pair.norm.kind_id)
        figures = counts[key]
        if pair.state is PairState.OPEN:
            figures.open += 1
            figures.open_enough += pair.enough
        elif pair.state is PairState.NOT_KNOWN:
            figures.not_known += 1
        else:
            figures.due += 1
            figures.met += pair.state is PairState.MET
        if last_branch.get(key) != pair.branch_id:
            last_branch[key] = pair.branch_id
            figures.branches += 1
