"""What ran: written by the signals of Celery (courts_party/celery.py) for periodic jobs, and for whatever task failed.

Bookkeeping never makes a task fail, and several workers may write at once: counters are raised in the database.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import Error, close_old_connections, connection, transaction
from django.db.models import F

from core.background.failures import detail_of, words_of
from core.background.registry import is_job
from core.models import JobFailure, JobState, RunOutcome

KEPT_FOR = timedelta(days=180)
logger = logging.getLogger(__name__)


def _beside_the_task(write: Callable[..., None]) -> Callable[..., None]:
    """Log a database that does not take the note, and go on; a transaction around the task stays whole."""

    @wraps(write)
    def written(**facts: Any) -> None:
        try:
            if not connection.in_atomic_block:
                close_old_connections()  # the task may have lost its own
            with transaction.atomic():
                write(**facts)
        except (Error, TypeError, ValueError):  # the latter two: arguments that are no JSON
            logger.exception("what ran could not be noted: %s", facts.get("task"))

    return written


@_beside_the_task
def run_began(*, task: str, at: datetime) -> None:
    """Note that a run of the task begins."""
    if is_job(task):
        _note(task, last_started_at=at)


@_beside_the_task
def run_succeeded(*, task: str, args: Sequence[Any], at: datetime, seconds: float) -> None:
    """Note a run that ended well; earlier failures of the same are put right by it."""
    if is_job(task):
        _note(task, last_ended_at=at, last_outcome=RunOutcome.DONE, last_seconds=seconds, runs=F("runs") + 1)
    JobFailure.objects.filter(task=task, args=list(args), put_right_at=None).update(put_right_at=at)


@_beside_the_task
def run_failed(
    *, task: str, args: Sequence[Any], error: BaseException | None, traceback: str, at: datetime, seconds: float | None
) -> None:
    """Note a run that failed. The same failure again is counted on the row that is there: a job that runs every minute
    must not write a thousand a day."""
    if is_job(task):
        counters = {"runs": F("runs") + 1, "failures": F("failures") + 1}
        _note(task, last_ended_at=at, last_outcome=RunOutcome.FAILED, last_seconds=seconds, **counters)
    same = JobFailure.objects.filter(task=task, args=list(args), put_right_at=None, words=words_of(error))
    detail = detail_of(traceback)
    if not same.update(last_at=at, times=F("times") + 1, detail=detail):
        JobFailure.objects.create(task=task, args=list(args), at=at, last_at=at, words=words_of(error), detail=detail)


def failures_prune(*, at: datetime) -> int:
    """Take away failures of long ago. Answers how many."""
    return JobFailure.objects.filter(last_at__lt=at - KEPT_FOR).delete()[0]


def _note(task: str, **facts: Any) -> None:
    """One statement, but for the very first run of a job."""
    row = JobState.objects.filter(task=task)
    if not row.update(**facts):
        JobState.objects.get_or_create(task=task)
        row.update(**facts)
