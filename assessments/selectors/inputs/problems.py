"""Inputs from rectification: measures and problems by their deadlines, what is late, what inspections found."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.db.models import Q

from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import kept_of, number_of
from assessments.selectors.inputs.registry import Reading, register
from rectification.choices import MeasureState
from rectification.models import Finding, InspectionBranch, Problem
from rectification.selectors.deadlines import Kept, measures_kept, problems_kept
from rectification.selectors.figures import measures_of
from rectification.selectors.standing import measures_on

MEASURE, PROBLEM, FINDING = "rectification.measure", "rectification.problem", "rectification.finding"


@register(
    "MEASURES_ON_TIME",
    "整改措施按期完成",
    Shape.PARTS,
    words=lambda names: "整改措施按期完成数占到期数",
    help="由整改台账得出：期限在这一时段的措施，经批准延期的按延期后的期限；没有到期措施的，不适用。",
)
def measures_on_time(reading: Reading) -> dict[int, Found]:
    return _found(reading, MEASURE, measures_kept)


@register(
    "PROBLEMS_CLOSED",
    "问题按期销号",
    Shape.PARTS,
    words=lambda names: "问题按期销号数（申请销号没有超期、没有重新打开）占到期数",
    help="由整改台账得出：期限在这一时段的问题；机关党委审批用了多久，不算支部的；没有到期问题的，不适用。",
)
def problems_closed(reading: Reading) -> dict[int, Found]:
    return _found(reading, PROBLEM, problems_kept)


def _found(reading: Reading, label: str, read: Callable[..., Kept]) -> dict[int, Found]:
    found = {}
    for branch_id, deadlines in reading.shared(_kept, read, reading.as_of).items():
        due = {pk: each.is_kept for pk, each in deadlines.items() if reading.start <= each.on <= reading.last}
        if due:
            found[branch_id] = kept_of(label, due)
    return found


def _kept(reading: Reading, read: Callable[..., Kept], as_of: date) -> Kept:
    return read(start=reading.start, end=reading.end, as_of=as_of, **reading.scope)


@register(
    "OVERDUE_MEASURES",
    "超期未完成的整改措施",
    Shape.NUMBER,
    words=lambda names: "超过期限还没有完成的整改措施",
    unit="条",
    of_last_day=True,
    help="由整改台账得出：截至最后一天超期的措施有几条；本院没有登记过问题的，不详。",
)
def overdue_measures(reading: Reading) -> dict[int, Found]:
    rows = measures_on(measures_of(**reading.scope).filter(branch__isnull=False), reading.last)
    late: defaultdict[int, list[int]] = defaultdict(list)
    for branch_id, pk in rows.filter(state=MeasureState.OVERDUE).order_by().values_list("branch_id", "pk"):
        late[branch_id].append(pk)
    court = {**reading.scope, "owner": reading.court}
    keeping = set(Problem.objects.within(**court).order_by().values_list("court_id", flat=True).distinct())
    return {
        branch.pk: number_of(
            MEASURE, late.get(branch.pk, ()), "" if branch.court_id in keeping else "本院没有在此登记过问题和整改措施"
        )
        for branch in reading.branches
    }


@register(
    "INSPECTION_FINDINGS",
    "检查发现的问题",
    Shape.NUMBER,
    words=lambda names: "检查中发现的问题",
    unit="个",
    help="由检查登记得出：计入这一时段的检查在支部发现几个问题；没有检查到的支部，不适用。",
)
def inspection_findings(reading: Reading) -> dict[int, Found]:
    """Of the branches that an inspection of the span has checked: nothing found is 0."""
    visits = InspectionBranch.objects.within(**reading.scope).filter(_of_span(reading), checked_on__lte=reading.as_of)
    findings = Finding.objects.within(**reading.scope).filter(
        _of_span(reading), visit__checked_on__lte=reading.as_of, voided_at__isnull=True
    )
    found: dict[int, list[int]] = {branch_id: [] for branch_id in visits.values_list("branch_id", flat=True)}
    for branch_id, pk in findings.order_by().values_list("branch_id", "pk"):
        found[branch_id].append(pk)
    return {branch_id: number_of(FINDING, ids) for branch_id, ids in found.items()}


def _of_span(reading: Reading) -> Q:
    """Of inspections that count for the quarter, or for a quarter of the year."""
    of = Q(inspection__year=reading.span.year, inspection__voided_at__isnull=True)
    return of if reading.span.is_year else of & Q(inspection__quarter=reading.span.quarter)
