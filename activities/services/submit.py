"""Submitting a meeting: checked, counted from the roster of its date, kept once however often it is sent."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from activities.models import Activity, ActivityDraft
from activities.selectors.due import DueRoster
from activities.services.attachments import take_over
from activities.services.checks import faults_of, part_faults, roster_of
from activities.services.entry import Incomplete, MeetingEntry
from activities.services.figures import figures_of
from activities.services.joint import invite, joint_facts, renew_invitations
from activities.services.locks import refuse_locked
from activities.services.rows import add_rows, facts_of
from branches.models import Court
from core import audit
from core.errors import EditConflict, Refused


@transaction.atomic
def activity_submit(
    *, entry: MeetingEntry, by: Any, at: datetime, submission_key: UUID, draft_version: int | None = None
) -> Activity:
    """Keep the meeting as submitted by `by` at the aware moment `at`; the draft with the same key is removed.

    `submission_key` is unique: sent again, also at the same moment, the first record is returned. A meeting short of
    its quorum is kept, as held but not met. Raises Incomplete with every fault, EditConflict when the draft was saved
    by somebody else since `draft_version`, Refused when the quarter is locked.
    """
    drafts = ActivityDraft.objects.within(entry.owner).filter(submission_key=submission_key)
    already = _submitted_under(submission_key, entry)
    if already is not None:
        drafts.delete()
        return already
    draft = _fresh_draft(drafts, draft_version)
    roster = roster_of(entry)
    _refuse_incomplete(entry, roster, draft, on=timezone.localdate(at))
    figures = figures_of(entry, roster)
    facts = facts_of(entry, roster, figures) | joint_facts(entry, draft)
    refuse_locked(entry.court, *entry.days_counted, doing="提交")
    facts["drafted_by"] = draft.created_by if draft else None
    activity = _activity(entry, facts, by=by, at=at, submission_key=submission_key)
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError:
        return _first_of(submission_key, entry)
    add_rows(activity, entry, roster, figures)
    invite(host=activity, entry=entry, by=by)
    renew_invitations(activity, entry)
    take_over(draft=draft, activity=activity)
    drafts.delete()
    audit.record(actor=by, action="activities.activity_submit", subject=activity, detail=_detail(activity))
    return activity


def _submitted_under(submission_key: UUID, entry: MeetingEntry) -> Activity | None:
    return Activity.objects.within(entry.owner).filter(submission_key=submission_key).first()


def _first_of(submission_key: UUID, entry: MeetingEntry) -> Activity:
    """The record that the same submission made a moment ago. A key of somebody else's record makes none."""
    first = _submitted_under(submission_key, entry)
    if first is None:
        raise Refused("提交编号已被使用，请重新打开填报页面再提交")
    return first


def _fresh_draft(drafts: QuerySet[ActivityDraft], version: int | None) -> ActivityDraft | None:
    current = drafts.select_for_update().first()
    if current is not None and version is not None and current.version != version:
        raise EditConflict("草稿在别处改过，提交前请先核对两边的内容")
    return current


def _refuse_incomplete(entry: MeetingEntry, roster: DueRoster, draft: ActivityDraft | None, *, on: date) -> None:
    faults = faults_of(entry, roster, on=on)
    if draft is not None and draft.joint:
        faults += part_faults(entry, draft.joint["key"])
    if faults:
        raise Incomplete(faults)


def _activity(entry: MeetingEntry, facts: dict[str, Any], *, by: Any, at: datetime, submission_key: UUID) -> Activity:
    activity = Activity(
        court=entry.court,
        branch=entry.branch,
        submitted_by=by,
        submitted_at=at,
        late_days=late_days(entry.court, facts["ends_on"] or facts["held_on"], at),
        submission_key=submission_key,
        **facts,
    )
    # The key is left to the database: another process may keep the same submission at this very moment.
    activity.full_clean(exclude=["submission_key"])
    return activity


def late_days(court: Court, last_day: date, at: datetime) -> int | None:
    """Days from the meeting's last day to the moment of its (first) submission, where they make it a late record."""
    days = (timezone.localdate(at) - last_day).days
    return days if days > court.late_after_days else None


def _detail(activity: Activity) -> dict[str, Any]:
    return {
        "kind": activity.kind.code,
        "held_on": str(activity.held_on),
        "due": activity.due_count,
        "present": activity.present_count,
        "has_quorum": activity.has_quorum,
        "late_days": activity.late_days,
        "joint_with": activity.joint_with,
    }
