"""The forms of a measure: added, changed, reported on with files, done, sent back, voided; what shows it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.tests import factories as people
from core.attachments import intake, rows
from core.models import AuditEvent
from core.tests.attachment_files import pdf, picture
from rectification import services
from rectification.models import Evidence, Measure, RectificationStep
from rectification.selectors.evidence import digests_in_use
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case

pytestmark = pytest.mark.django_db
FORMS = (
    "measure_progress",
    "measure_done",
    "measure_change",
    "extension_ask",
    "extension_withdraw",
    "extension_answer",
    "measure_send_back",
    "measure_void",
)
OF_COMMITTEE = {"extension_answer", "measure_send_back", "measure_void"}
OF_BRANCH = {"extension_ask", "extension_withdraw"}


@pytest.fixture(autouse=True)
def today(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case():
    return Case().claimed()


def page_of(name: str, row) -> str:
    return reverse(f"rectification:{name}", args=[row.pk])


def send(client, user, name: str, row, **data):
    client.force_login(user)
    return client.post(page_of(name, row), data)


def file(name="走访照片.jpg", content=None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture("JPEG") if content is None else content)


def steps_of(measure: Measure, kind: str) -> list[RectificationStep]:
    return list(measure.steps.filter(kind=kind))


# --- Adding and changing ------------------------------------------------------------------------


def words(case, **more) -> dict:
    return {"text": "建立走访制度", "branch": case.branch.pk, "nature": "LASTING", "owner_name": "张三", **more}


def test_a_secretary_adds_a_measure_with_somebody_of_the_roster(client, case):
    owner = people.member(case.branch, "李四")
    data = words(case, owner=owner.pk, owner_name="", first_due_on=DUE)
    assert send(client, case.secretary, "measure_add", case.problem, **data).status_code == 302
    made = Measure.objects.within(case.branch).get()
    assert (made.owner, made.owner_words, made.first_due_on, made.opened_on) == (owner, "李四", DUE, TODAY)
    assert made.steps.get().branch == case.branch


def test_without_a_deadline_it_goes_on_for_good_and_without_a_person_not_at_all(client, case):
    refused = send(client, case.secretary, "measure_add", case.problem, **words(case, owner_name=""))
    assert refused.status_code == 422
    assert "请选择责任人，或者写明责任人姓名" in refused.text
    assert "建立走访制度" in refused.text
    assert send(client, case.secretary, "measure_add", case.problem, **words(case)).status_code == 302
    made = Measure.objects.within(case.branch).get()
    assert (made.owner, made.owner_words, made.first_due_on) == (None, "张三", None)


def test_a_measure_that_is_sent_twice_is_one(client, case):
    client.force_login(case.secretary)
    key = client.get(page_of("measure_add", case.problem)).context["form"]["key"].value()
    for text in ("建立走访制度", "建立走访制度", "每月通报"):
        data = {**words(case, text=text), "key": key}
        assert send(client, case.secretary, "measure_add", case.problem, **data).status_code == 302
    assert [row.text for row in Measure.objects.within(case.branch).order_by("order")] == ["建立走访制度", "每月通报"]


def test_a_measure_is_given_to_branches_of_the_problem_only(client, case):
    other = people.branch(case.branch.court)
    assert send(client, case.finder, "measure_add", case.problem, **words(case, branch=other.pk)).status_code == 422
    services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
    assert send(client, case.secretary, "measure_add", case.problem, **words(case, branch=other.pk)).status_code == 422
    assert send(client, case.finder, "measure_add", case.problem, **words(case, branch=other.pk)).status_code == 302
    assert send(client, case.finder, "measure_add", case.problem, **words(case, branch="")).status_code == 302
    assert [row.branch for row in Measure.objects.within(case.branch.court)] == [other, None]


def test_a_change_that_crosses_another_is_shown_beside_it(client, case):
    measure = case.measure(owner_name="张三")
    data = words(case, version=measure.version, text="改过的措施")
    assert send(client, case.secretary, "measure_change", measure, **data).status_code == 302
    late = send(client, case.finder, "measure_change", measure, **{**data, "text": "又一种写法"})
    assert late.status_code == 409
    assert "改过的措施" in late.text
    assert "又一种写法" in late.text
    version = late.context["form"]["version"].value()
    again = send(client, case.finder, "measure_change", measure, **{**data, "text": "又一种写法", "version": version})
    assert again.status_code == 302
    measure.refresh_from_db()
    assert measure.text == "又一种写法"
    assert [step.text for step in steps_of(measure, "MEASURE_CHANGED")] == ["整改措施、类型", "整改措施"]


def test_somebody_whom_the_secretary_does_not_see_stays_responsible(client, case):
    owner = people.member(people.branch(case.branch.court), "外人")
    measure = case.measure(owner=owner, owner_name="", nature="NOW")
    client.force_login(case.secretary)
    form = client.get(page_of("measure_change", measure)).context["form"]
    assert form["owner_name"].value() == "外人"
    data = words(case, version=measure.version, owner_name="外人", nature="NOW", text="改了")
    assert send(client, case.secretary, "measure_change", measure, **data).status_code == 302
    measure.refresh_from_db()
    assert (measure.owner, measure.text) == (owner, "改了")


# --- Reports and their files ----------------------------------------------------------------------


def test_progress_with_two_files_is_told_once_however_often_it_is_sent(client, case):
    measure, key = case.measure(), uuid4()
    for _ in range(2):
        sent = {"text": "已走访 12 户", "key": key, "file": [file(), file("记录.pdf", pdf())]}
        assert send(client, case.secretary, "measure_progress", measure, **sent).status_code == 302
    (step,) = steps_of(measure, "PROGRESS")
    assert (step.text, step.on, step.branch) == ("已走访 12 户", TODAY, case.branch)
    assert [row.name for row in step.evidence.all()] == ["走访照片.jpg", "记录.pdf"]
    # The form that was gone back to says something else: that is another report.
    assert send(client, case.secretary, "measure_progress", measure, text="又走访 3 户", key=key).status_code == 302
    assert len(steps_of(measure, "PROGRESS")) == 2
    page = client.get(page_of("measure", measure)).text
    assert "已走访 12 户" in page
    assert "记录.pdf" in page


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "“图.svg”：不是能接收的文件"),
        (("空.pdf", b""), "“空.pdf”是空文件"),
        (("程序.jpg", b"MZ\x90\x00"), "“程序.jpg”：不是能接收的文件"),
        (("太大.pdf", pdf(b"x" * 200)), "“太大.pdf”超过"),
    ],
)
def test_one_file_that_is_refused_is_named_and_no_word_is_lost(client, case, monkeypatch, bad, said):
    monkeypatch.setattr(intake, "MAX_FILE_BYTES", 150)
    measure = case.measure()
    small = file("好.pdf", pdf())
    answer = send(client, case.secretary, "measure_progress", measure, text="写了很久的进展", file=[small, file(*bad)])
    assert answer.status_code == 422
    assert said in answer.text
    assert "写了很久的进展" in answer.text
    assert "重新选一遍" in answer.text
    assert not steps_of(measure, "PROGRESS")
    assert not Evidence.objects.within(case.branch.court).exists()


def test_so_many_files_and_no_more(client, case, monkeypatch):
    measure = case.measure()

    def sent(number: int):
        files = [file(f"{each}.pdf", pdf()) for each in range(number)]
        return send(client, case.secretary, "measure_progress", measure, text="进展", file=files)

    answer = sent(11)
    assert (answer.status_code, "一次最多上传 10 个" in answer.text) == (422, True)
    monkeypatch.setattr(rows, "MOST_FILES", 1)
    answer = sent(2)
    assert (answer.status_code, "一条措施最多 1 个附件" in answer.text) == (422, True)
    assert not steps_of(measure, "PROGRESS")


def test_a_measure_is_done_with_what_shows_it_today_by_default(client, case):
    measure = case.measure()
    client.force_login(case.secretary)
    form = client.get(page_of("measure_done", measure)).context["form"]
    assert (form["done_on"].value(), list(form.fields)) == (TODAY, ["text", "done_on", "file", "key"])
    early = send(client, case.secretary, "measure_done", measure, text="完成", done_on=TODAY + timedelta(1))
    assert (early.status_code, "还没有到" in early.text) == (422, True)
    for _ in range(2):
        data = {"text": "全部走访", "done_on": TODAY, "key": form["key"].value(), "file": [file()]}
        assert send(client, case.secretary, "measure_done", measure, **data).status_code == 302
    (step,) = steps_of(measure, "DONE")
    assert step.evidence.get().name == "走访照片.jpg"
    assert send(client, case.secretary, "measure_progress", measure, text="又").status_code == 422


def test_evidence_is_opened_noted_and_withdrawn_with_a_reason(client, case):
    measure = case.measure()
    send(client, case.secretary, "measure_progress", measure, text="进展", file=[file("记录.pdf", pdf())])
    kept = Evidence.objects.within(case.branch.court).get()
    client.force_login(case.finder)
    answer = client.get(page_of("evidence", kept))
    assert answer.content == pdf()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    read = AuditEvent.objects.get(action="rectification.evidence_read")
    assert (read.actor, read.subject_id, read.detail) == (case.finder, str(measure.pk), {"file": "记录.pdf"})
    assert digests_in_use([kept.digest, "x"]) == {kept.digest}
    client.force_login(people.secretary(people.branch(case.branch.court)))
    assert client.get(page_of("evidence", kept)).status_code == 404
    assert client.get(page_of("evidence_withdraw", kept)).status_code == 404
    assert send(client, case.secretary, "evidence_withdraw", kept, reason="").status_code == 422
    assert send(client, case.secretary, "evidence_withdraw", kept, reason="传错了").status_code == 302
    assert client.get(page_of("evidence", kept)).status_code == 404
    assert "传错了" in client.get(page_of("measure", measure)).text
    assert digests_in_use([kept.digest]) == {kept.digest}


# --- Extensions -------------------------------------------------------------------------------------


def asked(client, case, measure, until=DUE + timedelta(31)) -> int:
    assert send(client, case.secretary, "extension_ask", measure, until=until, reason="人手不足").status_code == 302
    return steps_of(measure, "EXTENSION_ASKED")[-1].pk


def test_an_extension_is_asked_for_refused_asked_for_again_and_approved_to_another_day(client, case):
    measure = case.measure()
    early = send(client, case.secretary, "extension_ask", measure, until=DUE, reason="人手不足")
    assert (early.status_code, "应晚于现在的整改时限" in early.text) == (422, True)
    first = asked(client, case, measure)
    assert "已经有一份延期申请" in send(client, case.secretary, "extension_ask", measure, until=DUE, reason="再").text
    silent = send(client, case.approver, "extension_answer", measure, asked=first, agreed="no", reason="")
    assert (silent.status_code, "请写明不同意的原因" in silent.text) == (422, True)
    send(client, case.approver, "extension_answer", measure, asked=first, agreed="no", reason="抓紧")
    second = asked(client, case, measure)
    client.force_login(case.approver)
    page = client.get(page_of("extension_answer", measure))
    assert "申请延期至 2024-07-31，理由：人手不足" in page.text
    assert page.context["form"]["until"].value() == DUE + timedelta(31)
    answer = {"asked": second, "agreed": "yes", "until": DUE + timedelta(10)}
    assert send(client, case.approver, "extension_answer", measure, **answer).status_code == 302
    assert client.get(page_of("measure", measure)).context["shown"].due_on == DUE + timedelta(10)
    measure.refresh_from_db()
    assert measure.first_due_on == DUE


def test_an_answer_to_a_request_that_is_another_by_now_is_kept_and_not_taken(client, case):
    measure = case.measure()
    first = asked(client, case, measure)
    assert send(client, case.secretary, "extension_withdraw", measure).status_code == 302
    gone = send(client, case.approver, "extension_answer", measure, asked=first, agreed="yes")
    assert (gone.status_code, "没有等待答复" in gone.text) == (422, True)
    second = asked(client, case, measure, until=DUE + timedelta(90))
    late = send(client, case.approver, "extension_answer", measure, asked=first, agreed="no", reason="不行")
    assert (late.status_code, "不行" in late.text) == (409, True)
    assert int(late.context["form"]["asked"].value()) == second
    assert not steps_of(measure, "EXTENSION_REFUSED")


def test_nobody_answers_what_they_asked_for(client, case):
    measure = case.measure()
    people.appoint(case.secretary, "COMMITTEE", court=case.branch.court)
    request = asked(client, case, measure)
    answer = send(client, case.secretary, "extension_answer", measure, asked=request, agreed="yes", until=DUE)
    assert (answer.status_code, "是您本人登记的，请由机关党委的其他同志办理" in answer.text) == (422, True)
    assert not steps_of(measure, "EXTENSION_APPROVED")


@pytest.mark.parametrize("name", ["extension_answer", "extension_withdraw"])
def test_the_page_of_a_request_that_is_not_there_leads_back(client, case, name):
    measure = case.measure()
    client.force_login(case.approver if name == "extension_answer" else case.secretary)
    answer = client.get(page_of(name, measure), follow=True)
    assert answer.redirect_chain[0][0] == page_of("measure", measure)
    assert "没有等待答复的延期申请" in answer.text


# --- Sent back, voided; who may -----------------------------------------------------------------------


def test_a_done_measure_is_sent_back_and_one_entered_by_mistake_voided(client, case):
    measure = case.measure()
    refused = send(client, case.approver, "measure_send_back", measure, reason="再走访")
    assert (refused.status_code, "还没有完成" in refused.text) == (422, True)
    case.done(measure)
    assert send(client, case.approver, "measure_send_back", measure, reason="").status_code == 422
    data = {"reason": "再走访", "until": DUE + timedelta(5)}
    assert send(client, case.approver, "measure_send_back", measure, **data).status_code == 302
    page = client.get(page_of("measure", measure))
    assert (page.context["shown"].state, page.context["shown"].due_on) == ("ON_SCHEDULE", DUE + timedelta(5))
    assert send(client, case.approver, "measure_void", measure, reason="重复").status_code == 302
    assert send(client, case.secretary, "measure_progress", measure, text="进展").status_code == 422
    assert client.get(page_of("measure", measure)).context["menu"] == []


def test_each_is_offered_what_is_theirs_to_do(client, case):
    def offered(user):
        client.force_login(user)
        page = client.get(page_of("measure", measure))
        return page.context["action_label"], [entry["label"] for entry in page.context["menu"]]

    measure = case.measure()
    assert offered(case.secretary) == ("报告进展", ["登记完成", "申请延期", "修改措施"])
    assert offered(case.finder) == ("", ["报告进展", "登记完成", "修改措施", "作废措施"])
    asked(client, case, measure)
    assert offered(case.secretary) == ("报告进展", ["登记完成", "撤回延期申请", "修改措施"])
    assert offered(case.approver)[0] == "答复延期申请"
    case.done(measure)
    assert offered(case.secretary) == ("", ["补充佐证材料"])
    assert offered(case.finder) == ("", ["补充佐证材料", "退回重新整改", "作废措施"])
    services.close_out_ask(problem=case.problem, text="成效", on=TODAY, by=case.secretary, acting=case.branch)
    assert offered(case.finder) == ("", [])


@pytest.mark.parametrize("name", FORMS)
def test_who_comes_to_which_form(client, case, name):
    measure = case.measure()
    asked(client, case, measure)
    neighbour = people.branch(case.branch.court)
    services.problem_assign(problem=case.problem, branch=neighbour, on=OPENED, by=case.finder)

    def status(user, method="get"):
        client.force_login(user)
        return getattr(client, method)(page_of(name, measure)).status_code

    assert status(case.approver) == (403 if name in OF_BRANCH else 200)
    assert status(case.secretary) == (403 if name in OF_COMMITTEE else 200)
    assert status(people.secretary(neighbour)) == 403
    assert status(people.secretary(people.branch(case.branch.court))) == (403 if name in OF_COMMITTEE else 404)
    assert status(people.committee_account(people.court())) == 404
    assert status(people.member_account(people.member(case.branch))) == 403
    assert status(case.approver if name in OF_COMMITTEE else case.secretary, "put") == 405
    client.force_login(case.approver if name in OF_COMMITTEE else case.secretary)
    assert client.get(reverse(f"rectification:{name}", args=[0])).status_code == 404


def test_who_may_add_a_measure(client, case):
    def status(user):
        client.force_login(user)
        return client.get(page_of("measure_add", case.problem)).status_code

    assert [status(case.secretary), status(case.finder)] == [200, 200]
    assert status(people.secretary(people.branch(case.branch.court))) == 404
    assert status(people.group_leader(people.group(case.branch))) == 403
    case.done(case.measure())
    services.close_out_ask(problem=case.problem, text="成效", on=TODAY, by=case.secretary, acting=case.branch)
    refused = send(client, case.secretary, "measure_add", case.problem, **words(case))
    assert (refused.status_code, "已申请销号，不能新增措施" in refused.text) == (422, True)
