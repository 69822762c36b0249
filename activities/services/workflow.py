"""What is done with a record after its submission: sent back, sent in again, archived, withdrawn, cancelled.

Every step goes through `_take`, which knows the table TRANSITIONS and no other way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from activities.choices import STEPS_WITH_REASON, TRANSITIONS, CorrectionState, Origin, Step
from activities.models import Activity, ActivityStep
from activities.models.history import has_written
from activities.selectors.snapshots import snapshot_of
from activities.services.checks import faults_of, part_faults, roster_of
from activities.services.entry import Incomplete, MeetingEntry
from activities.services.figures import figures_of
from activities.services.joint import renew_invitations
from activities.services.locks import refuse_locked_record
from activities.services.resting import refuse_dropped
from activities.services.rows import rewrite
from activities.services.submit import late_days
from core import audit
from core.errors import EditConflict, Refused

CHANGED_MEANWHILE = "您打开之后，这条记录已经变动，请核对后再办理"


@transaction.atomic
def activity_send_back(
    *, activity: Activity, reason: str, by: Any, at: datetime, version: int | None = None
) -> Activity:
    """The committee gives a submitted record back to its branch; until it comes again it is not held."""
    refuse_locked_record(activity, doing="退回")
    current = take(activity, Step.SEND_BACK, version)
    refuse_own(current, by)
    if current.origin == Origin.IMPORTED:
        raise Refused("导入的记录不能退回：有误的请支部更正，或者作废")
    return _move(current, Step.SEND_BACK, by=by, at=at, reason=reason)


@transaction.atomic
def activity_archive(*, activity: Activity, by: Any, at: datetime, version: int | None = None) -> Activity:
    """The committee has looked at a submitted record and keeps it."""
    current = take(activity, Step.ARCHIVE, version)
    refuse_own(current, by)
    return _move(current, Step.ARCHIVE, by=by, at=at)


@dataclass
class Archived:
    """What came of many at once: the records archived, and why each of the others was not."""

    done: list[Activity] = field(default_factory=list)
    refused: list[tuple[Activity, str]] = field(default_factory=list)


def activities_archive(*, activities: Iterable[tuple[Activity, int]], by: Any, at: datetime) -> Archived:
    """Archive each that can be, in the version that was looked at; one that can't be holds up none of the others."""
    result = Archived()
    for activity, version in activities:
        try:
            result.done.append(activity_archive(activity=activity, by=by, at=at, version=version))
        except Refused as refused:
            result.refused.append((activity, "；".join(refused.reasons)))
    return result


@transaction.atomic
def activity_withdraw(
    *, activity: Activity, reason: str, by: Any, at: datetime, version: int | None = None
) -> Activity:
    """Those who submitted it by mistake take a record back on the day of its submission; it stays, and is not held."""
    refuse_locked_record(activity, doing="撤回")
    current = take(activity, Step.WITHDRAW, version)
    refuse_dropped(current, doing="撤回")
    sent_at = current.resubmitted_at or current.submitted_at
    if sent_at is None or current.origin == Origin.IMPORTED:
        raise Refused("导入的记录不能撤回")
    sent_on = timezone.localdate(sent_at)
    if sent_on != timezone.localdate(at):
        raise Refused(f"记录是 {sent_on} 提交的，只能在提交当天撤回；有误的请更正，或请机关党委退回、作废")
    return _move(current, Step.WITHDRAW, by=by, at=at, reason=reason)


@transaction.atomic
def activity_cancel(*, activity: Activity, reason: str, by: Any, at: datetime, version: int | None = None) -> Activity:
    """The committee declares a record void (wrong day, wrong kind, recorded twice); it stays, and is not held."""
    refuse_locked_record(activity, doing="作废")
    current = take(activity, Step.CANCEL, version)
    refuse_own(current, by)
    refuse_dropped(current, doing="作废")
    return _move(current, Step.CANCEL, by=by, at=at, reason=reason)


