"""Seed 002: the year of a court of 10 branches and 30 groups, its meetings imported from its ledger."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from activities.services.activity_import import LedgerChoices, import_activities
from activities.tests.ledger_files import HEAD, meeting
from branches.tests import factories as people
from core.tests.spreadsheet_files import xlsx
from reports.choices import ReportKind, SectionCode
from reports.models import Report
from reports.tests.seeds.desk import Desk, Stated, at, column, drafted, owed, persons, rows

KIND = ReportKind.YEAR
BRANCHES, GROUPS, PEOPLE = 10, 3, 7

TEXTS = {
    SectionCode.OVERVIEW: "现有党支部{党支部数}、党小组{党小组数}、党员{党员数≈}。",
    SectionCode.LIFE: """
        支部党员大会召开{支部党员大会}，应开{支部党员大会应开}；支委会召开{支部委员会会议}，应开{支部委员会会议应开}；
        党小组会召开{党小组会}，应开{党小组会应开}；党课讲授{党课}，应讲{党课应开}。
        主题党日{主题党日}，应开{主题党日应开}。
    """,
    SectionCode.WORK: """
        政治学习{政治学习≈}，中心组学习{党组理论学习中心组学习}，支部学习{集中学习≈}，书记培训{支部书记培训}，
        作风检查{纪律作风检查≈}，廉政教育{廉政教育≈}，受教育{廉政教育人次≈}。
    """,
    SectionCode.PROBLEMS: "支委会还差{支部委员会会议未达标}，党小组会还差{党小组会未达标}，党课还差{党课未达标}。",
}
FIGURES = (
    Stated("党支部10个", "党支部数", "10个", rows),
    Stated("党小组30个", "党小组数", "30个", column("groups_count")),
    Stated("在职党员200余名", "党员数≈", "200余名", rows, "210名"),
    Stated("支部党员大会40次", "支部党员大会", "40次", rows),
    Stated("支部委员会60次", "支部委员会会议", "60次", rows),
    Stated("党小组会120次", "党小组会", "120次", rows),
    Stated("上党课30次", "党课", "30次", rows),
    Stated("每月一次主题党日", "主题党日", "120次", rows),
    Stated("应开 40", "支部党员大会应开", "40次", owed("BRANCH_ASSEMBLY", "due")),
    Stated("应开 120", "支部委员会会议应开", "120次", owed("COMMITTEE_MEETING", "due")),
    Stated("应开 360", "党小组会应开", "360次", owed("GROUP_MEETING", "due")),
    Stated("应讲 40", "党课应开", "40次", owed("PARTY_LECTURE", "due")),
    Stated("应开 120", "主题党日应开", "120次", owed("THEME_DAY", "due")),
    Stated("差 60", "支部委员会会议未达标", "60次", owed("COMMITTEE_MEETING", "missing")),
    Stated("差 240", "党小组会未达标", "240次", owed("GROUP_MEETING", "missing")),
    Stated("差 10", "党课未达标", "10次", owed("PARTY_LECTURE", "missing")),
    Stated("政治学习20余次", "政治学习≈", "20余次", rows, "24次"),
    Stated("中心组学习12次", "党组理论学习中心组学习", "12次", rows),
    Stated("各支部学习50余次", "集中学习≈", "50余次", rows, "53次"),
    Stated("支部书记培训4次", "支部书记培训", "4次", rows),
    Stated("纪律作风检查20余次", "纪律作风检查≈", "20余次", rows, "22次"),
    Stated("廉政教育10余次", "廉政教育≈", "10余次", rows, "12次"),
    Stated("受教育500余人次", "廉政教育人次≈", "500余人次", persons, "516人次"),
)


def build() -> Desk:
    desk = Desk(people.court("某市中级人民法院"), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 10))
    for number in range(1, BRANCHES + 1):
        branch = people.branch(desk.court, f"第{number}党支部")
        desk.branches.append(branch)
        people.committee(branch, 3)
        for place in range(1, GROUPS + 1):
            group = people.group(branch, f"第{place}党小组")
            people.members(branch, PEOPLE - 1, group=group)
    import_activities(
        court=desk.court,
        source=xlsx([HEAD, *_ledger()]),
        filename="2024年组织生活台账.xlsx",
        choices=LedgerChoices(),
        by=desk.committee,
        on=desk.on,
        at=at(desk.on),
    )
    return desk


def write(desk: Desk) -> Report:
    return drafted(desk, TEXTS, KIND)


def _ledger() -> Iterator[list[object]]:
    """Branch by branch what was held, then what the court held as a whole."""
    for number in range(1, BRANCHES + 1):
        branch = f"第{number}党支部"
        for month in range(1, 13):
            yield _row("主题党日", branch, month, 15, 21)
        for month in (2, 5, 8, 11):
            yield _row("支部党员大会", branch, month, 5, 21)
            for group in range(1, GROUPS + 1):
                yield _row("党小组会", branch, month, 20 + group, PEOPLE - 1, group=f"第{group}党小组")
        for month in (1, 3, 5, 7, 9, 11):
            yield _row("支委会", branch, month, 6, 3)
        for month in (3, 6, 9):
            yield _row("党课", branch, month, 27, 21)
        for month in (1, 4, 7, 10, 12, *((6,) if number <= 3 else ())):
            yield _row("集中学习", branch, month, 9, 21)
    for kind, times, present in (
        *(("政治学习", 24, 58), ("党组理论学习中心组学习", 12, 9), ("支部书记培训", 4, 10)),
        *(("纪律作风检查", 22, 6), ("廉政教育", 12, 43)),
    ):
        for number in range(times):
            yield _row(kind, "全院", number % 12 + 1, 12 + number // 12, present)


def _row(kind: str, branch: str, month: int, day: int, present: int, **more: Any) -> list[object]:
    people_there = {"due": present, "present": present, "absentees": "无", "hours": None}
    return meeting(kind=kind, branch=branch, held_on=f"2024-{month:02}-{day:02}", **people_there, **more)
