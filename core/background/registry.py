"""The periodic jobs of the installation: each app declares its own in its module `jobs` (core/apps.py imports it)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """One periodic job. `code` is its name on the command line and its key in settings.CELERY_BEAT_SCHEDULE, `task` the
    name of its Celery task; `label` and `sentence` say in Chinese what it does and why."""

    code: str
    task: str
    label: str
    sentence: str


_jobs: dict[str, Job] = {}
_labels: dict[str, str] = {}


def register(*jobs: Job) -> None:
    """Add jobs; a code and a task stand for one job each."""
    for job in jobs:
        if job.code in _jobs or job.task in _labels:
            raise ValueError(f"job {job.code} ({job.task}) is registered twice")
        _jobs[job.code] = job
        _labels[job.task] = job.label


def register_tasks(labels: Mapping[str, str]) -> None:
    """What tasks that are no periodic jobs are called where they fail: {"branches.tasks.run_undo": "撤销导入"}."""
    _labels.update(labels)


def registered() -> list[Job]:
    """All jobs, in the order in which the apps stand."""
    return list(_jobs.values())


def job_of(code: str) -> Job | None:
    return _jobs.get(code)


def is_job(task: str) -> bool:
    """Whether the task is a periodic one."""
    return any(job.task == task for job in _jobs.values())


def label_of(task: str) -> str:
    """What a task is called; one that nobody named by its name."""
    return _labels.get(task, task)


def labels() -> list[tuple[str, str]]:
    """(task, label) of all that have a name, for a choice."""
    return list(_labels.items())
