"""A ledger by the pages' way: offered, looked at, words put right, brought in; and a batch taken back whole."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from activities.tests.ledger_files import court_with_roster
from branches.models import Branch, ImportJob
from branches.services.imports.jobs import job_correct, job_create, job_run, job_start
from branches.services.imports.undo import batch_undo
from branches.tasks import run_import_job
from branches.tests import factories as people
from core.clock import now
from core.errors import Refused
from core.tests.spreadsheet_files import csv_bytes
from rectification import services
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.tests.ledger_files import DONE, HEAD, LEDGER, TODAY, first, xlsx

pytestmark = pytest.mark.django_db
ROWS = (Problem, ProblemShare, Measure, RectificationStep)


@pytest.fixture
def court():
    return court_with_roster()


def run(job):
    job_run(job_id=job.pk, on=TODAY, at=now())
    return ImportJob.objects.unscoped("a test").select_related("court", "branch", "batch").get(pk=job.pk)


def checked(court, rows=LEDGER):
    by = people.committee_account(court)
    facts = {"court": court, "branch": None, "subject": "RECTIFICATION", "filename": "整改台账.csv"}
    return run(job_create(**facts, content=csv_bytes(rows), by=by, at=now()))


def imported(court, rows=LEDGER):
    job = checked(court, rows)
    return run(job_start(job=job, choices={}, by=job.created_by, at=now())).batch


def undo(batch):
    return batch_undo(batch=batch, reason="传错了文件", by=None, at=now())


def counts(court):
    return [model.objects.within(court).count() for model in ROWS]


def later(**changes):
    """The second problem of LEDGER with its open measure done since."""
    facts = {"problem": "学用结合不够紧密", "source": "巡察反馈", "branch": "第一党支部、第二党支部", "leader": "夏思"}
    return [HEAD, first(**facts, done_on="2024-06-20", **DONE, **changes), LEDGER[6]]


def test_the_pages_offer_it_show_it_and_bring_it_in(court, client):
    client.force_login(people.committee_account(court))
    address = reverse("branches:import_new", args=[court.pk])
    assert f"{address}?subject=RECTIFICATION" in client.get(reverse("branches:import_list")).content.decode()
    file = SimpleUploadedFile("整改台账.xlsx", xlsx(LEDGER))
    assert client.post(address, {"subject": "RECTIFICATION", "file": file}).status_code == 302
    job = ImportJob.objects.within(court).get()
    run_import_job(job.pk)
    page = client.get(reverse("branches:import_job", args=[job.pk])).content.decode()
    assert "没有问题，将新增：问题 3 个（已销号 1 个）、整改措施 5 条（已完成 3 条）" in page
    assert "联系服务群众不够经常" in page
    assert "台账从" not in page
    client.post(reverse("branches:import_job_run", args=[job.pk]), {"revision": 1})
    run_import_job(job.pk)
    assert counts(court)[:3] == [3, 4, 5]


def test_a_branch_s_officer_is_not_offered_it(court, client):
    branch = Branch.objects.within(court).first()
    client.force_login(people.secretary(branch))
    file = SimpleUploadedFile("整改台账.xlsx", xlsx(LEDGER))
    address = reverse("branches:import_new_of_branch", args=[branch.pk])
    assert client.post(address, {"subject": "RECTIFICATION", "file": file}).status_code == 422
    assert client.get(reverse("branches:import_new", args=[court.pk])).status_code == 403


def test_words_are_asked_about_and_placed(court):
    job = checked(court, [HEAD, first(branch="刑庭支部"), first(number=2, nature="先改")])
    assert {(each["code"], each["word"]) for each in job.report["words"]} == {
        ("branch", "刑庭支部"),
        ("nature", "先改"),
    }
    assert ["NOW", "当下改"] in job.report["targets"]["nature"]
    words = {"branch": {"刑庭支部": "第一党支部"}, "nature": {"先改": "NOW"}}
    job = run(job_correct(job=job, choices={"words": words}, by=job.created_by, at=now()))
    assert job.report["counts"] == ["问题 2 个（已销号 0 个）", "整改措施 2 条（已完成 0 条）"]


def test_undone_leaves_nothing_and_comes_in_again(court):
    batch = imported(court)
    undo(batch)
    assert counts(court) == [0, 0, 0, 0]
    assert imported(court).created_count == 8


def test_of_a_later_ledger_its_updates_are_taken_back(court):
    imported(court)
    before = counts(court)
    batch = imported(court, later(closed="是", closed_on="2024-07-01"))
    assert counts(court) == [*before[:3], before[3] + 2]
    undo(batch)
    assert counts(court) == before
    assert imported(court, later(closed="是", closed_on="2024-07-01")) is not None


def test_an_earlier_ledger_is_not_undone_under_a_later_one(court):
    batch = imported(court)
    imported(court, later())
    with pytest.raises(Refused) as refusal:
        undo(batch)
    assert any("请先撤销导入的《整改台账.csv》" in reason for reason in refusal.value.reasons)


def test_not_undone_once_something_was_done(court):
    batch = imported(court)
    before = counts(court)
    problem = Problem.objects.within(court).get(number=3)
    services.problem_change(problem=problem, version=1, on=TODAY, by=None, detail="两个社区")
    with pytest.raises(Refused, match=r"整改步骤 1 条"):
        undo(batch)
    assert counts(court) == [*before[:3], before[3] + 1]


def test_an_update_is_not_undone_under_the_close_out_that_rests_on_it(court):
    imported(court)
    batch = imported(court, later())
    problem = Problem.objects.within(court).get(number=2)
    branch = problem.branch
    services.close_out_ask(problem=problem, text="已改", on=TODAY, by=people.secretary(branch), acting=branch)
    with pytest.raises(Refused, match=r"申请销号.*是导入之后登记的"):
        undo(batch)


def test_what_happened_elsewhere_stands_in_no_way(court):
    imported(court)
    batch = imported(court, later())
    other = Measure.objects.within(court).select_related("problem__court").get(text="办一次读书班")
    services.measure_send_back(measure=other, reason="人数不足", on=TODAY, by=None)
    undo(batch)
    steps = RectificationStep.objects.within(court).filter(problem__number=2).values_list("kind", "on")
    assert list(steps) == [("DONE", date(2024, 4, 28)), ("SENT_BACK", TODAY)]
