"""Small ledgers as files, for the court of branches/tests/roster_files.py."""

from datetime import date
from typing import Any

from branches.models import Court
from branches.services.member_import import RosterChoices, import_members
from branches.tests import factories
from branches.tests.roster_files import ROSTER
from core.tests.spreadsheet_files import xlsx

HEAD = [
    *("序号", "党支部", "党小组", "会议（活动）类型", "时间", "地点", "主持人", "记录人"),
    *("应到人数", "实到人数", "缺席人员及原因", "主题（议题）", "主要内容", "学时"),
]
KEYS = [
    *("no", "branch", "group", "kind", "held_on", "place", "chair", "recorder"),
    *("due", "present", "absentees", "topic", "content", "hours"),
]
GOOD = {
    "no": 1,
    "branch": "第一党支部",
    "group": None,
    "kind": "支部党员大会",
    "held_on": "2024年1月3日",
    "place": "第二会议室",
    "chair": "梁娜",
    "recorder": "叶梅英",
    "due": 8,
    "present": "7人",
    "absentees": "曹博（开庭）",
    "topic": "学习文件",
    "content": "与会党员作了交流发言。",
    "hours": 2,
}
TODAY = date(2025, 1, 10)


def meeting(**changes: object) -> list[object]:
    """A row of the ledger, a good one but for `changes` (by KEYS)."""
    row: dict[str, Any] = {**GOOD, **changes}
    return [row[key] for key in KEYS]


# One of each kind of roster: the branch, its committee, a group, the whole court.
LEDGER = [
    ["某法院2024年组织生活台账"],
    HEAD,
    meeting(),
    meeting(kind="支委会", held_on="2024.02.05", due=3, present=3, absentees="无", hours=None),
    meeting(
        kind="党小组会", group="第二党小组", held_on="2024-03-05", due=3, present=2, absentees="蔡林（病假）", hours=1
    ),
    meeting(kind="主题党日", branch="第二党支部", held_on="2024-03-06", due=3, present=3, absentees=None),
    meeting(
        kind="政治学习", branch="全院", held_on="2024-04-01", due=50, present=48, absentees="夏思（出差）、汪健（产假）"
    ),
    ["合计", "5次"],
]


def court_with_roster(name: str = "某法院") -> Court:
    court = factories.court(name)
    import_members(
        court=court,
        source=xlsx(ROSTER),
        filename="花名册.xlsx",
        choices=RosterChoices(create_branches=True),
        by=None,
        on=TODAY,
    )
    return court
