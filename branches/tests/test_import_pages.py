"""The import pages: who may, what is shown, what a wrong form says."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.choices import JobState
from branches.models import Appointment, ImportBatch, ImportJob, Member
from branches.services.imports.jobs import job_correct, job_start
from branches.services.imports.undo_jobs import GIVEN_UP, undo_ask, undos_forsaken
from branches.tasks import run_import_job, run_undo
from branches.tests import factories
from branches.tests.roster_files import FIRST, HEAD, SECOND, person
from core.clock import now, today
from core.models import AuditEvent
from core.spreadsheets.limits import MAX_FILE_BYTES
from core.tests.spreadsheet_files import csv_bytes

pytestmark = pytest.mark.django_db

PEOPLE = [HEAD, *FIRST, *SECOND]


@pytest.fixture
def court():
    return factories.court("某法院")


@pytest.fixture
def desk(client, court):
    client.force_login(factories.committee_account(court))
    return client


def send(desk, court, rows, name="花名册.csv"):
    """The job of an upload by the page, after the worker has checked it."""
    content = rows if isinstance(rows, bytes) else csv_bytes(rows)
    file = SimpleUploadedFile(name, content)
    reply = desk.post(reverse("branches:import_new", args=[court.pk]), {"subject": "MEMBERS", "file": file})
    assert reply.status_code == 302, reply.content.decode()
    job = ImportJob.objects.within(court).first()
    run_import_job(job.pk)
    return ImportJob.objects.within(court).get(pk=job.pk)


def ask(desk, name, job, **data):
    """A post of the job's page as it stands."""
    return desk.post(reverse(f"branches:{name}", args=[job.pk]), {"revision": job.revision, **data})


def page(desk, name, pk):
    return desk.get(reverse(f"branches:{name}", args=[pk])).content.decode()


def test_from_upload_to_undo(desk, court):
    job = send(desk, court, PEOPLE)
    shown = page(desk, "import_job", job.pk)
    assert "没有问题，将新增：党员 11 人" in shown
    assert "工作表“花名册”的前几行" in shown
    assert ask(desk, "import_job_run", job).status_code == 302
    assert "正在导入" in page(desk, "import_job_progress", job.pk)
    run_import_job(job.pk)
    reply = desk.get(reverse("branches:import_job_progress", args=[job.pk]))
    assert reply.headers["HX-Refresh"] == "true"
    assert "新增党员 11 人" in page(desk, "import_job", job.pk)
    (batch,) = ImportBatch.objects.within(court)
    assert "撤销这次导入" in page(desk, "import_detail", batch.pk)
    undo = reverse("branches:import_undo", args=[batch.pk])
    assert "请写明撤销的原因" in desk.post(undo, {"reason": " "}).content.decode()
    assert desk.post(undo, {"reason": "传错了"}).status_code == 302
    assert "正在撤销" in page(desk, "import_detail", batch.pk)
    assert "正在撤销" in page(desk, "import_undo_progress", batch.pk)
    run_undo(batch.pk)
    assert desk.get(reverse("branches:import_undo_progress", args=[batch.pk])).headers["HX-Refresh"] == "true"
    assert not Member.objects.within(court).exists()
    assert "传错了" in page(desk, "import_detail", batch.pk)
    actions = set(AuditEvent.objects.filter(court_id=court.pk).values_list("action", flat=True))
    assert {"import.upload", "import.start", "branches.members_import", "import.undo"} <= actions


def test_faults_are_shown_paged_and_exported(desk, court):
    wrong = [person(f"陈{chr(0x4E00 + number)}", born="2990-01-01") for number in range(60)]
    job = send(desk, court, [*PEOPLE, *wrong])
    shown = page(desk, "import_job", job.pk)
    assert "有 60 处问题，什么都没有写入" in shown
    assert shown.count("fault-message") == 50
    assert (
        desk.get(reverse("branches:import_job", args=[job.pk]), {"page": 2}).content.decode().count("fault-message")
        == 10
    )
    file = desk.get(reverse("branches:import_job_faults", args=[job.pk])).content
    lines = list(load_workbook(io.BytesIO(file)).active.values)
    assert lines[0] == ("工作表", "行", "列", "标题", "问题")
    assert (len(lines), lines[1][:4]) == (61, ("花名册", 13, "D", "出生年月"))
    ask(desk, "import_job_run", job)
    assert ImportJob.objects.within(court).get().state == JobState.CHECKED


def test_a_column_is_put_right_by_its_select(desk, court):
    head = ["编号" if word == "姓名" else word for word in HEAD]
    job = send(desk, court, [head, *FIRST])
    shown = page(desk, "import_job", job.pk)
    assert "编号对应的内容" in shown
    place = [column["heading"] for column in job.report["sheets"][0]["columns"]].index("编号")
    assert ask(desk, "import_job_mapping", job, **{f"column-{place}": "unheard-of"}).status_code == 422
    said = {f"column-{place}": "name", "create_branches": "on"}
    assert ask(desk, "import_job_mapping", job, **said).status_code == 302
    run_import_job(job.pk)
    job = ImportJob.objects.within(court).get()
    assert (job.fault_count, job.choices["columns"]) == (0, {"编号": "name"})


