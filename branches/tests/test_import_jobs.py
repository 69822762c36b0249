"""A file from upload to import: checked, put right, imported once, wiped; nothing by halves."""

from datetime import date, timedelta

import pytest
from django.db import connection

from branches.choices import JobState, Role
from branches.models import Appointment, Branch, ImportBatch, ImportJob, Member
from branches.services.imports import files
from branches.services.imports.jobs import (
    job_cancel,
    job_correct,
    job_create,
    job_fail,
    job_run,
    job_start,
    jobs_forsaken,
    uploads_clear,
)
from branches.tests import factories
from branches.tests.roster_files import FIRST, HEAD, SECOND, person
from core.clock import now
from core.errors import Refused
from core.tests.spreadsheet_files import csv_bytes, workbook, xlsx

pytestmark = pytest.mark.django_db

TODAY = date(2025, 1, 10)
PEOPLE = [HEAD, *FIRST, *SECOND]


@pytest.fixture
def court():
    return factories.court("某法院")


@pytest.fixture
def committee(court):
    return factories.committee_account(court)


@pytest.fixture
def upload(court, committee):
    """A job for rows or bytes, checked already."""

    def send(rows, filename="花名册.csv"):
        content = rows if isinstance(rows, bytes) else csv_bytes(rows)
        job = job_create(
            court=court, branch=None, subject="MEMBERS", filename=filename, content=content, by=committee, at=now()
        )
        return run(job)

    return send


def run(job, at=None):
    job_run(job_id=job.pk, on=TODAY, at=at or now())
    return ImportJob.all_rows.select_related("court", "branch").get(pk=job.pk)


def start(job, **choices):
    return run(job_start(job=job, choices=choices, by=job.created_by, at=now()))


def names(court):
    return Member.objects.within(court).count(), Branch.objects.within(court).count()


def test_a_check_says_what_would_come_in_and_writes_nothing(court, upload):
    job = upload(PEOPLE)
    assert (job.state, job.fault_count, names(court)) == (JobState.CHECKED, 0, (0, 0))
    assert job.report["counts"][0] == "党员 11 人（其中预备党员 1 人）"
    (sheet,) = job.report["sheets"]
    fields = {column["heading"]: column["field"] for column in sheet["columns"]}
    assert (fields["序号"], fields["姓名"], fields["所在党支部"]) == ("-", "name", "branch")
    assert len(sheet["rows"]) == 5


def test_personal_numbers_are_hidden_and_the_file_is_encrypted(upload):
    job = upload([*PEOPLE, person("高新", phone="1390000181x")])
    assert "13900001818" not in str((job.report, job.faults))
    assert "139****1818" in str(job.report)
    stored = next(files.folder().glob(f"{job.key}.upload"))
    assert "梁娜".encode() not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0


def test_imported_once_and_the_file_is_wiped(court, upload):
    job = start(upload(PEOPLE))
    assert (job.state, names(court)) == (JobState.DONE, (11, 2))
    assert job.batch.created_count == 11
    assert not list(files.folder().glob(f"{job.key}*"))
    again = run(job)
    assert (again.batch, ImportBatch.objects.within(court).count()) == (job.batch, 1)


def test_the_same_file_again_adds_nothing_and_says_so(court, upload):
    start(upload(PEOPLE))
    job = upload(PEOPLE)
    assert job.report["again"]
    assert (job.report["counts"], job.report["lines"]) == ([], [])


def test_every_fault_is_kept_and_nothing_faulty_is_started(court, upload, committee):
    job = upload([*PEOPLE, person("高新", born="2990-01-01"), person("林立", status="群众")])
    places = [(fault["row"], fault["column"]) for fault in job.faults]
    assert (job.fault_count, places) == (2, [(13, "D"), (14, "G")])
    with pytest.raises(Refused, match="没有改正"):
        job_start(job=job, choices={}, by=committee, at=now())


