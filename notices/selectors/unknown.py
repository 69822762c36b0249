"""What nobody can tell of a quarter, line by line: the message to the committee counts what the page lists."""

from collections import defaultdict
from dataclasses import dataclass

from activities.engine import Pair, PairState, Period, held_and_due
from activities.models import ActivityKind
from branches.models import Branch, Court
from notices.quarters import Quarter
from notices.selectors.bulletins import order_of_pair, together, unit_of


@dataclass(frozen=True)
class UnknownLine:
    """One period of a norm that a unit of the branch owed; members who owe the same stand together."""

    branch: Branch
    kind: ActivityKind
    unit: str
    period: Period
    why: str


def unknown_of_quarter(court: Court, quarter: Quarter) -> list[UnknownLine]:
    """As of the quarter's last day, of the records as they are now; in the court's order of branches."""
    answer = held_and_due(court, start=quarter.start, end=quarter.end, as_of=quarter.end)
    found: defaultdict[int, list[Pair]] = defaultdict(list)
    for pair in answer.pairs:
        if pair.state is PairState.NOT_KNOWN:
            found[pair.branch_id].append(pair)
    branches = sorted((answer.branches[key] for key in found), key=lambda branch: (branch.order, branch.pk))
    return [
        UnknownLine(branch, same[0].norm.kind, unit_of(branch, same), same[0].period, same[0].why)
        for branch in branches
        for same in together(sorted(found[branch.pk], key=order_of_pair))
    ]
