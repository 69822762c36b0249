"""Plans of the demo's branches: drafted by the norms, with themes, and what the court plans for all of them."""

from datetime import date

from activities.models import ActivityKind
from branches.models import Branch, Court
from planning.models import PlanItem
from planning.services import PlanRow, fixed_day_set, plan_draft, plan_save
from planning.services.items import PlanFacts

THEMES = (
    *("学习新修订的党章", "参观红色教育基地", "学雷锋志愿服务", "法治宣传进社区", "青年干警读书分享", "民法典进企业"),
    *("重温入党誓词", "廉政警示教育", "关爱困难党员", "送法进校园", "裁判文书质量讲评", "年度工作总结交流"),
)
COURT_WIDE = (
    (7, 1, "THEME_DAY", "庆祝建党主题党日"),
    (9, 18, "POLITICAL_STUDY", "政治学习"),
    (12, 4, "THEME_DAY", "国家宪法日宣传"),
)
FIFTH = {"every": "DATE", "day": 5, "week": None, "weekday": None}
FIRST_FRIDAY = {"every": "WEEKDAY", "day": None, "week": 1, "weekday": 4}


def load(court: Court, on: date) -> None:
    """The year of `on`: what is past has a month, what is still to come has its fixed day."""
    kinds = {kind.code: kind for kind in ActivityKind.objects.unscoped("the demo's shipped kinds").filter(court=None)}
    rows = [
        PlanRow(PlanFacts(kind=kinds[code], month=month, planned_on=date(on.year, month, day), title=title))
        for month, day, code, title in COURT_WIDE
    ]
    plan_save(owner=court, year=on.year, rows=rows, by=None)
    branches = list(Branch.objects.within(court).order_by("order", "pk"))
    for number, branch in enumerate(branches[:-1]):  # the last one has not made a plan yet
        for day in (date(on.year, 1, 1), on):  # a branch that began within the year plans what is left of it
            plan_draft(branch=branch, year=on.year, by=None, on=day)
        rule = FIFTH if number % 2 else FIRST_FRIDAY
        fixed_day_set(branch=branch, kind=kinds["THEME_DAY"], by=None, on=on, **rule)
        _name_themes(branch, on.year)


def _name_themes(branch: Branch, year: int) -> None:
    items = list(PlanItem.objects.within(branch).filter(year=year, kind__code="THEME_DAY"))
    for item in items:
        item.title, item.place = THEMES[item.month - 1], "党员活动室"
    PlanItem.objects.within(branch).bulk_update(items, ["title", "place"])
