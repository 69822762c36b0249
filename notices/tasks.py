"""Work of notices in the background."""

from time import monotonic

from celery import shared_task

from core.clock import now
from core.queueing import hand_over
from notices.services.deliveries import AT_ONCE, Sending, deliveries_prune, deliveries_waiting, delivery_send

# A server that hangs must not keep all threads of a worker busy: the scheduler comes again in a minute.
SECONDS = 50


@shared_task
def deliver_waiting() -> int:
    """Send what waits; answers how many went out. Run twice at once, each is sent by one of the two."""
    began, sent = monotonic(), 0
    waiting = deliveries_waiting(at=now())
    cut_off = set()
    for delivery_id, way in waiting:
        if monotonic() - began > SECONDS:
            return sent
        if way in cut_off:
            continue
        outcome = delivery_send(delivery_id=delivery_id, at=now())
        sent += outcome is Sending.SENT
        if outcome is Sending.CUT_OFF:
            cut_off.add(way)
    if len(waiting) == AT_ONCE and not cut_off:
        hand_over("notices.tasks.deliver_waiting")
    return sent


@shared_task
def prune_deliveries() -> int:
    """Take away what was sent long ago."""
    return deliveries_prune(at=now())
