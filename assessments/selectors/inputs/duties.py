"""Inputs from reviews of people: the secretary's duty review (述职评议), the appraisal of members (民主评议党员)."""

from collections import Counter, defaultdict
from decimal import Decimal

from activities.choices import APPRAISAL, HELD_STATES, Grade
from activities.engine import Pair, PairState
from activities.models import AppraisalGrade
from activities.rules import most_excellent
from assessments.choices import Shape, Tier
from assessments.models import DutyReview
from assessments.scoring import Found
from assessments.selectors.inputs.counted import records
from assessments.selectors.inputs.meetings import ACTIVITY
from assessments.selectors.inputs.registry import Reading, register
from branches.choices import LimitCode
from branches.selectors.limits import LimitBooks

DUTY_REVIEW = "assessments.dutyreview"


@register(
    "DUTY_REVIEW",
    "书记述职评议",
    Shape.GRADE,
    words=lambda names: "按支部书记当年述职评议的综合评价计分",
    yearly=True,
    help="由述职评议登记得出；还没有登记的，不详。",
)
def duty_review(reading: Reading) -> dict[int, Found]:
    """The result of the secretary's review of the year, held by the day of asking."""
    rows = DutyReview.objects.within(**reading.scope).filter(
        tier=Tier.BRANCH_SECRETARY, year=reading.span.year, held_on__lte=reading.as_of, voided_at__isnull=True
    )
    found = {
        branch_id: Found(grade=result, records=records(DUTY_REVIEW, [pk]))
        for branch_id, pk, result in rows.order_by().values_list("branch_id", "pk", "result")
    }
    missing = Found(why=f"尚未登记{reading.span.year}年度书记述职评议")
    return {branch.pk: found.get(branch.pk, missing) for branch in reading.branches}


@register(
    "APPRAISAL_KEPT",
    "民主评议党员合规",
    Shape.FACT,
    words=lambda names: "当年开展民主评议党员，评为优秀的不超过规定比例",
    yearly=True,
    help="由民主评议党员的记录和评议等次得出；没有登记等次的，不详。",
)
def appraisal_kept(reading: Reading) -> dict[int, Found]:
    """Held for the year, and of those graded no more 优秀 than the limit of the court allows."""
    life = reading.organisational_life
    grades = _grades(reading)
    limits = LimitBooks([LimitCode.APPRAISAL_EXCELLENT_PARTS])
    found = {}
    for pair in life.pairs:
        if pair.norm.kind.code == APPRAISAL and pair.state is not PairState.OPEN:
            parts = limits.of(life.branches[pair.branch_id].court_id)(LimitCode.APPRAISAL_EXCELLENT_PARTS, reading.last)
            found[pair.branch_id] = _kept(pair, grades.get(pair.branch_id), parts)
    return found


class _Grades:
    """The grades of a branch's appraisal, of however many meetings."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.meetings: set[int] = set()


def _grades(reading: Reading) -> dict[int, _Grades]:
    rows = AppraisalGrade.objects.within(**reading.scope).filter(
        activity__state__in=HELD_STATES,
        activity__for_year=reading.span.year,
        activity__held_on__lte=reading.as_of,
        branch__isnull=False,
    )
    found: defaultdict[int, _Grades] = defaultdict(_Grades)
    for branch_id, activity_id, grade in rows.order_by().values_list("branch_id", "activity_id", "grade"):
        found[branch_id].count[grade] += 1
        found[branch_id].meetings.add(activity_id)
    return dict(found)


def _kept(pair: Pair, grades: _Grades | None, parts: Decimal) -> Found:
    if pair.state is PairState.NOT_KNOWN:
        return Found(due=0, unknown=1, why=pair.why)
    if pair.state is PairState.NOT_MET:
        return Found(met=0, due=1)
    if grades is None:
        return Found(due=0, unknown=1, why="没有登记评议等次，不知道优秀是否超过规定比例")
    is_kept = grades.count[Grade.EXCELLENT] <= most_excellent(grades.count.total(), parts)
    return Found(met=int(is_kept), due=1, records=records(ACTIVITY, grades.meetings))