def test_differences_are_ticked_and_leavers_asked_about(desk, court):
    job = send(desk, court, PEOPLE)
    job_start(job=job, choices={}, by=job.created_by, at=now())
    run_import_job(job.pk)
    later = [*PEOPLE[:-1], person("高新"), person("林立")]
    job = send(desk, court, later)
    keys = {line["name"]: line["key"] for line in job.report["lines"]}
    shown = page(desk, "import_job", job.pk)
    assert shown.count('name="line"') == 2
    assert f'name="left-{keys["赵杰"]}"' in shown
    refused = ask(desk, "import_job_run", job, line=[keys["高新"]], since="")
    assert refused.status_code == 422
    assert "请写明这些变动从哪天起生效" in refused.content.decode()
    assert refused.content.decode().count("checked") == 1
    data = {"line": [keys["高新"], "made-up"], f"left-{keys['赵杰']}": "DECEASED", "since": "2024-05-01"}
    assert ask(desk, "import_job_run", job, **data).status_code == 302
    run_import_job(job.pk)
    (batch, _) = ImportBatch.objects.within(court)
    assert batch.detail == {"since": "2024-05-01", "JOINED": 1, "LEFT": 1}
    assert not Member.objects.within(court).filter(name="林立").exists()


def test_what_cannot_be_uploaded_is_said_at_the_field(desk, court):
    address = reverse("branches:import_new", args=[court.pk])
    for content, words in ((b"%PDF-1.7", "PDF"), (b"x" * (MAX_FILE_BYTES + 1), "20 MB")):
        file = SimpleUploadedFile("表.xlsx", content)
        reply = desk.post(address, {"subject": "MEMBERS", "file": file})
        assert reply.status_code == 422
        assert words in reply.content.decode()
    assert "请选择要导入的文件" in desk.post(address, {"subject": "MEMBERS"}).content.decode()


def test_a_secretary_imports_the_own_ledger_only(client, court):
    branch = factories.branch(court, "第一党支部")
    client.force_login(factories.secretary(branch))
    shown = client.get(reverse("branches:import_list")).content.decode()
    assert "导入本支部的台账" in shown
    assert "导入党员花名册" not in shown
    address = reverse("branches:import_new_of_branch", args=[branch.pk])
    file = SimpleUploadedFile("表.csv", csv_bytes(PEOPLE))
    assert client.post(address, {"subject": "MEMBERS", "file": file}).status_code == 422
    assert client.get(reverse("branches:import_new", args=[court.pk])).status_code == 403


def test_the_list_asks_as_much_for_one_row_as_for_many(desk, court):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            desk.get(reverse("branches:import_list"))
        return len(found)

    def batch(number):
        return ImportBatch.objects.create(
            court=court, subject="MEMBERS", filename=f"{number}.xlsx", digest="", row_count=number
        )

    batch(1)
    queries()
    one = queries()
    for number in range(2, 6):
        batch(number)
    assert queries() == one
    shown = desk.get(reverse("branches:import_list"), {"q": "3.xl"}).content.decode()
    assert "3.xlsx" in shown
    assert "4.xlsx" not in shown
    file = desk.get(reverse("branches:import_export"), {"sort": "-row_count"}).content
    assert [row[0] for row in load_workbook(io.BytesIO(file)).active.values][:2] == ["文件", "5.xlsx"]


def test_a_cancelled_upload_says_so(desk, court):
    job = send(desk, court, PEOPLE)
    assert ask(desk, "import_job_cancel", job).status_code == 302
    assert "文件已清除" in page(desk, "import_job", job.pk)
    again = ask(desk, "import_job_cancel", job)
    assert "刚刚变了" in again.content.decode()


def test_a_page_that_was_overtaken_by_another_check_decides_nothing(desk, court):
    job = send(desk, court, PEOPLE)
    assert f'name="revision" value="{job.revision}"' in page(desk, "import_job", job.pk)
    job_correct(job=job, choices={"create_branches": True}, by=job.created_by, at=now())
    run_import_job(job.pk)
    job.revision -= 1
    for name in ("import_job_run", "import_job_mapping", "import_job_cancel"):
        reply = ask(desk, name, job)
        assert (reply.status_code, "又重新核对过" in reply.content.decode()) == (422, True)
    assert ImportJob.objects.within(court).get().state == JobState.CHECKED


@pytest.fixture
def batch(desk, court):
    job = send(desk, court, PEOPLE)
    job_start(job=job, choices={}, by=job.created_by, at=now())
    run_import_job(job.pk)
    return ImportBatch.objects.within(court).get()


def test_what_keeps_a_batch_from_being_undone_is_said_on_its_page(desk, court, batch):
    member = Member.objects.within(court).first()
    Member.objects.within(court).filter(pk=member.pk).update(remark="新备注")
    desk.post(reverse("branches:import_undo", args=[batch.pk]), {"reason": "传错了"})
    run_undo(batch.pk)
    shown = page(desk, "import_detail", batch.pk)
    assert "没有撤销，什么都没有改变" in shown
    assert f"（{member.name}）在导入之后改过" in shown
    assert "撤销这次导入" in shown
    Member.objects.within(court).filter(pk=member.pk).update(remark="")
    desk.post(reverse("branches:import_undo", args=[batch.pk]), {"reason": "传错了"})
    for _ in range(2):
        run_undo(batch.pk)
    assert "传错了" in page(desk, "import_detail", batch.pk)
    assert not Member.objects.within(court).exists()


def test_an_undoing_that_nobody_does_is_taken_up_again_and_given_up_in_the_end(court, batch):
    by = batch.created_by
    undo_ask(batch=batch, reason="传错了", by=by, at=now())
    assert undos_forsaken(at=now() + timedelta(minutes=1)) == []
    assert undos_forsaken(at=now() + timedelta(minutes=3)) == [batch.pk]
    assert undos_forsaken(at=now() + timedelta(minutes=11)) == []
    batch.refresh_from_db()
    assert (batch.is_being_undone, batch.undo_refusal) == (False, [GIVEN_UP])
    undo_ask(batch=batch, reason="传错了", by=by, at=now())
    Appointment.objects.unscoped("test").filter(user=by).update(ends_on=today() - timedelta(days=1))
    run_undo(batch.pk)
    batch.refresh_from_db()
    assert "没有撤销的权限" in batch.undo_refusal[0]
