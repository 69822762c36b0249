"""Inspections of the demo court: the last two quarters, a themed and an unannounced one, what they found, what came of
it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from activities.models.locks import quarter_of
from branches.choices import Role
from branches.models import Appointment, Branch, Court
from rectification import services
from rectification.choices import InspectionKind
from rectification.models import Finding, Inspection

INSPECTORS = "机关党委、机关纪委联合检查组"
TO_PUT_RIGHT = timedelta(30)


@dataclass(frozen=True)
class Found:
    """`branch` counts from 0. `came_to`: how far it is by now; each stage holds those before it."""

    branch: int
    text: str
    aspect: str
    came_to: str = ""


TOLD, DONE, CLOSED, FAILED, PASSED = "TOLD", "DONE", "CLOSED", "FAILED", "PASSED"
EARLIER = (
    Found(0, "三月份支委会会议记录缺少表决情况", "制度执行", PASSED),
    Found(2, "主题党日签到与考勤记录不一致", "制度执行", FAILED),
    Found(2, "党费收缴登记不及时", "工作保障", PASSED),
    Found(4, "党小组会记录过于简单，没有讨论情况", "制度执行", PASSED),
    Found(6, "谈心谈话没有覆盖全体党员", "队伍教育", CLOSED),
)
LATER = (
    Found(1, "党课没有教案和签到表", "队伍教育", DONE),
    Found(3, "支委会召开次数不足", "制度执行", TOLD),
    Found(5, "意识形态工作分析没有形成书面材料", "责任落实", TOLD),
    Found(7, "党员活动室学习资料没有更新", "工作保障"),
)
THEMED = (
    Found(0, "重点考核发现主题党日活动方案未报备", "制度执行", CLOSED),
    Found(3, "主题党日与业务工作结合不紧", "作用发挥"),
)
UNANNOUNCED = (Found(5, "随机抽查时会议记录未当场提供", "制度执行", TOLD),)
# Branches that nobody has checked yet in the inspection that goes on.
LEFT_OUT = 1


def load(court: Court, on: date) -> None:
    """Four inspections up to `on`."""
    story = Story(court, on)
    last = _days_before(on)
    before = _days_before(last[0])
    earlier = story.inspect(InspectionKind.QUARTERLY, before, EARLIER)
    services.inspection_close(inspection=earlier, words="", on=before[1], by=story.committee)
    story.inspect(InspectionKind.QUARTERLY, last, LATER)
    themed_on = last[0] + timedelta(5)
    story.inspect(InspectionKind.THEMED, (themed_on, themed_on), THEMED, title="主题党日开展情况重点考核")
    week = on - timedelta(7)
    story.inspect(InspectionKind.UNANNOUNCED, (week, week), UNANNOUNCED, title="组织生活记录随机抽查")


def _days_before(on: date) -> tuple[date, date]:
    """The last fortnight of the quarter before that of `on`."""
    year, quarter = quarter_of(on)
    last = date(year, 3 * quarter - 2, 1) - timedelta(1)
    return last - timedelta(13), last


class Story:
    """Writes inspections down and brings each finding as far as it says."""

    def __init__(self, court: Court, on: date) -> None:
        self.court, self.on = court, on
        self.branches = list(Branch.objects.within(court).select_related("court").order_by("order", "pk"))
        held = Appointment.objects.within(court).filter(group=None).select_related("user")
        self.officers = {each.branch_id: each.user for each in held if each.role == Role.SECRETARY}
        self.committee = next((each.user for each in held if each.role == Role.COMMITTEE), None)

    def inspect(self, kind: str, days: tuple[date, date], found: tuple[Found, ...], *, title: str = "") -> Inspection:
        year, quarter = quarter_of(days[0])
        facts: dict[str, Any] = {
            "year": year,
            "quarter": quarter,
            "held_on": days[0],
            "until": days[1],
            "inspectors": INSPECTORS,
        }
        inspection = services.inspection_create(
            court=self.court, by=self.committee, kind=kind, title=title, basis="党支部星级评定办法", **facts
        )
        rows = [(each, self._enter(inspection, each, days[1])) for each in found]
        if inspection.is_quarterly:
            self._note_the_clean(inspection, found, days[1])
        told = [row for each, row in rows if each.came_to]
        services.findings_to_problems(findings=told, on=days[1], by=self.committee)
        for each, row in rows:
            self._bring_on(Finding.objects.within(self.court).get(pk=row.pk), each.came_to)
        return inspection

    def _enter(self, inspection: Inspection, found: Found, checked_on: date) -> Finding:
        line = {"text": found.text, "aspect": found.aspect, "due_on": checked_on + TO_PUT_RIGHT}
        facts: dict[str, Any] = {"checked_on": checked_on, "looked_at": "会议记录、党费台账、活动资料", "lines": [line]}
        branch = self.branches[found.branch]
        return services.findings_enter(inspection=inspection, branch=branch, on=self.on, by=self.committee, **facts)[0]

    def _note_the_clean(self, inspection: Inspection, found: tuple[Found, ...], checked_on: date) -> None:
        """Every other branch was checked too; in the inspection that goes on, the last ones are still to come."""
        left_out = LEFT_OUT if found is LATER else 0
        for number, branch in enumerate(self.branches[: len(self.branches) - left_out]):
            if number in {each.branch for each in found}:
                continue
            facts: dict[str, Any] = {
                "checked_on": checked_on,
                "looked_at": "会议记录、党费台账",
                "conclusion": "资料齐全，记录规范。",
            }
            target: dict[str, Any] = {"inspection": inspection, "branch": branch, "version": 0, "found_nothing": True}
            services.branch_checked(**target, on=self.on, by=self.committee, **facts)

    def _bring_on(self, finding: Finding, came_to: str) -> None:
        if came_to in ("", TOLD) or finding.problem is None:
            return
        problem, branch = finding.problem, finding.branch
        own: dict[str, Any] = {"by": self.officers.get(branch.pk), "acting": branch}
        claimed_on, planned_on, done_on, closed_on, rechecked_on = (
            min(finding.visit.checked_on + timedelta(days), self.on) for days in (2, 4, 20, 23, 30)
        )
        services.problem_claim(problem=problem, branch=branch, on=claimed_on, by=own["by"])
        facts: dict[str, Any] = {
            "text": f"对照要求整改：{finding.text}",
            "branch": branch,
            "first_due_on": finding.due_on,
        }
        measure = services.measure_add(problem=problem, on=planned_on, **own, **facts)
        at = make_aware(datetime.combine(done_on, time(16)))
        services.measure_done(measure=measure, text="已补齐并自查", done_on=done_on, on=done_on, at=at, **own)
        if came_to == DONE:
            return
        services.close_out_ask(problem=problem, text="已整改到位，今后逐月自查。", on=done_on, **own)
        services.close_out_approve(problem=problem, on=closed_on, by=self.committee)
        if came_to in (FAILED, PASSED):
            words = "" if came_to == PASSED else "复查时仍有两次活动签到不一致。"
            self._recheck(finding, rechecked_on, words, [measure])

    def _recheck(self, finding: Finding, rechecked_on: date, words: str, measures: list[Any]) -> None:
        again: dict[str, Any] = {"measures": measures, "until": self.on + timedelta(20)} if words else {}
        facts: dict[str, Any] = {"passed": not words, "text": words, "rechecked_on": rechecked_on, "on": self.on}
        services.finding_recheck(finding=finding, by=self.committee, **facts, **again)
