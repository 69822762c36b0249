"""Lines of figures for workbooks."""

from collections.abc import Iterator
from dataclasses import dataclass

from activities.engine import BranchFigures, HeldDue
from core.exports import Column
from reports.figures import WHOLE_COURT


@dataclass(frozen=True)
class KindLine:
    """One kind of the whole court (`who` 合计) or of one branch."""

    kind: str
    who: str
    figures: BranchFigures


KIND_COLUMNS: list[Column] = [
    ("类型", lambda line: line.kind),
    ("单位", lambda line: line.who),
    ("已开", lambda line: line.figures.held),
    ("应开", lambda line: line.figures.due if line.figures.due is not None else "—"),
    ("达标", lambda line: line.figures.met),
    ("不详", lambda line: line.figures.not_known),
    ("进行中", lambda line: line.figures.open),
    ("参加人次", lambda line: line.figures.person_times),
    ("应到人次", lambda line: line.figures.expected_person_times),
]


def kind_lines(answer: HeldDue, *, by_branch: bool) -> Iterator[KindLine]:
    """The sum of each kind and, where they may be seen, its branches."""
    for figures in answer.kinds.values():
        yield KindLine(figures.kind.name, "合计", figures)
        for branch_id, own in figures.branches.items() if by_branch else ():
            name = WHOLE_COURT if branch_id is None else answer.branches[branch_id].name
            yield KindLine(figures.kind.name, name, own)
