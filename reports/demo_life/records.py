"""Records on their way: most archived, some to look at, one sent back, corrections, a quarter that is locked."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils.timezone import make_aware

from accounts.models import User
from activities.choices import ActivityState, Step
from activities.models import Activity, ActivityStep
from activities.models.locks import quarter_of
from activities.services import (
    Absence,
    MeetingEntry,
    activity_archive,
    activity_correct,
    activity_send_back,
    period_lock,
)
from branches.choices import Role
from branches.models import Branch, Court

BRANCH = "第一党支部"
# Records of the last weeks are still to be looked at.
DAYS_TO_ARCHIVE = 21
KINDS = ("COMMITTEE_MEETING", "THEME_DAY", "PARTY_LECTURE")


def load(court: Court, on: date) -> None:
    """Nothing where the court has no accounts of a committee and of the first branch."""
    branch = Branch.objects.within(court).filter(name=BRANCH).first()
    committee = _account(Role.COMMITTEE, court=court)
    writer = _account(Role.SECRETARY, branch=branch, group=None) if branch else None
    if branch is None or committee is None or writer is None:
        return
    at = make_aware(datetime.combine(on, time(9)))
    own = Activity.objects.within(branch).filter(kind__code__in=KINDS, group=None, joint_key=None)
    latest = list(own.filter(state=ActivityState.SUBMITTED).order_by("-held_on", "-pk")[:4])
    if len(latest) < len(KINDS) + 1:
        return
    _send_some_back(latest, writer=writer, committee=committee, at=at)
    _archive_the_rest(court, [row.pk for row in latest], committee, on)
    _lock_last_quarter(court, committee, on)


def _account(role: str, **place: Any) -> User | None:
    wanted = {f"appointments__{name}": value for name, value in place.items()}
    return User.objects.filter(appointments__role=role, **wanted).order_by("pk").first()


def _send_some_back(latest: list[Activity], *, writer: User, committee: User, at: datetime) -> None:
    """One sent back, one corrected, one archived whose correction waits; the fourth is to be looked at."""
    back, corrected, archived, _ = latest
    reason = "会议记录过于简单，请补充讨论情况和形成的意见。"
    activity_send_back(activity=back, reason=reason, by=committee, at=at - timedelta(days=1))
    _move_place(corrected, "二楼党员活动室", writer, at - timedelta(days=2))
    activity_archive(activity=archived, by=committee, at=at - timedelta(days=3))
    _move_place(archived, "三楼大会议室", writer, at - timedelta(hours=2))


def _move_place(activity: Activity, place: str, by: User, at: datetime) -> None:
    """A correction of the place, as the branch would have sent it."""
    entry = MeetingEntry(
        court=activity.court,
        branch=activity.branch,
        kind=activity.kind,
        held_on=activity.held_on,
        starts_at=activity.starts_at,
        place=place,
        chair=activity.chair_name,
        recorder=activity.recorder_name,
        topic=activity.topic,
        content=activity.content,
        for_year=activity.for_year,
        study_hours=activity.study_hours,
        absences={
            row.member_id: Absence(row.reason, row.reason_text) for row in activity.attendances.filter(present=False)
        },
        also_kinds=tuple(activity.also_kinds.all()),
        topics=tuple(activity.topics.all()),
        details=activity.details,
        accepts_no_quorum=True,
    )
    activity_correct(
        activity=activity,
        entry=entry,
        reason="填报时误写了原定地点，会议当天改了地方。",
        by=by,
        at=at,
        version=None,
        submission_key=uuid4(),
    )


def _archive_the_rest(court: Court, besides: list[int], committee: User, on: date) -> None:
    """A year's records in two statements; one by one the services would take minutes."""
    old = on - timedelta(days=DAYS_TO_ARCHIVE)
    rows = Activity.objects.within(court).filter(state=ActivityState.SUBMITTED, held_on__lt=old)
    rows = rows.exclude(pk__in=besides).exclude(submitted_by=committee)
    steps = [
        ActivityStep(
            activity_id=pk,
            step=Step.ARCHIVE,
            by=committee,
            at=make_aware(datetime.combine(held_on + timedelta(days=DAYS_TO_ARCHIVE), time(10))),
        )
        for pk, held_on in rows.values_list("pk", "held_on")
    ]
    ActivityStep.objects.bulk_create(steps)
    rows.update(state=ActivityState.ARCHIVED)


def _lock_last_quarter(court: Court, committee: User, on: date) -> None:
    """The quarter before the last: the last one may still be put right."""
    year, quarter = quarter_of(_quarter_before(_quarter_before(on)))
    period_lock(court=court, year=year, quarter=quarter, reason="季度考核已完成", by=committee, on=on)


def _quarter_before(day: date) -> date:
    """The last day of the quarter before the one that holds `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first - timedelta(days=1)
