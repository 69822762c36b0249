"""Reads of submitted meetings: the list, one record with all that stands in it, a member's own year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from activities.choices import HELD_STATES
from activities.engine import month_index
from activities.engine.norms import NormBook
from activities.engine.periods import Period, period_at
from activities.models import Activity, ActivityDraft, ActivityKind, Attendance, Norm
from activities.selectors.history import with_corrections
from branches.models import Branch, Membership
from branches.scoping import standing_of
from core.dates import in_force

NO_GROUP = "未编入党小组"
SITTING_IN = "列席"


def activities_for_list(user: Any) -> QuerySet[Activity]:
    """What the user sees, without the long texts."""
    rows = Activity.objects.visible_to(user).select_related("kind", "branch", "group", "court")
    return with_corrections(user, rows).defer("content")


@dataclass(frozen=True)
class AttendanceGroup:
    """The people of one group (of one branch, at a court-wide event)."""

    label: str
    rows: list[Attendance]

    @property
    def present(self) -> int:
        return sum(row.present for row in self.rows)


def attendance_of(user: Any, activity: Activity) -> list[AttendanceGroup]:
    """Who was there, by group; empty for somebody who may see the figures but not the persons."""
    rows = list(Attendance.objects.visible_to(user).filter(activity=activity).select_related("member", "branch"))
    labels = _labels(user, activity, rows)
    grouped: defaultdict[str, list[Attendance]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.sits_in, row.present, row.member_id)):
        grouped[SITTING_IN if row.sits_in else labels.get(row.member_id, "")].append(row)
    place = {label: number for number, label in enumerate(dict.fromkeys(labels.values()))}
    order = sorted(grouped, key=lambda label: (label == SITTING_IN, label in (NO_GROUP, ""), place.get(label, 0)))
    return [AttendanceGroup(label, grouped[label]) for label in order]


def _labels(user: Any, activity: Activity, rows: list[Attendance]) -> dict[int, str]:
    """Each member's group (branch, at a court-wide event), in the groups' (branches') own order."""
    if activity.branch_id is None:
        placed = sorted(rows, key=lambda row: (row.branch.order, row.branch.pk) if row.branch else (0, 0))
        return {row.member_id: row.branch.name if row.branch else "" for row in placed}
    memberships = Membership.objects.visible_to(user).filter(
        in_force(activity.held_on), branch_id=activity.branch_id, member_id__in=[row.member_id for row in rows]
    )
    groups = dict(memberships.order_by("group__order", "group_id").values_list("member_id", "group__name"))
    if not any(groups.values()):
        return {}
    return {member_id: name or NO_GROUP for member_id, name in groups.items()}


@dataclass(frozen=True)
class Obligation:
    """What a record counts for: a kind, and the period of the norm that stood then (none: nothing was owed)."""

    kind: ActivityKind
    is_main: bool
    norm: Norm | None
    period: Period | None


def obligations_of(user: Any, activity: Activity) -> list[Obligation]:
    """The main kind first, then those met by the way."""
    kinds = [activity.kind, *activity.also_kinds.all()]
    book = NormBook(Norm.objects.visible_to(user).filter(kind__in=kinds).select_related("kind"))
    return [_obligation(activity, kind, book) for kind in kinds]


def _obligation(activity: Activity, kind: ActivityKind, book: NormBook) -> Obligation:
    branch = activity.branch
    norm, period = None, None
    if branch is None:
        return Obligation(kind, kind.pk == activity.kind_id, None, None)
    for length in book.lengths(kind.pk):
        candidate = period_at(month_index(activity.held_on), length)
        found = book.standing(kind.pk, court_id=activity.court_id, branch_kind=branch.kind, on=candidate.end)
        if found and found.period == length:
            norm, period = found, candidate
    return Obligation(kind, kind.pk == activity.kind_id, norm, period)


def branch_drafts(user: Any, branch: Branch | None = None) -> QuerySet[ActivityDraft]:
    """Drafts the user may go on with, the last saved first."""
    drafts = ActivityDraft.objects.visible_to(user).select_related("branch", "group", "created_by")
    return drafts.filter(branch=branch) if branch else drafts


def name_drafts(user: Any, drafts: Iterable[ActivityDraft]) -> list[ActivityDraft]:
    """The drafts with what a list says of each: `kind_name`, `held_on_text` and `topic_text`, as they were typed."""
    kinds = dict(ActivityKind.objects.visible_to(user).values_list("code", "name"))
    named = list(drafts)
    for draft in named:
        draft.kind_name = kinds.get(_first(draft, "kind"), "还没选类型")  # type: ignore[attr-defined]  # read by pages
        draft.held_on_text = _first(draft, "held_on")  # type: ignore[attr-defined]  # likewise
        topics = filter(str.strip, draft.data.get("topic", []))
        draft.topic_text = "；".join(topics)  # type: ignore[attr-defined]  # likewise
    return named


def _first(draft: ActivityDraft, name: str) -> str:
    return next(iter(draft.data.get(name, [])), "")


@dataclass(frozen=True)
class OwnAttendance:
    """One member's year: the rows newest first, and their sums. Study hours count where the member was present."""

    rows: list[Attendance]
    due: int
    present: int
    absences: list[Attendance]
    study_hours: Decimal


def own_attendance(user: Any, year: int) -> OwnAttendance:
    """The user's own attendance in a year; empty for an account without a member."""
    member_id = standing_of(user).member_id
    held = Q(activity__held_on__year=year, activity__state__in=HELD_STATES)
    rows = Attendance.objects.visible_to(user).filter(held, member_id=member_id or 0)
    sums = rows.aggregate(
        due_count=Count("member_id", filter=Q(sits_in=False)),
        present_count=Count("member_id", filter=Q(sits_in=False, present=True)),
        hours=Sum("activity__study_hours", filter=Q(present=True)),
    )
    listed = list(rows.select_related("activity__kind").order_by("-activity__held_on", "-activity_id"))
    return OwnAttendance(
        rows=listed,
        due=sums["due_count"],
        present=sums["present_count"],
        absences=[row for row in listed if not row.present],
        study_hours=sums["hours"] or Decimal(0),
    )
