"""What stands in a branch's handbook of a year, up to a day, as plain texts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from activities.engine import held_and_due
from activities.models import Activity, Attendance
from activities.selectors.papers import RecordPaper, attendances_of, papers_of_year
from branches.choices import PostKind
from branches.models import Branch, Membership, PartyGroup, Post
from branches.models.courts import existing_on
from core.dates import overlapping
from core.documents.parts import PaperTable
from reports.handbook.tables import appraisal_table, plan_table, study_hours_table, talks_table

# So many meetings stand side by side in the table of attendance.
COLUMNS = 12
PRESENT, ABSENT, SITS_IN, NOT_DUE = "√", "缺", "列席", "—"


@dataclass(frozen=True)
class Handbook:
    """The branch, the year, and the data for a document."""

    branch: Branch
    year: int
    until: date
    data: dict[str, Any]
    records: int


def handbook_of(user: Any, branch: Branch, year: int, *, on: date) -> Handbook:
    """The handbook of a branch fetched for `user`, with what had happened by `on`. Its queries don't grow with it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    until = min(last, on)
    papers = papers_of_year(user, branch, year, until=until)
    activities = [activity for activity, _ in papers]
    attendances = attendances_of(user, activities)
    memberships = _memberships(user, branch, first, until)
    tables = [
        _kinds(branch, first, last, until),
        _members(memberships),
        _posts(user, branch, first, until),
        _groups(user, branch, memberships, until),
        plan_table(user, branch, year, until),
    ]
    after = [
        *_attendance(activities, attendances),
        study_hours_table(branch, year, until),
        talks_table(user, branch, year, until),
        appraisal_table(user, activities),
    ]
    data = {
        "title": "支部工作手册",
        "year": f"{year}年",
        "court": branch.court.name,
        "branch": branch.name,
        "until": f"截至{until.year}年{until.month}月{until.day}日",
        "tables": [table.data() for table in tables if table.rows],
        "chapters": _chapters(papers),
        "closing_tables": [table.data() for table in after if table.rows],
    }
    return Handbook(branch, year, until, data, len(papers))


def _kinds(branch: Branch, first: date, last: date, until: date) -> PaperTable:
    """Held and due by kind, as every other page says it."""
    answer = held_and_due(branch, start=first, end=last, as_of=until)
    rows = [
        (each.kind.name, str(each.held), "—" if each.due is None else str(each.due), str(each.met), str(each.not_known))
        for each in answer.kinds.values()
        if each.held or each.due or each.not_known
    ]
    note = "应开、达标按规定的周期计；“不详”是没有在这里记录的周期，不算未开。"
    return PaperTable("一年概况", ("类型", "已开", "应开", "达标", "不详"), rows, (60, 24, 24, 24, 24), note)


def _memberships(user: Any, branch: Branch, first: date, until: date) -> list[Membership]:
    rows = Membership.objects.visible_to(user).filter(overlapping(first, until), branch=branch)
    return list(rows.select_related("member", "group").order_by("group__order", "group_id", "member_id"))


def _members(memberships: list[Membership]) -> PaperTable:
    rows = [
        (
            str(number),
            each.member.name,
            each.member.get_sex_display(),
            each.group.name if each.group else "",
            each.member.get_status_display(),
            _day(each.member.joined_on),
            f"{_day(each.ends_on)}离开" if each.ends_on else "",
        )
        for number, each in enumerate(memberships, start=1)
    ]
    heads = ("序号", "姓名", "性别", "党小组", "类别", "入党日期", "备注")
    return PaperTable("党员名册", heads, rows, (13, 21, 13, 28, 24, 30, 27))


def _posts(user: Any, branch: Branch, first: date, until: date) -> PaperTable:
    """Who held which post of the committee during the year."""
    held = Post.objects.visible_to(user).filter(overlapping(first, until), branch=branch)
    posts = held.exclude(kind=PostKind.GROUP_LEADER).select_related("member").order_by("id")
    rows = [(each.member.name, each.label, _day(each.starts_on), _day(each.ends_on)) for each in posts]
    return PaperTable("支部委员会", ("姓名", "职务", "任职日期", "免职日期"), rows, (40, 44, 36, 36))


def _groups(user: Any, branch: Branch, memberships: list[Membership], until: date) -> PaperTable:
    leading = Post.objects.visible_to(user).filter(overlapping(until, until), branch=branch, kind=PostKind.GROUP_LEADER)
    leaders = {post.group_id: post.member.name for post in leading.select_related("member")}
    people: defaultdict[int | None, list[str]] = defaultdict(list)
    for each in memberships:
        if each.ends_on is None or each.ends_on >= until:
            people[each.group_id].append(each.member.name)
    groups = PartyGroup.objects.visible_to(user).filter(existing_on(until), branch=branch)
    rows = [(group.name, leaders.get(group.pk, ""), "、".join(people[group.pk])) for group in groups]
    return PaperTable("党小组", ("党小组", "组长", "成员"), rows, (36, 26, 94))


def _chapters(papers: list[tuple[Activity, RecordPaper]]) -> list[dict[str, Any]]:
    """Every record by kind, in the kinds' order."""
    by_kind: defaultdict[Any, list[RecordPaper]] = defaultdict(list)
    for activity, paper in papers:
        by_kind[activity.kind].append(paper)
    return [
        {
            "title": f"{kind.name}（{len(records)}次）",
            "records": [record.data() | {"title": _record_title(record)} for record in records],
        }
        for kind, records in sorted(by_kind.items(), key=lambda each: (each[0].order, each[0].pk))
    ]


def _record_title(record: RecordPaper) -> str:
    """Its date and first topic, as the table of contents names it."""
    return "　".join([record.held_on.partition("（")[0], *record.topics[:1]])[:40]


def _attendance(activities: list[Activity], attendances: list[Attendance]) -> list[PaperTable]:
    """Members × meetings, a table for each dozen of meetings."""
    cells = {(row.member_id, row.activity_id): _mark(row) for row in attendances}
    names = {row.member_id: row.member.name for row in attendances}
    with_people = {row.activity_id for row in attendances}
    listed = [activity for activity in activities if activity.pk in with_people]
    parts = [listed[start : start + COLUMNS] for start in range(0, len(listed), COLUMNS)]
    return [
        _attendance_part(part, names, cells, "" if len(parts) == 1 else f"（{number}）")
        for number, part in enumerate(parts, start=1)
    ]


def _attendance_part(
    part: list[Activity], names: dict[int, str], cells: dict[tuple[int, int], str], number: str
) -> PaperTable:
    heads = ("姓名", *(f"{each.held_on.month}.{each.held_on.day} {each.kind.short_name}" for each in part))
    rows = [(name, *(cells.get((member_id, each.pk), NOT_DUE) for each in part)) for member_id, name in names.items()]
    rows = [row for row in rows if set(row[1:]) != {NOT_DUE}]
    width = (156 - 20) // len(part)
    note = f"{PRESENT} 出席，{ABSENT} 缺席，{NOT_DUE} 不在应到之列。"
    return PaperTable(f"出席情况{number}", heads, rows, (156 - width * len(part), *[width] * len(part)), note)


def _mark(row: Attendance) -> str:
    if row.sits_in:
        return SITS_IN
    return PRESENT if row.present else ABSENT


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
