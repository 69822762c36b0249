"""Grades of 民主评议党员: of one record, and a member's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from activities.choices import HELD_STATES, Grade
from activities.models import Activity, AppraisalGrade
from activities.rules import most_excellent
from branches.choices import LimitCode
from branches.models import Court
from branches.selectors.limits import limit_on


@dataclass(frozen=True)
class Appraisal:
    """The grades of a record that the reader sees, in the order of the grades, and how many there are of each."""

    grades: list[AppraisalGrade]
    counts: list[tuple[str, int]]


@dataclass(frozen=True)
class ExcellentLimit:
    """How many of those graded may be 优秀 without a reason, and the sentence that says so."""

    graded: int
    most: int
    sentence: str
    source: str


def excellent_limit(court: Court, on: date, graded: int) -> ExcellentLimit:
    """The one answer for form and check: of those graded (不评定 left out), rounded down (支部工作条例(试行) 18)."""
    limit = limit_on(LimitCode.APPRAISAL_EXCELLENT_PARTS, court, on)
    most = most_excellent(graded, limit.value)
    sentence = f"优秀一般不超过参评人数的 {limit.figure} 分之一，不足 1 人的舍去：参评 {graded} 人，优秀最多 {most} 人"
    return ExcellentLimit(graded, most, sentence, limit.cited)


def appraisal_of(user: Any, activity: Activity) -> Appraisal:
    """Empty for a record without grades (an imported one), and for readers of other courts."""
    grades = list(AppraisalGrade.objects.visible_to(user).filter(activity=activity).select_related("member"))
    counted = Counter(row.grade for row in grades)
    order = list(Grade.values)
    return Appraisal(
        grades=sorted(grades, key=lambda row: (order.index(row.grade), row.pk)),
        counts=[(str(grade.label), counted[grade]) for grade in Grade] if grades else [],
    )


def own_grades(user: Any, member_id: int) -> QuerySet[AppraisalGrade]:
    """The grades of one member that `user` sees, the last year first."""
    rows = AppraisalGrade.objects.visible_to(user).filter(member_id=member_id, activity__state__in=HELD_STATES)
    return rows.select_related("activity").order_by("-activity__for_year", "-activity__held_on")
