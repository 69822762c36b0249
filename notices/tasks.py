"""Work of notices in the background."""

from datetime import date
from time import monotonic

from celery import shared_task
from django.core.cache import cache

from core.clock import now, today
from core.queueing import hand_over
from notices.jobs import DELIVER
from notices.quarters import Quarter, hook_of, hooks
from notices.selectors.schedule import (
    bulletins_due,
    court_by_key,
    drafts_due,
    notice_by_key,
    quarter_ends_due,
    reminders_due,
)
from notices.services import bulletin_draft_due, notice_draft, notice_remind, quarter_run
from notices.services.deliveries import LEASE, Sending, deliveries_prune, deliveries_waiting, delivery_send

# A server that hangs must not keep all threads of a worker busy: the scheduler comes again in a minute.
SECONDS = 50
RUNNING = DELIVER


@shared_task
def deliver_waiting() -> int:
    """Send what waits; answers how many went out. While one run is at it another leaves it to that one, so that runs
    asked for many times over keep no worker busy. Were the mark lost, each would still be sent by one of the two."""
    if not cache.add(RUNNING, True, LEASE.total_seconds()):
        return 0
    try:
        return _deliver(until=monotonic() + SECONDS)
    finally:
        cache.delete(RUNNING)


def _deliver(*, until: float) -> int:
    sent = 0
    while waiting := deliveries_waiting(at=now()):
        for delivery_id in waiting:
            if monotonic() > until:
                return sent
            outcome = delivery_send(delivery_id=delivery_id, at=now())
            sent += outcome is Sending.SENT
            if outcome is Sending.CUT_OFF:  # and all else on that way was put off
                break
    return sent


@shared_task
def prune_deliveries() -> int:
    """Take away what was sent long ago."""
    return deliveries_prune(at=now())


@shared_task
def draft_due_notices() -> int:
    """Hand over every draft that is due; answers how many. One that is not written by then is handed over again."""
    due = drafts_due(today())
    for court_id, month in due:
        hand_over("notices.tasks.draft_notice", court_id, month.isoformat())
    return len(due)


@shared_task
def draft_notice(court_id: int, month: str) -> None:
    """Write a court's draft, once."""
    court = court_by_key(court_id)
    if notice_draft(court=court, month=date.fromisoformat(month), on=today(), at=now()):
        hand_over(DELIVER)


@shared_task
def draft_due_bulletins() -> int:
    """Hand over every bulletin that is due; answers how many."""
    due = bulletins_due(today())
    for court_id, month in due:
        hand_over("notices.tasks.draft_bulletin", court_id, month.isoformat())
    return len(due)


@shared_task
def draft_bulletin(court_id: int, month: str) -> None:
    """Draft a court's bulletin, once, and tell its committee."""
    court = court_by_key(court_id)
    if bulletin_draft_due(court=court, month=date.fromisoformat(month), on=today(), at=now()):
        hand_over(DELIVER)


@shared_task
def send_reminders() -> int:
    """Hand over every notice that may have to be reminded of today; answers how many."""
    due = reminders_due(today())
    for notice_id in due:
        hand_over("notices.tasks.remind", notice_id)
    return len(due)


@shared_task
def remind(notice_id: int) -> int:
    """Remind the branches that are behind with a notice; answers how many were told."""
    told = notice_remind(notice=notice_by_key(notice_id), on=today(), at=now())
    if told:
        hand_over(DELIVER)
    return len(told)


@shared_task
def run_quarter_ends() -> int:
    """Hand over what is still to be done at the end of the last quarter, court by court; answers how much. Quarters
    before it are not made up for."""
    quarter = Quarter.ended_before(today())
    due = [(court_id, hook.code) for hook in hooks() for court_id in quarter_ends_due(quarter, hook.code)]
    for court_id, hook in due:
        hand_over("notices.tasks.run_quarter_end", court_id, quarter.code, hook)
    return len(due)


@shared_task
def run_quarter_end(court_id: int, quarter: str, hook: str) -> None:
    """Do one thing of a court's quarter, once."""
    row = court_by_key(court_id)
    if quarter_run(court=row, quarter=Quarter.named(quarter), hook=hook_of(hook), on=today(), at=now()):
        hand_over(DELIVER)
