"""How what was read becomes what an input gives."""

from collections.abc import Iterable, Mapping

from activities.engine import uncovered
from assessments.scoring import Found
from assessments.selectors.inputs.registry import Reading
from branches.choices import LimitCode
from branches.selectors.limits import LimitBooks
from development.path import CODES

# Every figure that an input measures by.
_FIGURES = (
    LimitCode.APPRAISAL_EXCELLENT_PARTS,
    LimitCode.COMMITTEE_FROM_MEMBERS,
    LimitCode.COMMITTEE_SEATS_LEAST,
    LimitCode.OFFICER_TRAININGS,
    *CODES,
)


def limits_of(reading: Reading) -> LimitBooks:
    return reading.shared(_limits)


def _limits(_: Reading) -> LimitBooks:
    return LimitBooks(_FIGURES)


def records(label: str, ids: Iterable[int]) -> dict[str, list[int]]:
    """The ids of what was counted, under their model's label; nothing counted: nothing."""
    found = sorted(ids)
    return {label: found} if found else {}


def kept_of(label: str, due: Mapping[int, bool]) -> Found:
    """PARTS: of the records that were due (id → whether it was kept)."""
    return Found(met=sum(due.values()), due=len(due), records=records(label, due))


def number_of(label: str, ids: Iterable[int], why: str = "") -> Found:
    """NUMBER: how many records there are."""
    counted = records(label, ids)
    return Found(met=len(counted.get(label, ())), why=why, records=counted)


def not_kept(reading: Reading, branch_id: int, kind: str) -> str:
    """Why the branch's records don't tell of a kind of activity in the whole span so far; empty when they do."""
    life = reading.organisational_life
    if kind not in life.kinds:
        return "没有这种组织生活类型"
    return uncovered(life.facts[branch_id], life.kinds[kind], reading.start, reading.last)
