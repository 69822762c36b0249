"""How the jobs of the installation stand."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django_celery_beat.models import PeriodicTask

from core.background.registry import Job, registered
from core.background.schedule import daily_time, due_after, entries, next_run, schedule_of, words_of
from core.models import JobFailure, JobState, RunOutcome

# So long after it was due, a job that did not begin was not sent by the scheduler.
_PATIENCE = timedelta(minutes=5)
# How a run stands -> its word and the kind of its tag.
_STANDINGS = {
    "": ("还没有运行过", "neutral"),
    "RUNNING": ("正在运行", "info"),
    "LOST": ("中途停了", "error"),
    RunOutcome.DONE: (RunOutcome.DONE.label, "success"),
    RunOutcome.FAILED: (RunOutcome.FAILED.label, "error"),
}


@dataclass(frozen=True)
class JobRow:
    """One job on the page. `daily_at`: the time of day that may be changed, None for a job that is not daily;
    `is_late`: its time has come and the scheduler did nothing."""

    job: Job
    state: JobState | None
    schedule: str
    daily_at: time | None
    next_at: datetime | None
    is_enabled: bool
    is_late: bool
    standing: str
    kind: str
    took: str


def job_rows(*, at: datetime) -> list[JobRow]:
    """All jobs, as they stand at `at` (two queries)."""
    rows, states = entries(), {state.task: state for state in JobState.objects.all()}
    return [_row(job, rows.get(job.code), states.get(job.task), at) for job in registered()]


def _row(job: Job, entry: PeriodicTask | None, state: JobState | None, at: datetime) -> JobRow:
    schedule = schedule_of(job, entry)
    is_enabled = entry.enabled if entry else True
    moments = (entry and entry.last_run_at, entry and entry.date_changed, state and state.last_started_at)
    last = max((moment for moment in moments if moment), default=None)
    standing, kind = _STANDINGS[_standing(state, at)]
    return JobRow(
        job=job,
        state=state,
        schedule=words_of(schedule),
        daily_at=daily_time(schedule),
        next_at=next_run(schedule, last, at) if is_enabled else None,
        is_enabled=is_enabled,
        is_late=bool(entry and last and is_enabled and due_after(schedule, last) < at - _PATIENCE),
        standing=standing,
        kind=kind,
        took=length_words(state.last_seconds if state else None),
    )


def open_failures() -> int:
    """How many failures no later run has put right."""
    return JobFailure.objects.filter(put_right_at=None).count()


def length_words(seconds: float | None) -> str:
    """`不到 1 秒`, `12 秒`, `3 分 5 秒`; nothing for a length that is not known."""
    if seconds is None:
        return ""
    if seconds < 1:
        return "不到 1 秒"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _standing(state: JobState | None, at: datetime) -> str:
    if state is None or state.last_started_at is None:
        return state.last_outcome if state else ""
    if state.last_ended_at and state.last_ended_at >= state.last_started_at:
        return state.last_outcome
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    return "RUNNING" if at - state.last_started_at <= longest else "LOST"
