"""Bare rows for tests of the engine: what stands in the tables, without the services that write it."""

from datetime import date

from activities.engine import HeldDue, held_and_due, month_index
from activities.models import Activity, ActivityKind, Attendance, Coverage
from branches.choices import PostKind
from branches.models import Branch, Court, Member, Post
from branches.tests import factories


def branch(court: Court, *, covered_from: date | None = date(2020, 1, 1), **fields) -> Branch:
    """A branch that keeps its records here."""
    row = factories.branch(court, **fields)
    if covered_from:
        coverage(row, covered_from)
    return row


def coverage(branch: Branch, starts_on: date, ends_on: date | None = None, **fields) -> Coverage:
    return Coverage.objects.create(
        court=branch.court, branch=branch, starts_on=starts_on, ends_on=ends_on, **{"source": "STATED", **fields}
    )


def commissioner(branch: Branch, *, kind: str = PostKind.ORGANIZATION, **fields) -> Post:
    return factories.post(factories.member(branch), kind, **fields)


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
