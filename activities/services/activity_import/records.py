"""The rows that a ledger's meetings become, and writing them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from activities.choices import Origin
from activities.models import Activity, Attendance, Fulfilment
from activities.services.activity_import.meetings import Meeting
from activities.services.activity_import.people import People
from branches.models import Court, ImportBatch
from branches.services.file_imports import source_of

BATCH_SIZE = 500


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
    Attendance.objects.bulk_create(rows, batch_size=BATCH_SIZE)


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


def _attendances(activity: Activity, meeting: Meeting) -> list[Attendance]:
    """A row for everyone due; for the absentees alone where it is not known who of the others came."""
    owners = {"activity_id": activity.pk, "court_id": activity.court_id}
    rows = [
        Attendance(
            **owners,
            member_id=absence.member_id,
            branch_id=absence.branch_id,
            present=False,
            votes=absence.member_id in meeting.voters,
            reason=absence.reason,
            reason_text=absence.text,
        )
        for absence in meeting.absences
    ]
    if meeting.roster is None or not meeting.complete:
        return rows
    missing = meeting.missing_ids
    return rows + [
        Attendance(
            **owners,
            member_id=person.member_id,
            branch_id=person.branch_id,
            present=True,
            votes=person.member_id in meeting.voters,
        )
        for person in meeting.roster
        if person.member_id not in missing
    ]
