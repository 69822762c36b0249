"""Quarters that are locked after their assessment, and the refusal of every change in them."""

from datetime import date
from typing import Any

from django.db import transaction

from activities.models import Activity, PeriodLock
from activities.models.locks import quarter_label, quarter_of
from activities.services.holding import refuse_if_held
from branches.models import Court
from core import audit
from core.errors import Refused


@transaction.atomic
def period_lock(*, court: Court, year: int, quarter: int, reason: str, by: Any, on: date) -> PeriodLock:
    """Lock a quarter that is over; one that is locked stays as it is. `by` is None for a command."""
    _wait_for_others(court)
    kept = locks_in_force(court).filter(year=year, quarter=quarter).first()
    if kept is not None:
        return kept
    lock = PeriodLock(court=court, year=year, quarter=quarter, reason=reason.strip(), locked_on=on, locked_by=by)
    lock.full_clean()
    if lock.last_day >= on:
        raise Refused(f"{lock.label}还没有结束，{lock.last_day} 以后才能锁定", field="quarter")
    lock.save()
    detail = {"quarter": lock.label, "reason": lock.reason}
    audit.record(actor=by, action="activities.period_lock", subject=lock, detail=detail)
    return lock


@transaction.atomic
def period_unlock(*, lock: PeriodLock, reason: str, by: Any, on: date) -> PeriodLock:
    """Open a locked quarter again, for a reason that stays on record. Refused while a higher app holds it."""
    _wait_for_others(lock.court)
    current = locks_in_force(lock.court).filter(pk=lock.pk).first()
    if current is None:
        raise Refused(f"{lock.label}已经开放，不必再开放一次")
    if not reason.strip():
        raise Refused("请填写重新开放的原因", field="reason")
    refuse_if_held(current)
    current.reopened_on, current.reopened_by, current.reopen_reason = on, by, reason.strip()
    current.full_clean()
    current.save()
    detail = {"quarter": current.label, "reason": current.reopen_reason}
    audit.record(actor=by, action="activities.period_unlock", subject=current, detail=detail)
    return current


def refuse_locked_record(activity: Activity, *days: date, doing: str) -> None:
    """`refuse_locked` for every quarter that a saved record counts in as it stands, and for `days` that it would."""
    _wait_for_others(activity.court)
    current = Activity.objects.within(activity.court).select_related("kind").get(pk=activity.pk)
    refuse_locked(activity.court, *current.days_counted, *days, doing=doing)


def refuse_locked(court: Court, *days: date, doing: str) -> None:
    """Refuse what is being done (`doing`, a verb) to a record that counts on one of these days (`days_counted`) if its
    quarter is locked.

    Waits for whoever locks the quarter at this moment: what is refused afterwards was not kept before. Call it inside
    the transaction of the change, before its rows are taken.
    """
    _wait_for_others(court)
    locked = set(locks_in_force(court).values_list("year", "quarter"))
    for quarter in dict.fromkeys(quarter_of(day) for day in days):
        if quarter in locked:
            raise Refused(locked_sentence(*quarter, doing), field="held_on")


def locked_sentence(year: int, quarter: int, doing: str) -> str:
    """Names the quarter and who can open it."""
    return f"{quarter_label(year, quarter)}已考核锁定，不能{doing}；确需改动的，请机关党委先重新开放该季度"


def locks_in_force(court: Court) -> Any:
    """The court's quarters that are locked now."""
    return PeriodLock.objects.within(court).filter(reopened_on__isnull=True)


def _wait_for_others(court: Court) -> None:
    """Changes of one court's records and its locks come one after the other."""
    Court.objects.within(court).select_for_update(no_key=True).get()
