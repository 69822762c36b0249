"""The rows that a ledger's meetings become, and writing them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from activities.choices import Origin
from activities.models import Activity, Attendance, Fulfilment
from activities.services.activity_import.meetings import Meeting
from activities.services.activity_import.people import People
from branches.models import Court, ImportBatch
from branches.services.file_imports import source_of
from core.bulk import insert_rows

BATCH_SIZE = 500
ATTENDANCE_COLUMNS = (
    *("activity_id", "member_id", "court_id", "branch_id"),
    *("present", "votes", "sits_in", "reason", "reason_text"),
)


def write_meetings(
    meetings: Sequence[tuple[str, Meeting]], *, court: Court, people: People, batch: ImportBatch, by: Any, at: datetime
) -> None:
    """Writes (row digest, meeting) pairs in a few large statements; the batch is saved already."""
    activities = [
        _activity(meeting, digest, court=court, people=people, batch=batch, by=by, at=at)
        for digest, meeting in meetings
    ]
    Activity.objects.bulk_create(activities, batch_size=BATCH_SIZE)
    pairs = list(zip(activities, (meeting for _, meeting in meetings), strict=True))
    Fulfilment.objects.bulk_create(
        Fulfilment(activity=activity, kind=kind) for activity, meeting in pairs for kind in meeting.kinds[1:]
    )
    rows = chain.from_iterable(_attendances(activity, meeting) for activity, meeting in pairs)
    insert_rows(Attendance, ATTENDANCE_COLUMNS, rows)


def _activity(
    meeting: Meeting, digest: str, *, court: Court, people: People, batch: ImportBatch, by: Any, at: datetime
) -> Activity:
    values, day = meeting.record.values, meeting.on
    chair, recorder = str(values["chair"]), str(values["recorder"])
    return Activity(
        court=court,
        branch=meeting.branch,
        group=meeting.group,
        kind=meeting.kinds[0],
        held_on=day,
        period=day.year * 12 + day.month - 1,
        starts_at=meeting.moment.at,
        place=values["place"],
        chair_id=people.named(chair, meeting.branch, day),
        chair_name=chair,
        recorder_id=people.named(recorder, meeting.branch, day),
        recorder_name=recorder,
        topic=values["topic"],
        content=values["content"],
        for_year=meeting.for_year,
        study_hours=values["study_hours"],
        ledger_due=meeting.due,
        ledger_present=meeting.present,
        has_quorum=meeting.quorum,
        origin=Origin.IMPORTED,
        submitted_by=by,
        submitted_at=at,
        row_digest=digest,
        import_batch=batch,
        **source_of(meeting.record),
        **_computed(meeting),
    )


def _computed(meeting: Meeting) -> dict[str, int]:
    """Figures by the roster of the day; how many came only where everyone who was missing is named."""
    if meeting.roster is None:
        return {}
    due = {"due_count": len(meeting.roster), "voting_due": len(meeting.voters)}
    if not meeting.complete:
        return due
    missing = meeting.missing_ids
    present = {
        "present_count": len(meeting.roster) - len(missing),
        "voting_present": len(meeting.voters - missing),
    }
    return {**due, **present}


def _attendances(activity: Activity, meeting: Meeting) -> Iterator[tuple[int | str | bool | None, ...]]:
    """A row, as ATTENDANCE_COLUMNS, for everyone due; for the absentees alone where it is not known who else came."""
    court_id, voters, missing = activity.court_id, meeting.voters, meeting.missing_ids
    for away in meeting.absences:
        votes = away.member_id in voters
        yield (activity.pk, away.member_id, court_id, away.branch_id, False, votes, False, away.reason, away.text)
    if meeting.roster is None or not meeting.complete:
        return
    for person in meeting.roster:
        if person.member_id not in missing:
            votes = person.member_id in voters
            yield (activity.pk, person.member_id, court_id, person.branch_id, True, votes, False, "", "")
