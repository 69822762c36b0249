"""Tables of a handbook whose figures other pages show too: plan, study hours, talks, appraisal."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from activities.choices import Grade, PairKind
from activities.models import Activity, AppraisalGrade
from activities.selectors.study import study_table
from activities.selectors.talks import talk_table
from branches.models import Branch
from core.documents.parts import PaperTable
from planning.selectors.plans import plan_lines


def plan_table(user: Any, branch: Branch, year: int, until: date) -> PaperTable:
    """The year's plan, each item with what the records say of it."""
    rows = [
        (
            f"{line.item.month}月" if line.item.planned_on is None else f"{line.item.planned_on:%Y-%m-%d}",
            line.item.kind.short_name,
            line.item.topic or line.item.title,
            f"{line.held_on:%Y-%m-%d}" if line.held_on else "",
            line.state.label,
        )
        for line in plan_lines(user, [branch], year, until).get(branch.pk, [])
    ]
    return PaperTable("年度计划", ("计划日期", "类型", "事项", "召开日期", "情况"), rows, (30, 26, 44, 30, 26))


def study_hours_table(branch: Branch, year: int, until: date) -> PaperTable:
    """Hours of each member in the order of the roster; nobody is ranked."""
    table = study_table(branch, year=year, on=until)
    rows = [
        (row.name, _hours(row.attended), _hours(row.elsewhere), _hours(row.hours), _hours(row.expected))
        for row in table.rows
    ]
    note = "年内入党、转入的党员不作年度要求，以“—”表示。"
    return PaperTable("学时", ("姓名", "会议活动", "其他学习", "合计", "应达到"), rows, (44, 28, 28, 28, 28), note)


def talks_table(user: Any, branch: Branch, year: int, until: date) -> PaperTable:
    """How often each member was talked with, by kind of pair; what was said stands nowhere here."""
    table = talk_table(user, branch, year=year, on=until)
    if not table.talks:
        return PaperTable("谈心谈话", (), [], ())
    rows = [(row.person.name, *(str(row.kinds[kind] or "") for kind in PairKind), str(row.total)) for row in table.rows]
    heads = ("姓名", *(str(kind.label) for kind in PairKind), "合计")
    return PaperTable("谈心谈话", heads, rows, (40, 32, 32, 32, 20))


def appraisal_table(user: Any, activities: Iterable[Activity]) -> PaperTable:
    """How many members got which grade; the grades of persons stay on their pages."""
    held = {activity.pk: activity for activity in activities}
    grades = AppraisalGrade.objects.visible_to(user).filter(activity__in=held)
    counted: dict[int, Counter[str]] = {}
    for activity_id, grade in grades.order_by("activity_id").values_list("activity_id", "grade"):
        counted.setdefault(activity_id, Counter())[grade] += 1
    rows = [
        (_of(held[number]), *(str(counts[grade]) for grade in Grade), str(counts.total()))
        for number, counts in counted.items()
    ]
    heads = ("所属年度", *(str(grade.label) for grade in Grade), "参评")
    return PaperTable("民主评议党员", heads, rows, (36, 24, 24, 24, 24, 24))


def _of(activity: Activity) -> str:
    return f"{activity.for_year or activity.held_on.year} 年度"


def _hours(hours: Decimal | None) -> str:
    return "—" if hours is None else f"{hours.normalize():f}"
