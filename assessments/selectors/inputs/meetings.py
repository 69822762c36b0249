"""Inputs that the held/due engine answers: meetings held in the periods that are due."""

from collections import defaultdict

from activities.engine import PairState
from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.registry import Names, Param, ParamType, Reading, register


def _of_kind(names: Names, kind: str) -> str:
    return f"{names.get(kind, kind)}按期开展的次数占应开展的次数"


@register(
    "PERIODS_MET",
    "组织生活按期开展",
    Shape.PARTS,
    words=_of_kind,
    params=(Param("kind", ParamType.KIND, "组织生活类型"),),
    help="由组织生活记录得出：应开几次、按期开了几次；须到法定人数的，不够人数不算。",
)
def periods_met(reading: Reading, *, kind: str) -> dict[int, Found]:
    """Pairs (unit, period) of the kind's norm that were met, of those due; one that is not known makes the whole so."""
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    why: dict[int, str] = {}
    for pair in reading.organisational_life.pairs:
        if pair.norm.kind.code != kind or pair.state is PairState.OPEN:
            continue
        count = counts[pair.branch_id]
        if pair.state is PairState.NOT_KNOWN:
            count[2] += 1
            why.setdefault(pair.branch_id, pair.why)
        else:
            count[0] += pair.state is PairState.MET
            count[1] += 1
    return {
        branch_id: Found(met=met, due=due, unknown=unknown, why=why.get(branch_id, ""))
        for branch_id, (met, due, unknown) in counts.items()
    }
