"""Inputs from reviews of people: the secretary's duty review (述职评议), the appraisal of members (民主评议党员)."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from activities.choices import APPRAISAL, HELD_STATES, Grade
from activities.models import AppraisalGrade
from activities.rules import most_excellent
from assessments.choices import Shape, Tier
from assessments.models import DutyReview
from assessments.scoring import Found
from assessments.selectors.inputs.counted import limits_of, records
from assessments.selectors.inputs.meetings import ACTIVITY, PairCount, pairs_counted
from assessments.selectors.inputs.registry import Reading, register
from branches.choices import LimitCode
from branches.selectors.limits import LimitBook

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
    """Held for the year, and of those graded no more 优秀 than the limit of the court allowed on the day."""
    branches = reading.organisational_life.branches
    grades, limits = reading.shared(_grades), limits_of(reading)
    return {
        branch_id: _kept(count, grades.get(branch_id), limits.of(branches[branch_id].court_id))
        for branch_id, count in reading.once(pairs_counted).get(APPRAISAL, {}).items()
    }


@dataclass
class _Grades:
    """The grades of a branch's appraisal, of however many meetings; `last_on`: the day of the last one."""

    last_on: date = date.min
    of: Counter[str] = field(default_factory=Counter)
    meetings: set[int] = field(default_factory=set)

    def are_within(self, limits: LimitBook) -> bool:
        parts = limits(LimitCode.APPRAISAL_EXCELLENT_PARTS, self.last_on)
        return self.of[Grade.EXCELLENT] <= most_excellent(self.of.total(), parts)


def _grades(reading: Reading) -> dict[int, _Grades]:
    rows = AppraisalGrade.objects.within(**reading.scope).filter(
        activity__state__in=HELD_STATES,
        activity__for_year=reading.span.year,
        activity__held_on__lte=reading.as_of,
        branch__isnull=False,
    )
    found: defaultdict[int, _Grades] = defaultdict(_Grades)
    columns = ("branch_id", "activity_id", "activity__held_on", "grade")
    for branch_id, activity_id, held_on, grade in rows.order_by().values_list(*columns):
        own = found[branch_id]
        own.last_on = max(own.last_on, held_on)
        own.of[grade] += 1
        own.meetings.add(activity_id)
    return dict(found)


def _kept(count: PairCount, grades: _Grades | None, limits: LimitBook) -> Found:
    if count.unknown:
        return Found(due=0, unknown=1, why=count.why)
    if count.met < count.due:
        return Found(met=0, due=1)
    if grades is None:
        return Found(due=0, unknown=1, why="没有登记评议等次，不知道优秀是否超过规定比例")
    return Found(met=int(grades.are_within(limits)), due=1, records=records(ACTIVITY, grades.meetings))