def test_columns_and_words_are_put_right_without_a_new_upload(court, upload, committee):
    start(upload(PEOPLE))
    head = ["编号" if word == "姓名" else word for word in HEAD]
    job = upload([head, *FIRST, *[person(str(row[1]), branch="第2党支部", group=None) for row in SECOND]])
    assert job.fault_count
    job = run(job_correct(job=job, choices={"columns": {"编号": "name"}}, by=committee, at=now()))
    assert [(each["word"], each["times"], each["near"]) for each in job.report["words"]] == [
        ("第2党支部", 3, ["第二党支部"])
    ]
    words = {"branch": {"第2党支部": "第二党支部"}}
    job = run(job_correct(job=job, choices={"words": words}, by=committee, at=now()))
    assert (job.fault_count, job.report["lines"]) == (0, [])


def test_a_later_roster_is_applied_as_ticked(court, upload):
    start(upload(PEOPLE))
    job = upload([*PEOPLE[:-1], person("高新")])
    kinds = {line["kind"]: line["key"] for line in job.report["lines"]}
    assert set(kinds) == {"JOINED", "LEFT"}
    refused = start(job, since="2025-03-01", keys=[kinds["JOINED"]], left={})
    assert (refused.state, refused.report["refusal"]) == (JobState.CHECKED, ["生效日期 2025-03-01 还没有到。"])
    done = start(refused, since="2025-01-01", keys=[kinds["JOINED"]], left={kinds["LEFT"]: "TRANSFERRED"})
    assert (done.state, done.batch.detail) == (JobState.DONE, {"since": "2025-01-01", "JOINED": 1, "LEFT": 1})


class Killed(BaseException):
    """What a process that ends has no time to catch."""


def test_killed_midway_nothing_is_imported_and_it_can_be_run_again(court, upload, committee, monkeypatch):
    job = job_start(job=upload(PEOPLE), choices={}, by=committee, at=now())

    class Dying(files.ProgressFile):
        def tell(self, words, done, total):
            if words == "正在写入":
                raise Killed

    monkeypatch.setattr(files, "progress_of", lambda job: Dying(files.folder() / "dying.progress"))
    with pytest.raises(Killed):
        run(job)
    monkeypatch.undo()
    assert names(court) == (0, 0)
    assert run(job).state == JobState.IMPORTING  # its worker may yet be at it
    assert run(job, at=now() + timedelta(minutes=3)).state == JobState.DONE
    assert names(court) == (11, 2)


def test_a_role_taken_away_stops_the_import(court, upload, committee):
    job = job_start(job=upload(PEOPLE), choices={}, by=committee, at=now())
    Appointment.all_rows.filter(role=Role.COMMITTEE).update(ends_on=now().date() - timedelta(days=1))
    done = run(job)
    assert (done.state, names(court)) == (JobState.CHECKED, (0, 0))
    assert "没有导入的权限" in done.report["refusal"][0]


def test_a_file_that_ends_two_workers_is_given_up_in_words(court, upload, committee, monkeypatch):
    job = job_start(job=upload(PEOPLE), choices={}, by=committee, at=now())

    class Dying(files.ProgressFile):
        def tell(self, words, done, total):
            raise Killed

    monkeypatch.setattr(files, "progress_of", lambda job: Dying(files.folder() / "dying.progress"))
    for minutes in (0, 3):
        with pytest.raises(Killed):
            run(job, at=now() + timedelta(minutes=minutes))
    job = run(job, at=now() + timedelta(minutes=6))
    assert (job.state, names(court)) == (JobState.FAILED, (0, 0))
    assert "两次，都中途停了" in job.report["failure"]
    monkeypatch.undo()
    again = run(job_correct(job=job, choices={}, by=committee, at=now()))
    assert (again.state, again.attempts) == (JobState.CHECKED, 1)


