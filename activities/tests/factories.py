"""Meetings for tests: `activity()` goes through the service, `raw_activity()` writes one row."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from activities.choices import AbsenceReason, CoverageSource, Roster
from activities.models import Activity, ActivityDraft, ActivityKind, Coverage
from activities.services import Absence, MeetingEntry, Vote, activity_submit, draft_create
from branches.models import Branch, Court, Member, PartyGroup
from branches.tests import factories as people

_numbers = count(1)
KINDS_OF_A_BRANCH = (Roster.BRANCH, Roster.COMMITTEE, Roster.GROUP)


def kind(code: str = "BRANCH_ASSEMBLY") -> ActivityKind:
    """One of the shipped kinds."""
    return ActivityKind.objects.unscoped("test").get(code=code)


def own_kind(of: Court, name: str = "", **fields: Any) -> ActivityKind:
    """A court's own kind."""
    number = next(_numbers)
    name = name or f"自设类型{number}"
    return ActivityKind.objects.create(court=of, code=f"OWN_{number}", name=name, short_name=name[:10], **fields)


def noon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))


def entry(
    code: str = "BRANCH_ASSEMBLY",
    branch: Branch | None = None,
    held_on: date = date(2024, 5, 8),
    *,
    court: Court | None = None,
    absent: Iterable[Member] = (),
    reason: str = AbsenceReason.HEARING,
    also: Iterable[str] = (),
    sits_in: Iterable[Member] = (),
    invited: Iterable[Member] = (),
    resolutions: Iterable[Vote] = (),
    **fields: Any,
) -> MeetingEntry:
    """What a person would have written, complete; `fields` replace the rest."""
    chosen = fields.pop("kind", None) or kind(code)
    if branch is None and chosen.roster in KINDS_OF_A_BRANCH:
        branch = people.branch()
    if branch is None and court is None:
        court = people.court()
    texts = {"place": "三楼会议室", "chair": "主持人", "recorder": "记录人", "topic": "学习文件", "content": "会议记录"}
    return MeetingEntry(
        court=branch.court if branch else court,
        branch=branch,
        kind=chosen,
        held_on=held_on,
        absences={member.pk: Absence(reason) for member in absent},
        sits_in=frozenset(member.pk for member in sits_in),
        invited=frozenset(member.pk for member in invited),
        also_kinds=tuple(kind(code) for code in also),
        resolutions=tuple(resolutions),
        **{**texts, "for_year": held_on.year if chosen.for_year else None, **fields},
    )


def activity(
    code: str = "BRANCH_ASSEMBLY",
    branch: Branch | None = None,
    held_on: date = date(2024, 5, 8),
    *,
    by: Any = None,
    at: datetime | None = None,
    **fields: Any,
) -> Activity:
    """A submitted meeting (on its own day at noon). A branch without members gets three, or a committee."""
    fields.setdefault("accepts_no_quorum", True)
    written = entry(code, branch, held_on, **fields)
    if written.branch is not None and written.kind is not None and not written.invited:
        _fill(written.branch, written.kind, written.group)
    if written.kind is not None and written.kind.roster == Roster.INVITED and not written.invited:
        written = _invite(written)
    return activity_submit(entry=written, by=by, at=at or noon(held_on), submission_key=uuid4())


def _fill(branch: Branch, chosen: ActivityKind, group: PartyGroup | None) -> None:
    if chosen.roster == Roster.COMMITTEE and not branch.posts.exists():
        people.committee(branch, 3)
    elif group is not None and not group.memberships.exists():
        people.members(branch, 3, group=group)
    elif not branch.memberships.exists():
        people.members(branch, 3)


def _invite(written: MeetingEntry) -> MeetingEntry:
    if written.branch is None:
        return replace(written, typed_due=10, typed_present=9) if written.typed_due is None else written
    invited = written.branch.memberships.values_list("member_id", flat=True)
    return replace(written, invited=frozenset(invited))


def raw_activity(
    code: str = "BRANCH_ASSEMBLY",
    branch: Branch | None = None,
    held_on: date = date(2024, 5, 8),
    *,
    court: Court | None = None,
    **fields: Any,
) -> Activity:
    """One row, without attendance and without any check."""
    chosen = fields.pop("kind", None) or kind(code)
    if branch is None and court is None:
        branch = people.branch()
    figures = {"due_count": 10, "present_count": 9, "voting_due": 10, "voting_present": 9, "study_hours": Decimal(1)}
    return Activity.objects.create(
        court=branch.court if branch else court,
        branch=branch,
        kind=chosen,
        held_on=held_on,
        period=held_on.year * 12 + held_on.month - 1,
        **{"topic": "学习文件", **figures, **fields},
    )


def draft(branch: Branch | None = None, *, by: Any = None, **fields: Any) -> ActivityDraft:
    """A draft with a few fields typed; `data` replaces them."""
    branch = branch or people.branch()
    data = {
        "kind": ["COMMITTEE_MEETING"],
        "held_on": ["2024-05-08"],
        "topic": ["研究党建工作"],
        "branch": [str(branch.pk)],
    }
    fields = {"court": branch.court, "branch": branch, "data": data, **fields}
    return draft_create(by=by or people.secretary(branch), submission_key=uuid4(), **fields)


def coverage(branch: Branch, since: date = date(2020, 1, 1), **fields: Any) -> Coverage:
    """The branch keeps its records here since then."""
    fields = {"source": CoverageSource.STATED, **fields}
    return Coverage.objects.create(court=branch.court, branch=branch, starts_on=since, **fields)
