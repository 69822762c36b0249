"""What happened to a record, for its timeline; and the records that wait for somebody."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from activities.choices import ActivityState, CorrectionState, Origin, Step
from activities.models import Activity, ActivityStep, Correction, PeriodLock
from activities.models.history import written_by
from activities.models.locks import quarter_of
from activities.selectors.snapshots import Difference, described, differences
from branches.choices import Role
from branches.models import Branch
from branches.scoping import standing_of

KINDS = {Step.RESUBMIT: "success", Step.ARCHIVE: "success"}


@dataclass(frozen=True)
class Event:
    """One line of the timeline; `differences` where the record's text changed with it."""

    at: datetime
    who: Any
    what: str
    note: str = ""
    kind: str = "success"
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class History:
    """`events` newest first; `reason` is why the record is not held (sent back, withdrawn, cancelled), if it is not;
    `original` is what it said before the first correction, `keys` are the forms that have arrived."""

    events: list[Event]
    reason: str
    original: dict[str, list[str]]
    asked: Correction | None
    keys: list[UUID]


def history_of(user: Any, activity: Activity) -> History:
    """What the user may know of the record's way; courts above read its submission alone."""
    steps = list(ActivityStep.objects.visible_to(user).filter(activity=activity).select_related("by"))
    rows = Correction.objects.visible_to(user).filter(activity=activity).select_related("asked_by", "decided_by")
    corrections = list(rows)
    events = [*_submission(activity), *map(_step_event, steps)]
    for correction in corrections:
        events += _correction_events(correction)
    applied = [each for each in corrections if each.state == CorrectionState.APPLIED]
    last = steps[-1] if steps else None
    return History(
        events=sorted(events, key=lambda event: event.at, reverse=True),
        reason=last.reason if last else "",
        original=described(applied[0].before) if applied else {},
        asked=next((each for each in corrections if each.state == CorrectionState.ASKED), None),
        keys=[
            *(step.submission_key for step in steps if step.submission_key),
            *(row.submission_key for row in corrections),
        ],
    )


def _submission(activity: Activity) -> list[Event]:
    if activity.submitted_at is None or activity.origin == Origin.IMPORTED:
        return []
    return [Event(activity.submitted_at, activity.submitted_by or "", "提交")]


def _step_event(step: ActivityStep) -> Event:
    changed = differences(step.before, step.after) if step.before and step.after else []
    kind = KINDS.get(Step(step.step), "warning")
    return Event(step.at, step.by, step.get_step_display(), step.reason, kind, changed)


def _correction_events(correction: Correction) -> list[Event]:
    changed = differences(correction.before, correction.after)
    asked = correction.asked_at, correction.asked_by
    if correction.decided_by is None and correction.state == CorrectionState.APPLIED:
        return [Event(*asked, "更正", correction.reason, "info", changed)]
    events = [Event(*asked, f"申请更正（{correction.get_state_display()}）", correction.reason, "info", changed)]
    if correction.decided_at is not None:
        agreed = correction.state == CorrectionState.APPLIED
        what, kind = ("同意更正", "success") if agreed else ("不同意更正", "warning")
        events.append(Event(correction.decided_at, correction.decided_by, what, correction.decision, kind))
    return events


def with_corrections(user: Any, rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """`rows` with `is_corrected`: whether a correction stands beside them, as far as the user may know."""
    applied = Correction.objects.visible_to(user).filter(activity=OuterRef("pk"), state=CorrectionState.APPLIED)
    return rows.annotate(is_corrected=Exists(applied))


def histories(user: Any) -> tuple[Prefetch, Prefetch]:
    """For a list: the steps and corrections that the user may know of, two queries in all."""
    return (
        Prefetch("steps", ActivityStep.objects.visible_to(user).defer("before", "after")),
        Prefetch("corrections", Correction.objects.visible_to(user).defer("before", "after")),
    )


def moment_of(activity: Activity, step: Step) -> datetime | None:
    """When the step was last taken, of a record with its steps."""
    return max((each.at for each in activity.steps.all() if each.step == step), default=None)


def lock_of(activity: Activity) -> PeriodLock | None:
    """The lock of a quarter that the record counts in, if one is locked."""
    counted = Q()
    for year, quarter in map(quarter_of, activity.days_counted):
        counted |= Q(year=year, quarter=quarter)
    return PeriodLock.objects.within(activity.court).filter(counted, reopened_on__isnull=True).first()


# --- Waiting for somebody -------------------------------------------------------------------------


def records_to_review(user: Any) -> QuerySet[Activity]:
    """Submitted records of the user's own court that others wrote; imported ones were looked at when imported."""
    rows = Activity.objects.visible_to(user).filter(
        court_id__in=_own_courts(user), state=ActivityState.SUBMITTED, origin=Origin.ENTERED
    )
    return rows.exclude(pk__in=_own_records(user)).select_related("kind", "branch", "group", "court")


def _own_records(user: Any) -> QuerySet[Activity, Any]:
    """Keys of what the user had a hand in writing, or answers for as a branch's officer."""
    branches = [grant.branch_id for grant in standing_of(user).holding(Role.SECRETARY) if grant.branch_id]
    rows = Activity.objects.visible_to(user).filter(written_by(user) | Q(branch_id__in=branches))
    return rows.order_by().values("pk")


def corrections_to_review(user: Any) -> QuerySet[Correction]:
    """Corrections that the user may decide on: of records the user neither wrote nor answers for."""
    courts = _own_courts(user)
    rows = Correction.objects.visible_to(user).filter(activity__court_id__in=courts, state=CorrectionState.ASKED)
    rows = rows.select_related("activity__kind", "activity__branch", "activity__group", "activity__court", "asked_by")
    return rows.exclude(activity__in=_own_records(user))


def sent_back_records(user: Any, branch: Branch) -> QuerySet[Activity]:
    """Records of the branch that are to be put right and sent in again, with the `reason` why."""
    why = ActivityStep.objects.visible_to(user).filter(activity=OuterRef("pk"), step=Step.SEND_BACK).order_by("-at")
    rows = Activity.objects.visible_to(user).filter(state=ActivityState.SENT_BACK, branch=branch)
    return rows.annotate(reason=Subquery(why.values("reason")[:1])).select_related("kind", "group").order_by("held_on")


def waiting_counts(user: Any) -> dict[str, int]:
    """How many records and corrections wait for the user of a committee."""
    return {"records": records_to_review(user).count(), "corrections": corrections_to_review(user).count()}


def _own_courts(user: Any) -> list[int]:
    return [grant.court_id for grant in standing_of(user).holding(Role.COMMITTEE) if grant.court_id is not None]
