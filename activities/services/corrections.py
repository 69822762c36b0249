"""更正: a submitted record is never edited. What was wrong is corrected beside it, dated and with a reason.

The branch corrects what is not archived yet by itself; of an archived record the committee approves, and never the one
who asked. A wrong day or kind is no correction: such a record is cancelled.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from activities.choices import HELD_STATES, ActivityState, CorrectionState
from activities.models import Activity, Correction
from activities.selectors.snapshots import Snapshot, differences, snapshot_of
from activities.services.checks import faults_of, roster_of
from activities.services.entry import Incomplete, MeetingEntry
from activities.services.figures import figures_of
from activities.services.locks import refuse_locked_record
from activities.services.rows import restore, rewrite
from activities.services.workflow import CHANGED_MEANWHILE, locked, refuse_other_place, refuse_own
from core import audit
from core.errors import EditConflict, Refused


@transaction.atomic
def activity_correct(
    *,
    activity: Activity,
    entry: MeetingEntry,
    reason: str,
    by: Any,
    at: datetime,
    version: int | None,
    submission_key: UUID,
) -> Correction:
    """Correct a record to say what `entry` says: at once, or once the committee approves where it is archived.

    The same form sent twice makes one correction. Raises Incomplete with every fault, EditConflict when the record was
    changed since `version`.
    """
    refuse_locked_record(activity, *entry.days_counted, doing="更正")
    already = activity.corrections.filter(submission_key=submission_key).first()
    if already is not None:
        return already
    current = locked(activity)
    _refuse_uncorrectable(current, entry, reason, version)
    before, entry = snapshot_of(current), replace(entry, record=current)
    applied = current.state != ActivityState.ARCHIVED
    after = _rewritten(current, entry, at, keep=applied)
    if not differences(before, after):
        raise Refused("没有改动任何内容，不用更正")
    correction = Correction(
        activity=current,
        before=before,
        after=after,
        reason=reason.strip(),
        state=CorrectionState.APPLIED if applied else CorrectionState.ASKED,
        asked_by=by,
        asked_at=at,
        submission_key=submission_key,
    )
    correction.full_clean(exclude=["submission_key"])
    correction.save()
    _record(correction, "activities.activity_correct" if applied else "activities.correction_ask", by)
    return correction


def _refuse_uncorrectable(activity: Activity, entry: MeetingEntry, reason: str, version: int | None) -> None:
    if version is not None and activity.version != version:
        raise EditConflict(CHANGED_MEANWHILE)
    if activity.state not in HELD_STATES:
        raise Refused(f"这条记录{activity.get_state_display()}，不能更正")
    if activity.corrections.filter(state=CorrectionState.ASKED).exists():
        raise Refused("已有一项更正待审批，审批后才能再更正")
    if not reason.strip():
        raise Refused("请填写更正的原因", field="reason")
    refuse_other_place(activity, entry)
    form = entry.kind.form if entry.kind else ""
    written = (entry.kind, form, entry.held_on, entry.group)
    if written != (activity.kind, activity.held_as, activity.held_on, activity.group):
        raise Refused("日期、类型或党小组有误的不能更正，请机关党委作废后另外填报", field="kind")


def _rewritten(activity: Activity, entry: MeetingEntry, at: datetime, *, keep: bool) -> Snapshot:
    """What the record says once it is rewritten as `entry`; unless `keep`, the database is left as it was."""
    roster = roster_of(entry)
    faults = faults_of(entry, roster, on=timezone.localdate(at))
    if faults:
        raise Incomplete(faults)
    point = transaction.savepoint()
    rewrite(activity, entry, roster, figures_of(entry, roster))
    activity.version += 1
    activity.save()
    after = snapshot_of(activity)
    if keep:
        transaction.savepoint_commit(point)
    else:
        transaction.savepoint_rollback(point)
        activity.refresh_from_db()
    return after


@transaction.atomic
def correction_approve(*, correction: Correction, by: Any, at: datetime) -> Correction:
    """The committee lets a correction of an archived record take effect."""
    activity = correction.activity
    refuse_locked_record(activity, doing="更正")
    current = _asked(correction, by)
    current.activity = locked(activity)
    restore(current.activity, current.after)
    refuse_locked_record(current.activity, doing="更正")  # where it counts from now on
    current.activity.version += 1
    current.activity.save()
    return _decided(current, CorrectionState.APPLIED, by=by, at=at)


@transaction.atomic
def correction_refuse(*, correction: Correction, reason: str, by: Any, at: datetime) -> Correction:
    """The committee does not agree to a correction, and says why; the record stays as it is."""
    locked(correction.activity)
    current = _asked(correction, by)
    if not reason.strip():
        raise Refused("请填写不同意的原因", field="reason")
    return _decided(current, CorrectionState.REFUSED, by=by, at=at, decision=reason.strip())


def _asked(correction: Correction, by: Any) -> Correction:
    """The correction as it is now, if it still waits and somebody else asked for it."""
    rows = Correction.objects.within(correction.activity.court).select_for_update(of=("self",))
    current = rows.select_related("activity__court").get(pk=correction.pk)
    if current.state != CorrectionState.ASKED:
        raise Refused(f"这项更正{current.get_state_display()}，不用再审批")
    if current.asked_by_id == by.pk:
        raise Refused("这项更正是您本人提出的，请机关党委的其他同志审批")
    refuse_own(current.activity, by)
    return current


def _decided(
    correction: Correction, state: CorrectionState, *, by: Any, at: datetime, decision: str = ""
) -> Correction:
    correction.state, correction.decision = state, decision
    correction.decided_by, correction.decided_at = by, at
    correction.full_clean(exclude=["submission_key"])
    correction.save()
    verb = "approve" if state == CorrectionState.APPLIED else "refuse"
    _record(correction, f"activities.correction_{verb}", by)
    return correction


def _record(correction: Correction, action: str, by: Any) -> None:
    """The event names what was corrected, not the words: auditors read no minutes."""
    changed = [each.label for each in differences(correction.before, correction.after)]
    detail = {"correction": correction.pk, "changed": changed, "reason": correction.reason}
    audit.record(actor=by, action=action, subject=correction.activity, detail=detail)
