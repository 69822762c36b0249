"""What ran and what failed is noted by the signals of Celery, for periodic jobs and for whatever fails."""

from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from celery.exceptions import SoftTimeLimitExceeded, TimeLimitExceeded, WorkerLostError
from celery.signals import task_failure
from django.conf import settings
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerError

from core.background.failures import detail_of, words_of
from core.background.records import failures_prune
from core.background.registry import is_job, label_of, registered
from core.errors import Refused
from core.models import JobFailure, JobState, RunOutcome
from core.tasks import prune_job_failures
from core.tests.background import FAULTS, brittle, brittle_job, brittle_task  # noqa: F401  # fixtures
from courts_party.celery import app

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_every_beat_entry_is_a_job_and_every_job_a_beat_entry():
    entries = {code: entry["task"] for code, entry in settings.CELERY_BEAT_SCHEDULE.items()}
    assert {job.code: job.task for job in registered()} == entries
    app.loader.import_default_modules()
    assert set(entries.values()) <= set(app.tasks)
    assert all(job.label and job.sentence.endswith("。") for job in registered())


@pytest.mark.django_db
class TestPeriodicJobs:
    def test_a_run_is_noted_with_its_length(self):
        prune_job_failures.apply()
        prune_job_failures.apply()
        state = JobState.objects.get()
        assert (state.task, state.last_outcome, state.runs, state.failures) == (prune_job_failures.name, "DONE", 2, 0)
        assert state.last_started_at <= state.last_ended_at
        assert 0 <= state.last_seconds < 60
        assert str(state) == "清除过时的失败记录"

    def test_a_run_costs_few_statements(self, django_assert_num_queries):
        prune_job_failures.apply()
        with django_assert_num_queries(3 + 1 + 4):  # one and two statements in savepoints, around the task's own
            prune_job_failures.apply()

    def test_a_failure_is_noted_in_words_and_put_right_by_the_next_run(self, brittle_job):  # noqa: F811
        FAULTS.append(OperationalError("server closed the connection"))
        brittle.apply()
        state, failure = JobState.objects.get(), JobFailure.objects.get()
        assert (state.last_outcome, state.runs, state.failures) == (RunOutcome.FAILED, 1, 1)
        assert state.last_seconds is not None
        assert failure.words == "数据库暂时连不上，或者正忙。"
        assert "OperationalError: server closed the connection" in failure.detail
        assert failure.put_right_at is None
        FAULTS.clear()
        brittle.apply()
        state.refresh_from_db()
        failure.refresh_from_db()
        assert (state.last_outcome, state.runs, state.failures) == (RunOutcome.DONE, 2, 1)
        assert failure.put_right_at == state.last_ended_at

    def test_a_job_that_fails_every_minute_has_one_row(self, brittle_job):  # noqa: F811
        FAULTS.append(ValueError("three"))
        for _ in range(3):
            brittle.apply()
        failure = JobFailure.objects.get()
        assert failure.times == 3
        assert failure.at < failure.last_at

    def test_a_process_that_was_lost_is_noted_by_the_one_that_saw_it(self, brittle_job):  # noqa: F811
        """Celery sends this signal in the worker's main process, where the task never ran."""
        lost = WorkerLostError("Worker exited prematurely: signal 9 (SIGKILL).")
        task_failure.send(sender=brittle, task_id="1", exception=lost, args=(), kwargs={}, traceback=None, einfo=None)
        assert (JobState.objects.get().failures, JobState.objects.get().last_seconds) == (1, None)
        assert JobFailure.objects.get().words == "后台进程中途停了，没有办完。"

    def test_a_task_out_of_time_is_counted_once_though_celery_tells_twice(self, brittle_job):  # noqa: F811
        facts = {"task_id": "1", "exception": TimeLimitExceeded(600), "args": (), "kwargs": {}, "traceback": None}
        task_failure.send(sender=brittle, einfo=None, **facts)
        brittle.push_request(id="1")
        task_failure.send(sender=brittle, einfo=None, **facts)
        brittle.pop_request()
        assert JobState.objects.get().failures == JobFailure.objects.get().times == 1


@pytest.mark.django_db
class TestOtherTasks:
    def test_only_what_fails_is_noted(self, brittle_task):  # noqa: F811
        assert brittle.apply((1, 2)).result == 2
        assert not JobState.objects.exists()
        FAULTS.append(Refused("这个文件已经导入过。"))
        brittle.apply((1, 2))
        failure = JobFailure.objects.get()
        assert (failure.task, failure.args, failure.words) == (brittle.name, [1, 2], "这个文件已经导入过。")
        assert not is_job(brittle.name)
        assert label_of("branches.tasks.run_undo") == "撤销整批导入"

    def test_a_run_puts_right_what_failed_with_the_same_arguments(self, brittle_task):  # noqa: F811
        FAULTS.append(KeyError("x"))
        for args in ((1,), (2,), ()):
            brittle.apply(args)
        FAULTS.clear()
        brittle.apply((2,))
        assert [failure.args for failure in JobFailure.objects.filter(put_right_at=None).order_by("id")] == [[1], []]

    def test_bookkeeping_that_fails_lets_the_task_go_on(self, brittle_job, caplog):  # noqa: F811
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_jobstate RENAME TO core_jobstate_away")
        try:
            assert brittle.apply((1,)).result == 1
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE core_jobstate_away RENAME TO core_jobstate")
        assert "could not be noted" in caplog.text
        assert not JobState.objects.exists()


@pytest.mark.django_db
def test_failures_are_kept_for_180_days():
    for days in (179, 181):
        at = NOON - timedelta(days=days)
        JobFailure.objects.create(task="a", at=at - timedelta(days=100), last_at=at, words="系统出错。")
    assert failures_prune(at=NOON) == 1
    assert JobFailure.objects.get().last_at == NOON - timedelta(days=179)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SoftTimeLimitExceeded(), "运行超过时限"),
        (TimeLimitExceeded(600), "运行超过时限"),
        (BrokerError("gone"), "任务队列连不上"),
        (SMTPServerDisconnected("gone"), "邮件服务器连不上"),
        (ConnectionRefusedError(111, "refused"), "要联系的服务器"),
        (RuntimeError("what"), "系统出错"),
        (None, "系统出错"),
    ],
)
def test_words_for_what_went_wrong(error, words):
    assert words_of(error).startswith(words) or words in words_of(error)


def test_the_detail_is_short_and_holds_nobodys_numbers():
    trace = "\n".join(
        [f"line {number}" for number in range(50)] + ["  ~~^^", "Key (phone)=(13800001111) exists", "DETAIL:  x"]
    )
    detail = detail_of(trace)
    assert detail.endswith("Key (phone)=(…) exists")
    assert len(detail.splitlines()) == 20
