"""The page of one notice for the committee, and the steps taken on it."""

from datetime import date

import pytest
from django.urls import reverse

from activities.tests import factories as meetings
from branches.tests import factories as people
from core import queueing
from core.models import AuditEvent
from core.tests.test_documents import text_of_docx, text_of_pdf
from notices import services
from notices.choices import NoticeState
from notices.models import Message, Notice, NoticeReceipt
from notices.tests.factories import END, MONTH, NOW, TODAY, Case, owed, reply
from notices.tests.pages import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_over(monkeypatch):
    """What is sent to the queue: the broker is not this test's business."""
    sent: list[str] = []
    monkeypatch.setattr(queueing.current_app, "send_task", lambda task, **options: sent.append(task))
    return sent


def said_by(case, notice, count=1, text="已报送"):
    (item,) = [each for each in case.items(notice) if each.source == "REPLY"]
    facts = {"receipt": case.receipt(notice), "item": item, "count": count, "text": text}
    return services.item_reply(**facts, by=case.secretary, on=TODAY, at=NOW)


class TestMatrix:
    def test_it_shows_each_branch_and_item_with_the_record_behind(self, committee, case):
        notice = case.issued(owed(), reply())
        meetings.activity("THEME_DAY", case.second, date(2024, 7, 5))
        said_by(case, notice)
        page = text_of(committee.get(address("notice", notice)))
        assert "2024年工作提示第1期" in page
        assert "还没有签收：第二党支部。" in page
        for words in ("已完成 1/2", "待完成 1/2", "已报送", "开展主题党日", "还有 21 天"):
            assert words in page
        assert f"branch={case.second.pk}" in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"show": "ACKNOWLEDGED"}, ["第一党支部"]),
            ({"show": "WAITING"}, ["第二党支部"]),
            ({"show": "COMPLETED"}, []),
            ({"show": "OPEN"}, ["第一党支部", "第二党支部"]),
            ({"show": "x", "item": "x"}, ["第一党支部", "第二党支部"]),
        ],
    )
    def test_figures_lead_to_the_branches_that_they_count(self, committee, case, query, found):
        notice = case.issued(owed(), reply())
        said_by(case, notice)
        answer = committee.get(address("notice", notice), query)
        assert [row.branch.name for row, _ in answer.context["matrix"]] == found

    def test_one_item_alone_with_what_was_said(self, committee, case):
        notice = case.issued(owed(), reply())
        said_by(case, notice, text="很长的情况说明" * 5)
        item = case.items(notice)[1]
        answer = committee.get(address("notice", notice), {"item": item.pk, "stands": "DONE"})
        assert [row.branch.name for row, _ in answer.context["matrix"]] == ["第一党支部"]
        assert "很长的情况说明" * 5 in text_of(answer)

    def test_another_branch_reads_nothing_of_it(self, client, case):
        notice = case.issued(reply())
        said_by(case, notice)
        client.force_login(case.other)
        page = text_of(client.get(address("notice", notice)))
        assert "第一党支部" not in page
        assert "已报送" not in page
        assert str(case.committee) not in page


