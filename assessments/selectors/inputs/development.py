"""Inputs from development files (发展党员): steps within their limits, confirmations discussed in time."""

from collections import defaultdict
from collections.abc import Iterable

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import limits_of, records
from assessments.selectors.inputs.registry import Reading, register
from development.selectors.deadlines import Due, File, confirmations_due, files_of, steps_due, without_file

STEP, CANDIDATE, MEMBER = "development.step", "development.candidate", "branches.member"


def _files(reading: Reading) -> list[File]:
    return files_of(start=reading.start, as_of=reading.as_of, books=limits_of(reading), **reading.scope)


@register(
    "DEVELOPMENT_ON_TIME",
    "发展党员时限",
    Shape.PARTS,
    words=lambda names: "发展党员在时限内办理的步骤数占有时限的应办步骤数",
    help="由发展党员档案得出：这一时段办理的和到期未办的步骤；机关党委审批、备案不算，讨论转正另计。",
)
def development_on_time(reading: Reading) -> dict[int, Found]:
    """The branch's own steps with a limit: in time, of those taken in the span or due in it and not taken."""
    due = (each for file in reading.shared(_files) for each in steps_due(file, reading.start, reading.last))
    return {branch_id: _on_time(own) for branch_id, own in _by_branch(due).items()}


@register(
    "CONFIRMATIONS_ON_TIME",
    "按期讨论转正",
    Shape.PARTS,
    words=lambda names: "预备党员按期讨论转正的人数占应讨论的人数",
    help="由发展党员档案得出：预备期满后应讨论转正的，按期讨论了几名；经批准延长预备期的算按期；没有建档的，不详。",
)
def confirmations_on_time(reading: Reading) -> dict[int, Found]:
    """The assemblies' discussions of confirmations that were due in the span."""
    due = (each for file in reading.shared(_files) for each in confirmations_due(file, reading.start, reading.last))
    found = {branch_id: _on_time(own) for branch_id, own in _by_branch(due).items()}
    asked = {"start": reading.start, "last": reading.last, "books": limits_of(reading), **reading.scope}
    for branch_id, members in without_file(**asked).items():
        known = found.get(branch_id, Found(due=0))
        found[branch_id] = Found(
            met=known.met,
            due=known.due,
            unknown=len(members),
            why=f"{len(members)}名预备党员没有发展党员档案，是否按期讨论转正不详",
            records={**known.records, **records(MEMBER, members)},
        )
    return found


def _by_branch(due: Iterable[Due]) -> dict[int, list[Due]]:
    found: defaultdict[int, list[Due]] = defaultdict(list)
    for each in due:
        found[each.branch_id].append(each)
    return dict(found)


def _on_time(due: list[Due]) -> Found:
    taken = (each.step_id for each in due if each.step_id is not None)
    awaited = {each.candidate_id for each in due if each.step_id is None}
    counted = {**records(STEP, taken), **records(CANDIDATE, awaited)}
    return Found(met=sum(each.is_on_time for each in due), due=len(due), records=counted)
