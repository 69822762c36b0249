"""The page of jobs, its buttons, the list of failures, and the command: for the installation's administrator alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from io import BytesIO, StringIO
from queue import Empty
from time import time as seconds
from zoneinfo import ZoneInfo

import pytest
from celery.schedules import crontab, schedule
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_celery_beat.models import PeriodicTask, PeriodicTasks
from openpyxl import load_workbook

from branches.selectors.trail import described
from branches.tests import factories as people
from core.background import services
from core.background.registry import job_of
from core.background.schedule import entry_of, next_run, words_of
from core.background.selectors import job_rows, length_words
from core.clock import now
from core.errors import Refused
from core.models import AuditEvent, JobFailure, JobState
from core.tests.background import BRITTLE, FAULTS, brittle, brittle_job  # noqa: F401  # a fixture
from courts_party.celery import app

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UPLOADS = "branches.tasks.clear_uploads"
EVERY_MINUTE = "/jobs/resume-import-jobs"


@pytest.fixture
def signed_in(client: Client) -> Client:
    """Signed in as the installation's administrator, with a worker that lives."""
    client.force_login(people.administrator())
    cache.set("worker-heartbeat", seconds(), timeout=None)
    return client


@contextmanager
def queued() -> Iterator[list[tuple[str, list[object]]]]:
    """(task, args) of what is handed over meanwhile, read from the broker."""
    found: list[tuple[str, list[object]]] = []
    with app.connection() as broker:
        queue = broker.SimpleQueue("celery")
        queue.clear()
        yield found
        while True:
            try:
                message = queue.get(timeout=0.5)
            except Empty:
                break
            message.ack()
            found.append((message.headers["task"], message.payload[0]))


def failure(**facts: object) -> JobFailure:
    return JobFailure.objects.create(
        **{"task": UPLOADS, "at": NOON, "last_at": NOON, "words": "系统出错。", "detail": "Traceback", **facts}
    )


def events() -> list[str]:
    return list(
        AuditEvent.objects.filter(action__startswith="core.job").order_by("id").values_list("action", flat=True)
    )


class TestPage:
    def test_jobs_before_the_scheduler_was_ever_started(self, signed_in):
        text = signed_in.get("/jobs/").content.decode()
        assert "清除没有办完的上传文件" in text
        assert "每天 03:40" in text
        assert "每分钟" in text
        assert "还没有运行过" in text
        assert "后台进程和任务队列都正常" in text

    def test_how_the_last_run_went(self, signed_in, django_assert_num_queries):
        ended = NOON - timedelta(hours=8)
        facts = {"last_started_at": ended, "last_ended_at": ended, "last_seconds": 0.2, "runs": 7, "failures": 2}
        JobState.objects.create(task=UPLOADS, last_outcome="FAILED", **facts)
        JobState.objects.create(task="core.tasks.clean_attachments", last_started_at=NOON - timedelta(minutes=1))
        JobState.objects.create(task="core.tasks.prune_job_failures", last_started_at=NOON - timedelta(minutes=11))
        with django_assert_num_queries(2):
            rows = {row.job.task: row for row in job_rows(at=NOON)}
        assert rows[UPLOADS].standing == "失败"
        assert rows["core.tasks.clean_attachments"].standing == "正在运行"
        assert rows["core.tasks.prune_job_failures"].standing == "中途停了"
        assert rows[UPLOADS].next_at == NOON.replace(hour=3, minute=40) + timedelta(days=1)
        failure()
        text = signed_in.get("/jobs/").content.decode()
        assert "共运行 7 次，失败 2 次" in text
        assert "用时不到 1 秒" in text
        assert "有 1 条失败还没有恢复" in text

    def test_a_worker_that_is_gone_is_said_at_the_top(self, signed_in):
        cache.delete("worker-heartbeat")
        assert "后台进程没有应答" in signed_in.get("/jobs/").content.decode()

    @pytest.mark.parametrize(("begun", "late"), [(4, 0), (7, 1)])
    def test_a_scheduler_that_is_gone_is_said_at_the_top(self, signed_in, begun, late):
        entry_of(job_of("resume-import-jobs"))
        PeriodicTask.objects.update(date_changed=now() - timedelta(minutes=begun))
        assert sum(row.is_late for row in job_rows(at=now())) == late
        text = signed_in.get("/jobs/").content.decode()
        assert ("1 个任务到了时间没有运行" in text, "都正常" in text) == (bool(late), not late)
        PeriodicTask.objects.update(enabled=False)
        assert "没有运行：" not in signed_in.get("/jobs/").content.decode()

    @pytest.mark.parametrize("name", ["run", "pause", "resume", "time"])
    def test_unknown_codes_methods_and_rights(self, signed_in, name):
        assert signed_in.post(f"/jobs/no-such-job/{name}/").status_code == 404
        assert (signed_in.get(f"/jobs/clear-uploads/{name}/").status_code == 405) is (name != "time")
        signed_in.force_login(people.committee_account(people.court()))
        assert signed_in.post(f"/jobs/clear-uploads/{name}/").status_code == 403
        assert signed_in.get("/jobs/").status_code == 403


