"""Bare rows for tests of the engine: what stands in the tables, without the services that write it."""

from datetime import date
from itertools import count

from activities.engine import HeldDue, held_and_due, month_index
from activities.models import Activity, ActivityKind, Attendance, Coverage
from branches.choices import BranchKind, CourtLevel, PostKind
from branches.models import Branch, Court, Member, Membership, PartyGroup, Post

_numbers = count(1)


def court(**fields) -> Court:
    row = Court(name=f"测试法院{next(_numbers)}", level=CourtLevel.INTERMEDIATE, **fields)
    row.save()
    parent_path = row.parent.path if row.parent else "/"
    row.path = f"{parent_path}{row.pk}/"
    row.save()
    return row


def branch(court: Court, *, covered_from: date | None = date(2020, 1, 1), **fields) -> Branch:
    row = Branch(court=court, **{"name": f"第{next(_numbers)}党支部", "posts_recorded": True, **fields})
    row.save()
    if covered_from:
        coverage(row, covered_from)
    return row


def coverage(branch: Branch, starts_on: date, ends_on: date | None = None, **fields) -> Coverage:
    return Coverage.objects.create(
        court=branch.court, branch=branch, starts_on=starts_on, ends_on=ends_on, **{"source": "STATED", **fields}
    )


def group(branch: Branch, **fields) -> PartyGroup:
    return PartyGroup.objects.create(court=branch.court, branch=branch, name=f"第{next(_numbers)}党小组", **fields)


def member(branch: Branch, *, starts_on: date | None = None, ends_on: date | None = None, **fields) -> Member:
    row = Member.objects.create(court=branch.court, branch=branch, name=f"党员{next(_numbers)}", **fields)
    Membership.objects.create(court=branch.court, branch=branch, member=row, starts_on=starts_on, ends_on=ends_on)
    return row


def commissioner(branch: Branch, starts_on: date | None = None, ends_on: date | None = None, **fields) -> Post:
    return Post.objects.create(
        court=branch.court,
        branch=branch,
        member=member(branch),
        starts_on=starts_on,
        ends_on=ends_on,
        **{"kind": PostKind.ORGANIZATION, **fields},
    )


def kind(code: str) -> ActivityKind:
    return ActivityKind.objects.unscoped("test").get(code=code)


def activity(branch: Branch | None, code: str, held_on: date, *, court: Court | None = None, **fields) -> Activity:
    own_kind = kind(code)
    quorum = None if own_kind.quorum == "NONE" else True
    return Activity.objects.create(
        court=court or branch.court,
        branch=branch,
        kind=own_kind,
        held_on=held_on,
        period=month_index(held_on),
        topic="议题",
        **{"has_quorum": quorum, **fields},
    )


def talk(branch: Branch, held_on: date, *members: Member) -> Activity:
    row = activity(branch, "HEART_TO_HEART_TALK", held_on)
    for each in members:
        Attendance.objects.create(activity=row, member=each, court=branch.court, branch=branch, present=True)
    return row


def ask(owner, start=date(2024, 1, 1), end=date(2024, 12, 31), as_of=None, **options) -> HeldDue:
    return held_and_due(owner, start=start, end=end, as_of=as_of or end, **options)


RETIRED = BranchKind.RETIRED