class TestSteps:
    def test_a_draft_is_issued(self, committee, case, handed_over, django_capture_on_commit_callbacks):
        notice = case.draft()
        with django_capture_on_commit_callbacks(execute=True):
            answer = committee.post(address("issue", notice), {"version": 1}, follow=True)
        assert "已签发：2024年工作提示第1期，发给 2 个支部" in text_of(answer)
        assert NoticeReceipt.objects.within(case.court).filter(notice=notice).count() == 2
        assert handed_over == ["notices.tasks.deliver_waiting"]
        again = committee.post(address("issue", notice), {"version": 1})
        assert again.status_code == 302
        assert Message.objects.within(case.court).filter(rule="NOTICE_ISSUED").count() == 2

    def test_what_was_changed_since_is_shown_before_it_is_issued(self, committee, case):
        notice = case.draft()
        facts = {"series": notice.series, "title": "别人改的", "text": "", "month": MONTH, "due_on": END}
        services.notice_change(notice=notice, version=1, items=[reply()], addressees=(), by=case.committee, **facts)
        answer = committee.post(address("issue", notice), {"version": 1})
        assert answer.status_code == 409
        assert "又改过" in text_of(answer)
        assert "别人改的" in text_of(answer)
        assert committee.post(address("issue", notice), {"version": "x"}).status_code == 409

    def test_a_deadline_that_is_over_is_refused(self, committee, case):
        notice = case.draft(due_on=date(2024, 7, 9))
        answer = committee.post(address("issue", notice), {"version": 1})
        assert answer.status_code == 422
        assert "完成期限 2024-07-09 已过" in text_of(answer)

    def test_a_draft_is_given_up_once(self, committee, case):
        notice = case.draft()
        assert committee.post(address("discard", notice))["Location"] == reverse("notices:list")
        assert committee.post(address("discard", notice)).status_code == 409
        answer = committee.post(address("issue", notice), {"version": 2})
        assert answer.status_code == 409
        assert "已放弃，不能签发" in text_of(answer)

    def test_a_draft_that_was_given_up_comes_back(self, committee, case):
        notice = services.notice_draft(court=case.court, month=MONTH, on=date(2024, 6, 25), at=NOW)
        where = address("restore", notice)
        assert where not in text_of(committee.get(address("notice", notice)))
        assert committee.post(where).status_code == 409
        committee.post(address("discard", notice))
        assert where in text_of(committee.get(address("notice", notice)))
        answer = committee.post(where, follow=True)
        assert "已恢复为草稿" in text_of(answer)
        assert address("issue", notice) in text_of(answer)
        assert AuditEvent.objects.filter(action="notices.notice_restore", subject_id=str(notice.pk)).count() == 1
        assert committee.post(where).status_code == 409

    def test_an_issued_one_is_voided_with_a_reason(self, committee, case):
        notice = case.issued()
        where = address("void", notice)
        assert where in text_of(committee.get(address("notice", notice)))
        assert committee.post(where, {"reason": ""}).status_code == 422
        assert committee.post(where, {"reason": "内容有误"}).status_code == 302
        page = text_of(committee.get(address("notice", notice)))
        assert "原因：内容有误" in page
        assert where not in page
        assert committee.post(where, {"reason": "再一次"}).status_code == 409
        assert Notice.objects.within(case.court).get().state is NoticeState.VOIDED

    def test_who_may(self, client, case):
        draft, issued = case.draft(), case.issued()
        stranger = Case()
        for name, row in (("issue", draft), ("discard", draft), ("restore", draft), ("void", issued)):
            client.force_login(case.secretary)
            assert client.post(address(name, row)).status_code == 403
            client.force_login(stranger.committee)
            assert client.post(address(name, row)).status_code == 404
            client.force_login(case.committee)
            assert client.put(address(name, row)).status_code == 405
        client.force_login(case.secretary)
        assert client.get(address("notice", draft)).status_code == 404
        assert client.get(address("notice", issued)).status_code == 200
        assert client.post(address("notice", issued)).status_code == 405
        client.force_login(people.group_leader(people.group(case.first)))
        assert client.get(address("notice", issued)).status_code == 403


class TestPapers:
    def test_pdf_and_word_say_the_same(self, committee, case):
        notice = case.issued(owed(), reply(target=2), text="请抓好落实。\n\n逐项对照。")
        pdf = text_of_pdf(committee.get(address("pdf", notice)).content)
        docx = text_of_docx(committee.get(address("docx", notice)).content)
        for words in ("工作提示单", "各党支部", "请抓好落实。", "逐项对照。", "开展主题党日", "机关党委"):
            assert words in pdf
            assert words in docx
        assert "2024年工作提示第1期" in docx
        assert "2．撰写调研报告（2篇）。" in docx
        assert "以上事项请于2024年7月31日前完成。" in docx
        assert "2024年7月1日" in docx

    def test_to_whom_it_goes_is_named(self, client, case):
        notice = case.issued(addressees=[case.first, case.second])
        client.force_login(case.committee)
        assert "第一党支部、第二党支部：" in text_of_docx(client.get(address("docx", notice)).content)
        client.force_login(case.other)
        own = text_of_docx(client.get(address("docx", notice)).content)
        assert "第二党支部：" in own
        assert "第一党支部" not in own

    def test_drafts_and_void_ones_say_so(self, committee, case):
        assert "（草稿）" in text_of_docx(committee.get(address("docx", case.draft())).content)
        notice = case.issued()
        services.notice_void(notice=notice, reason="有误", by=case.committee, on=TODAY, at=NOW)
        assert "（已作废）" in text_of_docx(committee.get(address("docx", notice)).content)

    def test_who_may(self, client, case):
        notice, draft = case.issued(), case.draft()
        for name in ("pdf", "docx"):
            client.force_login(case.secretary)
            assert client.get(address(name, notice)).status_code == 200
            assert client.get(address(name, draft)).status_code == 404
            client.force_login(people.member_account(people.member(case.first)))
            assert client.get(address(name, notice)).status_code == 403