class TestRunNow:
    def test_the_job_is_handed_over(self, signed_in, django_capture_on_commit_callbacks):
        with queued() as sent, django_capture_on_commit_callbacks(execute=True):
            response = signed_in.post("/jobs/clear-uploads/run/", follow=True)
        assert sent == [(UPLOADS, [])]
        assert "已交给后台运行" in response.content.decode()
        assert events() == ["core.job_run"]
        assert AuditEvent.objects.get(action="core.job_run").subject_label == "清除没有办完的上传文件"

    def test_without_a_worker_it_waits_and_says_so(self, signed_in):
        cache.delete("worker-heartbeat")
        assert "等它启动后才会运行" in signed_in.post("/jobs/clear-uploads/run/", follow=True).content.decode()
        assert events() == ["core.job_run"]

    @pytest.mark.sqlite
    def test_without_a_queue_nothing_is_handed_over(self, signed_in, settings, tmp_path):
        folders = ("data_folder_in", "data_folder_out", "control_folder")
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = dict.fromkeys(folders, str(tmp_path / "gone"))
        assert "没有交出去" in signed_in.post("/jobs/clear-uploads/run/", follow=True).content.decode()
        assert events() == []


class TestPauseAndTime:
    def test_pause_and_resume(self, signed_in):
        signed_in.post(f"{EVERY_MINUTE}/pause/")
        assert not PeriodicTask.objects.get(name="resume-import-jobs").enabled
        assert "已暂停" in signed_in.get("/jobs/").content.decode()
        assert "这个任务已经暂停" in signed_in.post(f"{EVERY_MINUTE}/pause/", follow=True).content.decode()
        signed_in.post(f"{EVERY_MINUTE}/resume/")
        assert PeriodicTask.objects.get(name="resume-import-jobs").enabled
        assert "这个任务没有暂停" in signed_in.post(f"{EVERY_MINUTE}/resume/", follow=True).content.decode()
        assert events() == ["core.job_pause", "core.job_resume"]

    def test_another_time_of_day(self, signed_in):
        assert "03:40" in signed_in.get("/jobs/clear-uploads/time/").content.decode()
        assert not PeriodicTask.objects.exists()
        signed_in.post("/jobs/clear-uploads/time/", {"to": "03:40"})
        assert events() == []
        before = PeriodicTasks.last_change()
        assert signed_in.post("/jobs/clear-uploads/time/", {"to": "22:05"}).status_code == 302
        assert PeriodicTasks.last_change() > before
        assert "每天 22:05" in signed_in.get("/jobs/").content.decode()
        assert JobState.objects.get(task=UPLOADS).keeps_time
        assert described(AuditEvent.objects.get(action="core.job_time_change")) == "每天的时间：03:40 → 22:05"

    def test_a_time_that_has_passed_today_comes_tomorrow(self):
        job = job_of("clear-uploads")
        services.job_set_time(job=job, to=time(9, 0), by=None, at=NOON)
        entry = entry_of(job)
        assert entry.last_run_at == NOON
        assert next_run(entry.schedule, entry.last_run_at, NOON) == NOON.replace(hour=9) + timedelta(days=1)

    def test_what_is_no_time_is_said(self, signed_in):
        response = signed_in.post("/jobs/clear-uploads/time/", {"to": "25:99"})
        assert (response.status_code, "请按 03:30 的样子" in response.content.decode()) == (422, True)

    def test_only_daily_jobs_have_a_time(self, signed_in):
        assert signed_in.get(f"{EVERY_MINUTE}/time/").status_code == 404
        with pytest.raises(Refused, match="不是每天运行一次"):
            services.job_set_time(job=job_of("resume-import-jobs"), to=time(3, 0), by=None, at=NOON)


