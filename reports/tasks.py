"""Work of reports in the background."""

from time import monotonic

from celery import shared_task

from core.clock import now
from reports.services.rollup import rollup_refresh

# Well within the time that a task is given; what is left then, the next run takes up.
SECONDS = 300


@shared_task
def refresh_figures() -> int:
    """Count the figures of stale courts again, batch by batch; answers of how many courts."""
    until, courts = monotonic() + SECONDS, 0
    while monotonic() < until and (done := rollup_refresh(at=now())):
        courts += done
    return courts
