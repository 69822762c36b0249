"""Submitting a meeting: checked, counted from the roster of its date, kept once however often it is sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from activities.models import Activity, ActivityDraft, Attendance, Fulfilment, Resolution
from activities.rules import resolution_passes
from activities.selectors.due import DueRoster
from activities.services.checks import faults_of, roster_of
from activities.services.entry import Absence, Incomplete, MeetingEntry
from activities.services.figures import Figures, figures_of
from branches.models import Court
from branches.selectors.rosters import Person
from core import audit
from core.errors import EditConflict, Refused


@transaction.atomic
def activity_submit(
    *,
    entry: MeetingEntry,
    by: Any,
    at: datetime,
    submission_key: UUID,
    draft_version: int | None = None,
) -> Activity:
    """Keep the meeting as submitted by `by` at the aware moment `at`; the draft with the same key is removed.

    `submission_key` is unique: sent again, also at the same moment, the first record is returned. A meeting short of
    its quorum is kept, as held but not met. Raises Incomplete with every fault, EditConflict when the draft was saved
    by somebody else since `draft_version`.
    """
    drafts = ActivityDraft.objects.within(entry.owner).filter(submission_key=submission_key)
    already = _submitted_under(submission_key, entry)
    if already is not None:
        drafts.delete()
        return already
    _refuse_stale(drafts, draft_version)
    roster = roster_of(entry)
    faults = faults_of(entry, roster, on=timezone.localdate(at))
    if faults:
        raise Incomplete(faults)
    figures = figures_of(entry, roster)
    activity = _activity(entry, roster, figures, by=by, at=at, submission_key=submission_key)
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError:
        return _first_of(submission_key, entry)
    _add_rows(activity, entry, roster, figures)
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


def _refuse_stale(drafts: QuerySet[ActivityDraft], version: int | None) -> None:
    current = drafts.select_for_update().first()
    if current is not None and version is not None and current.version != version:
        raise EditConflict("草稿在别处改过，提交前请先核对两边的内容")


def _activity(
    entry: MeetingEntry, roster: DueRoster, figures: Figures, *, by: Any, at: datetime, submission_key: UUID
) -> Activity:
    held_on = entry.held_on
    if held_on is None or entry.kind is None:
        raise ValueError("a meeting without faults has a kind and a date")
    chair, recorder = _person(entry.chair, roster), _person(entry.recorder, roster)
    activity = Activity(
        court=entry.court,
        branch=entry.branch,
        group=entry.group,
        kind=entry.kind,
        held_on=held_on,
        period=held_on.year * 12 + held_on.month - 1,
        starts_at=entry.starts_at,
        place=entry.place.strip(),
        chair_id=chair,
        chair_name=entry.chair.strip(),
        recorder_id=recorder,
        recorder_name=entry.recorder.strip(),
        topic=entry.topic.strip(),
        content=entry.content,
        for_year=entry.for_year,
        study_hours=entry.study_hours,
        due_count=figures.due,
        present_count=figures.present,
        voting_due=figures.voting_due,
        voting_present=figures.voting_present,
        has_quorum=figures.quorum,
        submitted_by=by,
        submitted_at=at,
        late_days=_late_days(entry.court, (timezone.localdate(at) - held_on).days),
        submission_key=submission_key,
    )
    # The key is left to the database: another process may keep the same submission at this very moment.
    activity.full_clean(exclude=["submission_key"])
    return activity


def _late_days(court: Court, days: int) -> int | None:
    return days if days > court.late_after_days else None


def _person(name: str, roster: DueRoster) -> int | None:
    """The member of that name on the roster, if there is exactly one; a guest is kept by name alone."""
    found = [person.member_id for person in (*roster.people, *roster.others) if person.name == name.strip()]
    return found[0] if len(found) == 1 else None


def _add_rows(activity: Activity, entry: MeetingEntry, roster: DueRoster, figures: Figures) -> None:
    guests = [person for person in roster.others if person.member_id in entry.sits_in]
    rows = [_attendance(activity, person, entry, votes=person.member_id in roster.base) for person in roster.people]
    rows += [_attendance(activity, person, entry, sits_in=True) for person in guests]
    Attendance.objects.bulk_create(rows)
    Resolution.objects.bulk_create(_resolutions(activity, entry, figures))
    Fulfilment.objects.bulk_create([Fulfilment(activity=activity, kind=also) for also in entry.also_kinds])


def _attendance(
    activity: Activity, person: Person, entry: MeetingEntry, *, votes: bool = False, sits_in: bool = False
) -> Attendance:
    absence = entry.absences.get(person.member_id)
    present = sits_in or absence is None
    absence = Absence() if present or absence is None else absence
    row = Attendance(
        activity=activity,
        member_id=person.member_id,
        court_id=activity.court_id,
        branch_id=person.branch_id,
        present=present,
        votes=votes,
        sits_in=sits_in,
        reason=absence.reason,
        reason_text=absence.text,
    )
    # The roster vouches for the person; a lookup for each would cost a query a row.
    row.clean_fields(exclude=["activity", "member", "court", "branch"])
    return row


def _resolutions(activity: Activity, entry: MeetingEntry, figures: Figures) -> list[Resolution]:
    rows = [
        Resolution(
            activity=activity,
            order=number,
            text=vote.text.strip(),
            votes_for=vote.votes_for or 0,
            votes_against=vote.votes_against or 0,
            abstentions=vote.abstentions or 0,
            # Without a quorum nothing is resolved, whatever the votes.
            passed=figures.quorum is not False
            and resolution_passes(votes_for=vote.votes_for or 0, voting_due=figures.voting_due or 0),
        )
        for number, vote in enumerate(entry.resolutions, start=1)
    ]
    for row in rows:
        row.clean_fields(exclude=["activity"])
    return rows


def _detail(activity: Activity) -> dict[str, Any]:
    return {
        "kind": activity.kind.code,
        "held_on": str(activity.held_on),
        "due": activity.due_count,
        "present": activity.present_count,
        "has_quorum": activity.has_quorum,
        "late_days": activity.late_days,
    }
