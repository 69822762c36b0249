"""What the engine answers: figures by kind and branch, and the cells of a heat map."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from activities.engine.evaluate import Pair, PairState
from activities.engine.periods import Period
from activities.models import ActivityKind
from branches.models import Branch


@dataclass
class Cell:
    """The pairs of one norm that share a branch and a period (a group's norm has as many as there are groups).

    `held` counts activities; `of_members`: how often members took part, two of them in each talk.
    """

    period: Period
    due: int = 0
    met: int = 0
    open: int = 0
    open_enough: int = 0
    not_known: int = 0
    held: int = 0
    without_quorum: int = 0
    of_members: bool = False
    why: str = ""

    def add(self, pair: Pair) -> None:
        self.held += pair.held
        self.of_members = pair.member_id is not None
        self.without_quorum += pair.without_quorum
        if pair.state is PairState.OPEN:
            self.open += 1
            self.open_enough += pair.enough
        elif pair.state is PairState.NOT_KNOWN:
            self.not_known += 1
            self.why = pair.why
        else:
            self.due += 1
            self.met += pair.state is PairState.MET


@dataclass
class BranchFigures:
    """One kind of one branch, or of the court itself. `due` is None for a kind without a norm."""

    held: int = 0
    due: int | None = None
    met: int = 0
    open: int = 0
    not_known: int = 0
    person_times: int = 0
    expected_person_times: int = 0
    cells: dict[Period, Cell] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return (self.due or 0) - self.met


@dataclass(kw_only=True)
class KindFigures(BranchFigures):
    """One kind over all branches; a joint meeting counts once here and once for each of its branches."""

    kind: ActivityKind
    branches: dict[int | None, BranchFigures] = field(default_factory=dict)


@dataclass(frozen=True)
class HeldDue:
    """The answer for one court or branch, one span and one as-of date."""

    start: date
    end: date
    as_of: date
    branches: dict[int, Branch]
    kinds: dict[str, KindFigures]
    pairs: list[Pair]

    def unknown(self) -> list[tuple[Branch, ActivityKind, Period, str]]:
        """What could not be told, once for each branch, kind and period, with its reason."""
        found: dict[tuple[int, str, Period], tuple[Branch, ActivityKind, Period, str]] = {}
        for pair in self.pairs:
            if pair.state is PairState.NOT_KNOWN:
                kind = pair.norm.kind
                row = (self.branches[pair.branch_id], kind, pair.period, pair.why)
                found.setdefault((pair.branch_id, kind.code, pair.period), row)
        return list(found.values())

    def open_pairs(self) -> list[Pair]:
        """What is still to be held in the periods that run on the as-of date, the nearest end first."""
        return running(self.pairs, self.as_of)


def running(pairs: Iterable[Pair], on: date) -> list[Pair]:
    """Those that are still to be held, of the periods that run on the day `on` as of which they were judged."""
    found = (pair for pair in pairs if pair.state is PairState.OPEN and not pair.enough and pair.period.start <= on)
    return sorted(found, key=lambda pair: (pair.period.end, pair.norm.kind.order))


def gather(figures: KindFigures, pairs: Iterable[Pair]) -> None:
    """Count the pairs of one kind into its figures and those of the branches."""
    cells: defaultdict[int, dict[Period, Cell]] = defaultdict(dict)
    for pair in pairs:
        cells[pair.branch_id].setdefault(pair.period, Cell(pair.period)).add(pair)
    for branch_id, own in cells.items():
        branch = figures.branches.setdefault(branch_id, BranchFigures(due=0))
        branch.cells = dict(sorted(own.items()))
        for cell in own.values():
            for total in (branch, figures):
                total.due = (total.due or 0) + cell.due
                total.met += cell.met
                total.open += cell.open
                total.not_known += cell.not_known
