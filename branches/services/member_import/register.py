"""Who is registered already: finds a roster's people among the court's members, and what differs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from branches.choices import MemberStatus, PostKind, Sex
from branches.models import Court, Member, Membership, Post
from branches.services.member_import.rows import RosterRow
from core.dates import is_in_force
from core.spreadsheets import Faults
from core.spreadsheets.parse import word

PLAIN_FIELDS = {
    "name": "姓名",
    "sex": "性别",
    "nation": "民族",
    "education": "学历",
    "joined_on": "入党时间",
    "department": "部门及职务",
    "phone": "联系电话",
    "identity_number": "身份证号",
    "remark": "备注",
}
REMEDY = "请在党员页面修改，或从表中删去这一行。"


def fault_doubles(rows: list[RosterRow], faults: Faults) -> None:
    """A person who stands twice in the file: same identity number, or same name and birth date."""
    by_number: dict[str, RosterRow] = {}
    by_name: defaultdict[str, list[RosterRow]] = defaultdict(list)
    for row in rows:
        first = by_number.get(row.identity_fingerprint or "")
        if first is None:
            first = next((other for other in by_name[row.name] if _may_be_same(row, other)), None)
        if first is not None:
            where = f"第 {first.record.row} 行"
            if first.record.sheet != row.record.sheet:
                where = f"工作表“{first.record.sheet}”{where}"
            birth = "" if row.born_on and first.born_on else "（有一行没有出生日期，分不清是否同一人）"
            faults.add(row.record.fault("name", f"“{row.name}”与{where}的“{first.name}”是同一人{birth}，请删去一行。"))
            continue
        by_name[row.name].append(row)
        if row.identity_fingerprint:
            by_number[row.identity_fingerprint] = row


def _may_be_same(row: RosterRow, other: RosterRow) -> bool:
    if row.identity_fingerprint and other.identity_fingerprint:
        return False
    return row.born_on == other.born_on or row.born_on is None or other.born_on is None


class Register:
    """The court's members with their present branch, group and posts, read once."""

    def __init__(self, court: Court, *, on: date) -> None:
        self._members = members = list(Member.objects.within(court).filter(admitted_again=False))
        self._by_number = {member.identity_fingerprint: member for member in members if member.identity_fingerprint}
        self._by_name: defaultdict[str, list[Member]] = defaultdict(list)
        for member in members:
            self._by_name[member.name].append(member)
        memberships = Membership.objects.within(court).select_related("branch", "group")
        self._places = {place.member_id: place for place in memberships if is_in_force(place, on)}
        self._posts: defaultdict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.within(court).select_related("branch", "group"):
            if is_in_force(post, on):
                self._posts[post.member_id].append(post)

    def place_of(self, member: Member) -> Membership | None:
        """Where the member is now; None for one who has left."""
        return self._places.get(member.pk)

    def posts_of(self, member: Member) -> list[Post]:
        """What the member holds now."""
        return self._posts[member.pk]

    def present(self) -> list[tuple[Member, Membership]]:
        """Everyone who is in a branch now."""
        return [(member, self._places[member.pk]) for member in self._members if member.pk in self._places]

    def find(self, row: RosterRow, faults: Faults) -> Member | None:
        """The member that the row tells of; a fault is added where that cannot be told."""
        member = self._by_number.get(row.identity_fingerprint or "")
        if member is not None:
            return member
        namesakes = [
            member
            for member in self._by_name[row.name]
            if not (row.identity_fingerprint and member.identity_fingerprint)
        ]
        same = [member for member in namesakes if member.born_on == row.born_on]
        if len(same) == 1:
            return same[0]
        unclear = same or [member for member in namesakes if _unclear(row, member)]
        if unclear:
            known = "、".join(str(member.born_on or "出生日期不详") for member in unclear)
            message = f"已登记有同名党员“{row.name}”（{known}），分不清是不是同一人。请把出生日期写全或填身份证号。"
            faults.add(row.record.fault("born_on" if row.has("born_on") else "name", message))
        return None

    def fault_differences(self, row: RosterRow, member: Member, faults: Faults) -> None:
        """A registered member is not changed by an import: each difference is named."""
        differences = [*self._plain_differences(row, member), *self._dated_differences(row, member)]
        if differences:
            message = f"“{row.name}”与已有记录不同：{'；'.join(differences)}。"
            faults.add(row.record.fault("name", message, REMEDY))

    def posts_differ(self, row: RosterRow, member: Member) -> bool:
        held = {held_post(post) for post in self._posts[member.pk]}
        return row.has("post") and held != set(written_posts(row))

    def _plain_differences(self, row: RosterRow, member: Member) -> Iterator[str]:
        """Fields of the member itself; personal numbers are not shown."""
        for code, label in PLAIN_FIELDS.items():
            if row.has(code) and (row.value(code) or "") != (getattr(member, code) or ""):
                yield f"{label}{difference_of(code, getattr(member, code), row.value(code))}"
        if row.has("born_on") and row.born_on != member.born_on:
            yield f"出生日期“{member.born_on or ''}”→“{row.born_on or ''}”"
        if row.has("status") and row.status != member.status:
            yield f"党员类别“{member.get_status_display()}”→“{MemberStatus(row.status).label}”"
        confirmed = None if row.status == MemberStatus.PROBATIONARY else row.value("confirmed_on")
        if row.has("confirmed_on") and confirmed != member.confirmed_on:
            yield f"转正时间“{member.confirmed_on or ''}”→“{confirmed or ''}”"

    def _dated_differences(self, row: RosterRow, member: Member) -> Iterator[str]:
        place = self._places.get(member.pk)
        if place is None:
            yield "此人已不在本院任何党支部"
            return
        if word(place.branch.name) != row.branch:
            yield f"党支部“{place.branch.name}”→“{row.branch}”"
        group = word(place.group.name) if place.group else ""
        if row.has("group") and group != row.group:
            yield f"党小组“{group}”→“{row.group}”"
        if self.posts_differ(row, member):
            yield "党内职务"


def difference_of(code: str, old: Any, new: Any) -> str:
    """“old”→“new”; nothing for personal numbers, which no message tells."""
    if code in ("phone", "identity_number"):
        return ""
    labels = dict(Sex.choices) if code == "sex" else {}
    return f"“{labels.get(old, old or '')}”→“{labels.get(new, new or '')}”"


# Kind, title and name of the group of a post.
PostKey = tuple[str, str, str]


def held_post(post: Post) -> PostKey:
    return post.kind, post.title, word(post.group.name) if post.group else ""


def written_posts(row: RosterRow) -> list[PostKey]:
    """The posts that a row names, in its order."""
    return [(post.kind, post.title, post_group(post.kind, post.group or row.group)) for post in row.posts]


def post_group(kind: str, group: str) -> str:
    """Only a leader's post belongs to a group."""
    return group if kind == PostKind.GROUP_LEADER else ""


def _unclear(row: RosterRow, member: Member) -> bool:
    """Same name, and nothing that tells two people apart: a birth date is missing or lacks its day."""
    if row.born_on is None or member.born_on is None:
        return True
    same_month = (row.born_on.year, row.born_on.month) == (member.born_on.year, member.born_on.month)
    return same_month and (row.month_only or member.born_on.day == 1)