@transaction.atomic
def activity_resubmit(
    *, activity: Activity, entry: MeetingEntry, by: Any, at: datetime, version: int | None, submission_key: UUID
) -> Activity:
    """The branch sends in again, as `entry`, what was sent back. The record keeps its id and its first submission, by
    which it is late or not; the step keeps what changed. The same form sent twice makes one step.

    Raises Incomplete with every fault, EditConflict when the record was changed since `version`.
    """
    refuse_locked_record(activity, *entry.days_counted, doing="提交")
    if activity.steps.filter(submission_key=submission_key).exists():
        return locked(activity)
    current = take(activity, Step.RESUBMIT, version)
    entry = replace(entry, record=current)
    refuse_other_place(current, entry)
    if entry.held_on != current.held_on:
        refuse_dropped(current, doing="改日期")
    roster = roster_of(entry)
    faults = faults_of(entry, roster, on=timezone.localdate(at))
    faults += part_faults(entry, current.joint_key) if current.joint_key else ()
    if faults:
        raise Incomplete(faults)
    before = snapshot_of(current)
    rewrite(current, entry, roster, figures_of(entry, roster))
    renew_invitations(current, entry)
    current.resubmitted_at = at
    current.late_days = late_days(current.court, current.last_day, current.submitted_at or at)
    contents: dict[str, Any] = {"before": before, "after": snapshot_of(current), "submission_key": submission_key}
    return _move(current, Step.RESUBMIT, by=by, at=at, **contents)


# --- One step -------------------------------------------------------------------------------------


def locked(activity: Activity) -> Activity:
    """The record as it is now, kept from everybody else until the transaction ends."""
    rows = Activity.objects.within(activity.court).select_for_update(of=("self",))
    return rows.select_related("court", "branch", "group", "kind").get(pk=activity.pk)


def take(activity: Activity, step: Step, version: int | None) -> Activity:
    """The locked record, if `step` leads on from its state and nobody changed it since `version`."""
    current = locked(activity)
    if version is not None and current.version != version:
        raise EditConflict(CHANGED_MEANWHILE)
    allowed_from, _ = TRANSITIONS[step]
    if current.state not in allowed_from:
        raise Refused(f"这条记录{current.get_state_display()}，不能{step.label}")
    return current


def _move(activity: Activity, step: Step, *, by: Any, at: datetime, reason: str = "", **contents: Any) -> Activity:
    if activity.corrections.filter(state=CorrectionState.ASKED).exists():
        raise Refused("这条记录有更正待审批，请先审批更正")
    _, activity.state = TRANSITIONS[step]
    activity.version += 1
    activity.full_clean(exclude=["submission_key"])
    activity.save()
    kept = ActivityStep(activity=activity, step=step, by=by, at=at, reason=reason.strip(), **contents)
    _refuse_without_reason(kept)
    kept.full_clean(exclude=["submission_key"])
    kept.save()
    # What the minutes say stays out of the audit trail: auditors read no minutes.
    detail = {"state": activity.state, **({"reason": kept.reason} if kept.reason else {})}
    audit.record(actor=by, action=f"activities.activity_{step.lower()}", subject=activity, detail=detail)
    return activity


def _refuse_without_reason(kept: ActivityStep) -> None:
    if kept.step in STEPS_WITH_REASON and not kept.reason:
        raise Refused(f"请填写{Step(kept.step).label}的原因", field="reason")


def refuse_own(activity: Activity, by: Any) -> None:
    """Nobody decides on what they wrote themselves."""
    if has_written(by, activity):
        raise Refused("这条记录是您本人起草、提交或更正的，请机关党委的其他同志办理")


def refuse_other_place(activity: Activity, entry: MeetingEntry) -> None:
    """A record stays with its court and branch."""
    branch_id = entry.branch.pk if entry.branch else None
    if (entry.court.pk, branch_id) != (activity.court_id, activity.branch_id):
        raise Refused("记录不能换到别的党支部，请在那个支部另外填报", field="branch")