class TestFailures:
    def test_list_is_filtered_and_exported(self, signed_in):
        failure(words="数据库暂时连不上。", put_right_at=NOON)
        failure(task="core.tasks.clean_attachments", args=[7], detail="Traceback of 7", times=3)
        text = signed_in.get("/jobs/failures/?state=OPEN").content.decode()
        assert "清除没有用到的附件文件</td>" in text
        assert "Traceback of 7" in text
        assert "数据库暂时连不上" not in text
        by_number = signed_in.get("/jobs/failures/?sort=-times").content.decode()
        assert by_number.index("清除没有用到的附件文件</td>") < by_number.index("清除没有办完的上传文件</td>")
        assert "没有符合条件的失败记录" in signed_in.get("/jobs/failures/?since=2026-11-21").content.decode()
        exported = load_workbook(
            BytesIO(signed_in.get(f"/jobs/failures/export.xlsx?task={UPLOADS}").content)
        ).active.values
        rows = list(exported)
        assert [(*row[:2], row[3]) for row in rows[1:]] == [("清除没有办完的上传文件", UPLOADS, "数据库暂时连不上。")]
        assert events() == ["core.job_failures_export"]

    def test_one_and_three_rows_cost_the_same(self, signed_in, django_assert_num_queries):
        failure()
        signed_in.get("/jobs/failures/")
        with CaptureQueriesContext(connection) as few:
            signed_in.get("/jobs/failures/")
        failure()
        failure()
        with django_assert_num_queries(len(few)):
            signed_in.get("/jobs/failures/")

    def test_run_again_with_the_same_arguments(self, signed_in, django_capture_on_commit_callbacks):
        failed = failure(task="branches.tasks.run_undo", args=[41])
        with queued() as sent, django_capture_on_commit_callbacks(execute=True):
            signed_in.post(f"/jobs/failures/{failed.pk}/run/")
        assert sent == [("branches.tasks.run_undo", [41])]
        JobFailure.objects.update(put_right_at=NOON)
        again = signed_in.post(f"/jobs/failures/{failed.pk}/run/", follow=True).content.decode()
        assert "后来已经运行成功" in again
        assert events() == ["core.job_failure_run"]

    def test_addresses_that_are_none_and_those_without_the_right(self, signed_in):
        failed = failure()
        assert signed_in.post("/jobs/failures/0/run/").status_code == 404
        assert signed_in.get(f"/jobs/failures/{failed.pk}/run/").status_code == 405
        signed_in.force_login(people.committee_account(people.court()))
        for address in ("/jobs/failures/", "/jobs/failures/export.xlsx"):
            assert signed_in.get(address).status_code == 403


class TestCommand:
    def run(self, *args: str) -> str:
        said = StringIO()
        call_command("run_job", *args, stdout=said)
        return said.getvalue()

    def test_lists_and_runs(self):
        assert "clear-uploads            清除没有办完的上传文件" in self.run()
        assert self.run("prune-job-failures") == "清除过时的失败记录：已完成，处理 0 项。\n"
        assert self.run("clear-expired-sessions") == "清除过期的登录：已完成。\n"
        assert JobState.objects.get(task="core.tasks.prune_job_failures").runs == 1
        assert events() == ["core.job_run", "core.job_run"]

    def test_an_unknown_code_is_wrong_usage(self):
        with pytest.raises(CommandError, match="clear-uploads") as refused:
            self.run("no-such-job")
        assert refused.value.returncode == 2

    def test_a_failure_is_said_in_words(self, brittle_job, capsys):  # noqa: F811
        FAULTS.append(ConnectionRefusedError())
        with pytest.raises(SystemExit) as ended:
            self.run(BRITTLE.code)
        assert ended.value.code == 1
        assert "易坏的任务：没有完成。要联系的服务器（例如邮件服务器）连不上。" in capsys.readouterr().err
        assert JobFailure.objects.get().task == brittle.name


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (crontab(hour="3", minute="30"), "每天 03:30"),
        (crontab(), "每分钟"),
        (crontab(minute="*/5"), "每 5 分钟"),
        (crontab(minute="0"), "每小时"),
        (crontab(minute="7"), "每小时的第 7 分"),
        (crontab(hour="6", minute="0", day_of_month="1"), "每月 1 日 06:00"),
        (crontab(hour="6", minute="0", day_of_week="mon,thu"), "每周一、四 06:00"),
        (crontab(hour="6", minute="0", day_of_month="1", month_of_year="1"), "每年 1 月 1 日 06:00"),
        (crontab(hour="8-18/2", minute="0"), "每天 08:00、10:00、12:00、14:00 等 6 次"),
        (crontab(hour="6-22", minute="10"), "每天 06:10 至 22:10，每小时一次"),
        (crontab(hour="8,10,14", minute="30"), "每天 08:30、10:30、14:30"),
        (crontab(minute="*/10", day_of_week="1-5"), "每周一、二、三、四、五，每 10 分钟"),
        (schedule(timedelta(minutes=1)), "每分钟"),
        (schedule(timedelta(hours=2)), "每 2 小时"),
        (schedule(timedelta(seconds=30)), "每 30 秒"),
    ],
)
def test_schedules_in_words(planned, words):
    assert words_of(planned) == words


def test_lengths_in_words():
    assert [length_words(each) for each in (None, 0.3, 12.4, 185)] == ["", "不到 1 秒", "12 秒", "3 分 5 秒"]
