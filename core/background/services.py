"""Looking after the jobs of the installation: run now, pause, resume, another time of day."""

from datetime import datetime, time
from typing import Any

from django.db import transaction

from core import audit
from core.background.registry import Job
from core.background.schedule import daily_time, entry_of, set_daily_time
from core.errors import Refused
from core.models import JobFailure, JobState
from core.queueing import hand_over


@transaction.atomic
def job_run(*, job: Job, by: Any) -> None:
    """Hand the job over to the background now, whether it is paused or not."""
    audit.record(actor=by, action="core.job_run", subject=_state(job))
    hand_over(job.task)


@transaction.atomic
def job_pause(*, job: Job, by: Any) -> None:
    """Let the job not run by itself until it is resumed."""
    _switch(job, is_enabled=False, refusal="这个任务已经暂停。")
    audit.record(actor=by, action="core.job_pause", subject=_state(job))


@transaction.atomic
def job_resume(*, job: Job, by: Any) -> None:
    """Let the job run by itself again."""
    _switch(job, is_enabled=True, refusal="这个任务没有暂停。")
    audit.record(actor=by, action="core.job_resume", subject=_state(job))


@transaction.atomic
def job_set_time(*, job: Job, to: time, by: Any, at: datetime) -> None:
    """Let a daily job run at another time of day; it stays so when the scheduler is started again."""
    entry = entry_of(job)
    before = daily_time(entry.schedule)
    if before is None:
        raise Refused("这个任务不是每天运行一次，时间不能改。")
    if to == before:
        return
    set_daily_time(entry, to, at=at)
    state = _state(job)
    state.keeps_time = True
    state.save(update_fields=["keeps_time"])
    detail = {"before": {"time": f"{before:%H:%M}"}, "after": {"time": f"{to:%H:%M}"}}
    audit.record(actor=by, action="core.job_time_change", subject=state, detail=detail)


@transaction.atomic
def failure_run_again(*, failure: JobFailure, by: Any) -> None:
    """Hand what failed over once more, with the same arguments."""
    if failure.put_right_at:
        raise Refused("这个任务后来已经运行成功，不用再运行。")
    audit.record(actor=by, action="core.job_failure_run", subject=failure)
    hand_over(failure.task, *failure.args)


def _switch(job: Job, *, is_enabled: bool, refusal: str) -> None:
    entry = entry_of(job)
    if entry.enabled == is_enabled:
        raise Refused(refusal)
    entry.enabled = is_enabled
    entry.save()


def _state(job: Job) -> JobState:
    return JobState.objects.get_or_create(task=job.task)[0]
