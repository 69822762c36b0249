"""The scheduler closes its connections and workers write side by side: what needs transactions of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from celery.schedules import crontab
from django.db import connections
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from core.background.records import run_began, run_failed, run_succeeded
from core.background.scheduler import KeepingScheduler
from core.clock import now
from core.models import JobFailure, JobState
from courts_party.celery import app

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

UPLOADS, TASK = "clear-uploads", "branches.tasks.clear_uploads"


def start() -> dict[str, str]:
    """Start the scheduler; when each daily job runs then."""
    KeepingScheduler(app=app)
    tasks = PeriodicTask.objects.exclude(crontab=None).select_related("crontab")
    return {task.name: f"{task.crontab.hour}:{task.crontab.minute}" for task in tasks}


def move(hour: str) -> None:
    task = PeriodicTask.objects.get(name=UPLOADS)
    task.crontab = CrontabSchedule.from_schedule(crontab(hour=hour, minute="15"))
    task.crontab.save()
    task.save()


def test_the_scheduler_keeps_what_the_administrator_has_set():
    every = IntervalSchedule.objects.create(every=1, period="minutes")
    PeriodicTask.objects.create(name="job-of-last-year", task="core.tasks.gone", interval=every)
    assert start()[UPLOADS] == "3:40"
    assert not PeriodicTask.objects.filter(name="job-of-last-year").exists()
    move("5")
    assert start()[UPLOADS] == "3:40"  # a time that nobody has set follows the settings
    move("5")
    JobState.objects.create(task=TASK, keeps_time=True)
    PeriodicTask.objects.filter(name=UPLOADS).update(enabled=False)
    times = start()
    assert (times[UPLOADS], times["clean-attachments"]) == ("5:15", "3:50")
    assert not PeriodicTask.objects.get(name=UPLOADS).enabled
    PeriodicTask.objects.get(name=UPLOADS).delete()
    assert start()[UPLOADS] == "3:40"


def test_a_run_of_every_minute_is_not_kept_for_longer():
    start()
    kept = KeepingScheduler(app=app).schedule
    assert kept["deliver-waiting"].options["expires"] == kept["resume-import-jobs"].options["expires"] == 60
    assert "expires" not in kept[UPLOADS].options


def test_workers_that_run_the_same_job_at_once_lose_no_count():
    def run(number: int) -> None:
        run_began(task=TASK, at=now())
        if number % 4:
            run_succeeded(task=TASK, args=[], at=now(), seconds=0.1)
        else:
            run_failed(task=TASK, args=[], error=OSError(), traceback="x", at=now(), seconds=0.1)
        connections.close_all()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(run, range(12)))
    state = JobState.objects.get()
    assert (state.runs, state.failures) == (12, 3)
    assert sum(JobFailure.objects.values_list("times", flat=True)) == 3