def test_a_file_is_read_before_the_database_is_held(upload, monkeypatch):
    job = upload(PEOPLE)
    held = {}

    class Watching(files.ProgressFile):
        def tell(self, words, done, total):
            held[words] = len(connection.savepoint_ids)

    monkeypatch.setattr(files, "progress_of", lambda job: Watching(files.folder() / "watched.progress"))
    outside = len(connection.savepoint_ids)
    start(job)
    assert held["正在打开文件"] == held["正在读取"] == outside < held["正在写入"]


def test_of_two_first_rosters_the_second_is_looked_at_again(court, upload):
    first, second = upload(PEOPLE), upload([HEAD, *FIRST, person("高新")])
    start(first)
    refused = start(second, since="2025-01-10", keys=[], left={})
    assert (refused.state, names(court)) == (JobState.CHECKED, (11, 2))
    assert "已和您看到的不同" in refused.report["refusal"][0]
    again = run(job_correct(job=refused, choices={}, by=refused.created_by, at=now()))
    assert {line["kind"] for line in again.report["lines"]} == {"JOINED"}


def test_somebody_with_many_open_uploads_is_asked_to_finish_some(court, upload, monkeypatch):
    monkeypatch.setattr("branches.services.imports.jobs.MOST_OPEN", 1)
    upload(PEOPLE)
    with pytest.raises(Refused, match="1 个文件没有办完"):
        upload(PEOPLE)


def test_without_a_word_from_the_scanner_no_upload_is_kept(court, upload, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    with pytest.raises(Refused, match="病毒扫描"):
        upload(PEOPLE)
    assert not ImportJob.objects.within(court).exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"x" * (20 * 1024 * 1024 + 1), "20 MB"),
    ],
)
def test_what_is_no_spreadsheet_is_not_kept(court, committee, content, words):
    given = {"court": court, "branch": None, "subject": "MEMBERS", "filename": "表.xlsx", "by": committee}
    with pytest.raises(Refused, match=words):
        job_create(**given, content=content, at=now())
    assert not ImportJob.objects.within(court).exists()


def test_a_file_without_a_head_or_with_an_unknown_column_is_one_fault(upload, committee):
    job = upload(workbook({"表": [["随便"], ["什么"]]}), "表.xlsx")
    assert job.fault_count == 1
    assert "找不到" in job.faults[0]["message"]
    job = upload(xlsx(PEOPLE), "表.xlsx")
    job = run(job_correct(job=job, choices={"columns": {"没有的列": "name"}}, by=committee, at=now()))
    assert "没有标题为“没有的列”的列" in job.faults[0]["message"]


def test_cancelled_forsaken_and_forgotten_uploads(court, upload, committee):
    job = job_cancel(job=upload(PEOPLE), by=committee, at=now())
    assert (job.state, job.report) == (JobState.CANCELLED, {})
    with pytest.raises(Refused, match="刚刚变了"):
        job_cancel(job=job, by=committee, at=now())
    waiting = job_start(job=upload(PEOPLE), choices={}, by=committee, at=now())
    assert jobs_forsaken(at=now()) == []
    assert jobs_forsaken(at=now() + timedelta(minutes=5)) == [waiting.pk]
    assert uploads_clear(at=now() + timedelta(days=6)) == 0
    assert uploads_clear(at=now() + timedelta(days=8)) == 1
    assert list(files.folder().glob("*.upload")) == []
    run(waiting)
    assert names(court) == (0, 0)


def test_work_that_breaks_is_told_and_may_be_asked_for_again(court, upload, committee):
    job = job_start(job=upload(PEOPLE), choices={}, by=committee, at=now())
    job_fail(job_id=job.pk, words="系统出错", at=now())
    job = run(job)
    assert (job.state, job.report) == (JobState.FAILED, {"failure": "系统出错"})
    job = run(job_correct(job=job, choices={}, by=committee, at=now()))
    assert job.state == JobState.CHECKED
    files.wipe(job)
    job = run(job_correct(job=job, choices={}, by=committee, at=now()))
    assert job.report == {"failure": "上传的文件已被清除，请重新上传。"}
