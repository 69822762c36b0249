"""Grades of 民主评议党员: of one record, and a member's own."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from activities.choices import HELD_STATES, Grade
from activities.models import Activity, AppraisalGrade


@dataclass(frozen=True)
class Appraisal:
    """The grades of a record that the reader sees, in the order of the grades, and how many there are of each."""

    grades: list[AppraisalGrade]
    counts: list[tuple[str, int]]


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
