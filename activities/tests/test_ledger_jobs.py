"""A ledger by the pages' way: words put right, a branch's own file, and taking a batch back."""

from datetime import date

import pytest
from django.urls import reverse

from activities.models import Activity, Attendance, Coverage
from activities.services import coverage_state_all
from activities.tests.ledger_files import HEAD, LEDGER, TODAY, court_with_roster, meeting
from branches.models import Branch, ImportBatch, ImportJob
from branches.services.imports.jobs import job_correct, job_create, job_run, job_start
from branches.services.imports.undo import batch_undo
from branches.tests import factories
from core.clock import now
from core.errors import Refused
from core.tests.spreadsheet_files import csv_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return court_with_roster()


def checked(court, rows, branch=None):
    by = factories.secretary(branch) if branch else factories.committee_account(court)
    job = job_create(
        court=court, branch=branch, subject="ACTIVITIES", filename="台账.csv", content=csv_bytes(rows), by=by, at=now()
    )
    return run(job)


def run(job):
    job_run(job_id=job.pk, on=TODAY, at=now())
    return ImportJob.all_rows.select_related("court", "branch", "batch").get(pk=job.pk)


def imported(court, rows=LEDGER, branch=None):
    job = checked(court, rows, branch)
    return run(job_start(job=job, choices={}, by=job.created_by, at=now()))


def undo(batch):
    return batch_undo(batch=batch, reason="传错了文件", by=None, at=now())


def test_words_of_kinds_and_branches_are_asked_about(court):
    job = checked(court, [HEAD, meeting(kind="碰头会"), meeting(branch="刑庭支部", kind="党课")])
    assert {(each["code"], each["word"]) for each in job.report["words"]} == {
        ("kind", "碰头会"),
        ("branch", "刑庭支部"),
    }
    assert ["COMMITTEE_MEETING", "支部委员会会议"] in job.report["targets"]["kind"]
    words = {"kind": {"碰头会": "COMMITTEE_MEETING"}, "branch": {"刑庭支部": "第一党支部"}}
    job = run(job_correct(job=job, choices={"words": words}, by=job.created_by, at=now()))
    assert job.fault_count == 0
    assert job.report["counts"][0] == "组织生活记录 2 条（缺席 2 人次）"


def test_a_branch_imports_its_own_and_nobody_else_s(court):
    first = Branch.objects.within(court).get(name="第一党支部")
    job = checked(court, LEDGER, branch=first)
    assert {fault["message"] for fault in job.faults} == {"不是“第一党支部”的活动，支部只能导入本支部的台账。"}
    done = imported(court, [HEAD, meeting()], branch=first)
    assert (done.batch.branch, Activity.objects.within(first).count()) == (first, 1)


def test_undone_leaves_no_record_and_no_coverage_and_comes_in_again(court):
    batch = imported(court).batch
    assert Activity.objects.within(court).count() == 5
    undo(batch)
    left = [model.all_rows.count() for model in (Activity, Attendance, Coverage)]
    assert left == [0, 0, 0]
    assert ImportBatch.objects.within(court).filter(undone_at__isnull=False).count() == 1
    assert imported(court).batch.created_count == 5


def test_a_roster_is_not_undone_under_its_ledger(court):
    imported(court)
    roster = ImportBatch.objects.within(court).get(subject="MEMBERS")
    with pytest.raises(Refused) as refusal:
        undo(roster)
    assert any("出席情况" in reason for reason in refusal.value.reasons)
    assert any("请先撤销导入的《台账.csv》" in reason for reason in refusal.value.reasons)


def test_not_undone_once_a_record_was_worked_on(court):
    batch = imported(court).batch
    Activity.objects.within(court).filter(kind__code="THEME_DAY").update(version=2)
    with pytest.raises(Refused, match=r"组织生活 1 条.*在导入之后办理过"):
        undo(batch)
    assert Activity.objects.within(court).count() == 5


def test_since_when_is_stated_for_all_branches_at_once(court):
    branches = list(Branch.objects.within(court))
    dates = {branches[0]: TODAY.replace(day=1), branches[1]: TODAY}
    assert coverage_state_all(dates=dates, by=None, on=TODAY) == 2
    with pytest.raises(Refused, match=f"{branches[1]}：日期 2026-01-01 还没到"):
        coverage_state_all(dates={branches[1]: TODAY.replace(year=2026, day=1)}, by=None, on=TODAY)
    stated = Coverage.objects.within(court).values_list("branch", "starts_on")
    assert dict(stated) == {branch.pk: since for branch, since in dates.items()}


def test_the_page_asks_since_when_with_one_date_for_all_others(court, client):
    client.force_login(factories.committee_account(court))
    address = reverse("activities:coverage_start", args=[court.pk])
    first, second = Branch.objects.within(court)
    hint = client.get(reverse("activities:coverage_hint", args=[court.pk])).content.decode()
    assert "2 个党支部还没有登记" in hint
    assert "2 个党支部还没有登记" in client.get("/").content.decode()
    early = {"default": "2024-07-01", f"branch-{first.pk}": "0001-01-01"}
    assert client.post(address, early).status_code == 422
    late = {"default": "2999-01-01"}
    assert f"{first}：日期 2999-01-01 还没到" in client.post(address, late).content.decode()
    assert client.post(address, {"default": "2024-07-01", f"branch-{first.pk}": "2024-01-01"}).status_code == 302
    stated = Coverage.objects.within(court).values_list("branch", "starts_on")
    assert dict(stated) == {first.pk: date(2024, 1, 1), second.pk: date(2024, 7, 1)}
    assert "还没有登记从哪天起" not in client.get("/").content.decode()
