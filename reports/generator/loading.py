"""Writing many rows: by bulk_create, and for attendance, three quarters of all rows, by the database's own fast way."""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any

from django.db import connection

from activities.models import Activity, Attendance, Coverage, Fulfilment, Resolution
from branches.models import (
    Branch,
    CommitteeTerm,
    GeneralBranch,
    Member,
    Membership,
    PartyGroup,
    Post,
    VotingSuspension,
)
from reports.generator.meetings import Meeting
from reports.generator.organization import Organization

_BATCH = 2_000
_ATTENDANCE = (
    "activity_id",
    "court_id",
    "member_id",
    "branch_id",
    "present",
    "votes",
    "sits_in",
    "reason",
    "reason_text",
)


def store_organization(organization: Organization) -> int:
    """Everything but the court, which is there already; parents before their children. Rows written."""
    branches = organization.branches
    GeneralBranch.objects.bulk_create(organization.general_branches, _BATCH)
    Branch.objects.bulk_create([rows.branch for rows in branches], _BATCH)
    PartyGroup.objects.bulk_create([group for rows in branches for group in rows.groups], _BATCH)
    members = [member for rows in branches for member in rows.members]
    Member.objects.bulk_create(members, _BATCH)
    stays = [stay for rows in branches for stay in (*rows.earlier_stays, *rows.stays)]
    Membership.objects.bulk_create(stays, _BATCH)
    suspensions = [suspension for rows in branches for suspension in rows.suspensions]
    VotingSuspension.objects.bulk_create(suspensions, _BATCH)
    CommitteeTerm.objects.bulk_create([term for rows in branches for term in rows.terms], _BATCH)
    posts = [post for rows in branches for post in rows.posts]
    Post.objects.bulk_create(posts, _BATCH)
    Coverage.objects.bulk_create(organization.coverages(), _BATCH)
    return len(branches) * 2 + len(members) + len(stays) + len(posts)


def store_meetings(court_id: int, meetings: Sequence[Meeting]) -> tuple[int, int]:
    """Activities with their rows; how many activities, how many attendances."""
    Activity.objects.bulk_create([meeting.activity for meeting in meetings], _BATCH)
    further = [Fulfilment(activity=meeting.activity, kind=kind) for meeting in meetings for kind in meeting.also]
    Fulfilment.objects.bulk_create(further, _BATCH)
    Resolution.objects.bulk_create([each for meeting in meetings for each in meeting.resolutions], _BATCH)
    return len(meetings), _store_attendance(
        (meeting.activity.pk, court_id, *seat) for meeting in meetings for seat in meeting.seats
    )


def _store_attendance(rows: Iterable[tuple[Any, ...]]) -> int:
    """Rows of `_ATTENDANCE` as they come: by COPY on PostgreSQL, prepared once elsewhere."""
    table = Attendance._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = [_copy_line(row) for row in rows]
            cursor.copy_expert(f"COPY {table} ({', '.join(_ATTENDANCE)}) FROM STDIN", StringIO("".join(lines)))
            return len(lines)
        written = list(rows)
        marks = ", ".join(["%s"] * len(_ATTENDANCE))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(_ATTENDANCE)}) VALUES ({marks})", written)  # noqa: S608  # names of our own
        return len(written)


def _copy_line(row: tuple[Any, ...]) -> str:
    """Numbers, booleans and short texts of our own tables, none of which holds a tab, a newline or a backslash."""
    return "\t".join(map(str, row)) + "\n"


def chunks(meetings: Iterable[Meeting | None], size: int = 4_000) -> Iterator[list[Meeting]]:
    """The meetings that there are, in lists of at most `size`."""
    chunk: list[Meeting] = []
    for meeting in meetings:
        if meeting is not None:
            chunk.append(meeting)
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
