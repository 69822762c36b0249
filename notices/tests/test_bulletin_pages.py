"""The pages of bulletins: who reads and does what, what stands on them, exports and papers."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from activities.tests import factories as meetings
from branches.tests import factories as people
from core.tests.test_documents import text_of_docx, text_of_pdf
from notices import services
from notices.models import Bulletin
from notices.tests.factories import MONTH, Case, at
from rectification.tests import factories as rectification

pytestmark = pytest.mark.django_db
ON = date(2024, 8, 5)


@pytest.fixture
def case():
    with time_machine.travel(f"{ON}T10:00:00+08:00", tick=False):
        yield Case()


@pytest.fixture
def committee(client, case):
    client.force_login(case.committee)
    return client


def draft(case: Case, month: date = MONTH) -> Bulletin:
    return services.bulletin_draft(court=case.court, month=month, on=ON, at=at(ON), by=case.committee)


def issued(case: Case, month: date = MONTH) -> Bulletin:
    made = draft(case, month)
    return services.bulletin_issue(bulletin=made, version=made.version, by=case.committee, on=ON, at=at(ON))


def address(name: str, bulletin: Bulletin | None = None) -> str:
    return reverse(f"notices:{name}", args=[bulletin.pk] if bulletin else [])


def stranger(client):
    """The committee of another court."""
    client.force_login(people.committee_account(people.court()))
    return client


ROW_PAGES = ("bulletin", "bulletin_pdf", "bulletin_docx")


class TestWhoReads:
    @pytest.mark.parametrize("name", ROW_PAGES)
    def test_the_committee_reads_drafts_and_issued_ones(self, committee, case, name):
        assert committee.get(address(name, draft(case, date(2024, 6, 1)))).status_code == 200
        assert committee.get(address(name, issued(case))).status_code == 200

    @pytest.mark.parametrize("name", ROW_PAGES)
    def test_an_officer_reads_what_was_sent_and_no_draft(self, client, case, name):
        client.force_login(case.secretary)
        assert client.get(address(name, issued(case))).status_code == 200
        assert client.get(address(name, draft(case, date(2024, 6, 1)))).status_code == 404

    @pytest.mark.parametrize("name", ROW_PAGES)
    def test_a_strangers_is_not_there(self, client, case, name):
        page = address(name, issued(case))
        assert stranger(client).get(page).status_code == 404
        assert client.get(page.replace(str(issued(case).pk), "999999")).status_code == 404

    @pytest.mark.parametrize("name", ["bulletins", "bulletins_export"])
    def test_members_have_no_part_in_it(self, client, case, name):
        client.force_login(people.member_account(people.member(case.first)))
        assert client.get(address(name)).status_code == 403

    @pytest.mark.parametrize("name", ["bulletins", "bulletins_export", "bulletin", "bulletin_pdf", "bulletin_docx"])
    def test_reading_is_a_get(self, committee, case, name):
        page = address(name) if name.startswith("bulletins") else address(name, draft(case))
        assert committee.post(page).status_code == 405


class TestWhoWrites:
    def test_an_officer_writes_nothing(self, client, case):
        client.force_login(case.secretary)
        bulletin = issued(case)
        assert client.get(address("bulletin_new")).status_code == 403
        assert client.get(address("bulletin_edit", bulletin)).status_code == 403
        assert client.post(address("bulletin_issue", bulletin)).status_code == 403

    def test_a_strangers_is_not_there_to_change(self, client, case):
        bulletin = draft(case)
        assert stranger(client).get(address("bulletin_edit", bulletin)).status_code == 404
        assert client.post(address("bulletin_issue", bulletin), {"version": 1}).status_code == 404

    def test_issuing_is_a_post(self, committee, case):
        assert committee.get(address("bulletin_issue", draft(case))).status_code == 405
        assert committee.put(address("bulletin_edit", draft(case))).status_code == 405

    def test_a_past_month_is_drafted_once(self, committee, case):
        for _ in range(2):
            answer = committee.post(address("bulletin_new"), {"month": "2024-06-01"})
        bulletin = Bulletin.objects.within(case.court).get()
        assert answer["Location"] == address("bulletin", bulletin)
        assert (bulletin.month, bulletin.created_by) == (date(2024, 6, 1), case.committee)

    def test_the_month_that_runs_is_not_offered(self, committee):
        assert "2024-08-01" not in committee.get(address("bulletin_new")).content.decode()
        assert committee.post(address("bulletin_new"), {"month": "2024-08-01"}).status_code == 422

    def test_words_are_changed_on_the_version_that_was_opened(self, committee, case):
        bulletin = draft(case)
        page = address("bulletin_edit", bulletin)
        typed = {"title": "七月通报", "opening": "各支部：", "closing": "", "version": 1}
        assert committee.post(page, typed).status_code == 302
        answer = committee.post(page, {**typed, "opening": "另一句"})
        assert answer.status_code == 409
        assert "另一句" in answer.content.decode()
        assert Bulletin.objects.within(case.court).get().opening == "各支部："

    def test_an_issued_one_is_changed_no_more(self, committee, case):
        bulletin = issued(case)
        page = address("bulletin_edit", bulletin)
        assert committee.get(page)["Location"] == address("bulletin", bulletin)
        assert committee.post(page, {"title": "改", "version": bulletin.version}).status_code == 422

    def test_issuing_hands_over_what_leaves_the_house(
        self, committee, case, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append(name))
        with django_capture_on_commit_callbacks(execute=True):
            committee.post(address("bulletin_issue", draft(case)), {"version": 1})
        assert sent == ["notices.tasks.deliver_waiting"]

    def test_it_is_issued_on_the_version_that_was_seen(self, committee, case):
        bulletin = draft(case)
        page = address("bulletin_issue", bulletin)
        answer = committee.post(page, {"version": "x"}, follow=True)
        assert "又改过" in answer.content.decode()
        answer = committee.post(page, {"version": 1}, follow=True)
        assert "已签发" in answer.content.decode()
        assert Bulletin.objects.within(case.court).get().issued_by == case.committee


class TestWhoTakesBack:
    """A draft is given up, an issued one voided."""

    def test_an_officer_does_not(self, client, case):
        client.force_login(case.secretary)
        bulletin = issued(case)
        assert client.post(address("bulletin_void", bulletin), {"reason": "有误"}).status_code == 403
        assert client.post(address("bulletin_discard", bulletin)).status_code == 403

    @pytest.mark.parametrize("name", ["bulletin_discard", "bulletin_void"])
    def test_a_strangers_is_not_there(self, client, case, name):
        page = address(name, draft(case))
        assert stranger(client).post(page, {"reason": "有误"}).status_code == 404
        assert client.post(page.replace(str(draft(case).pk), "999999")).status_code == 404
        assert Bulletin.objects.within(case.court).get().discarded_on is None

    def test_methods(self, committee, case):
        assert committee.get(address("bulletin_discard", draft(case))).status_code == 405
        assert committee.put(address("bulletin_void", draft(case))).status_code == 405

    def test_a_draft_is_given_up_and_another_drafted_by_hand(self, committee, case):
        first = draft(case)
        answer = committee.post(address("bulletin_discard", first), follow=True)
        assert "已放弃草稿" in answer.content.decode()
        text = committee.get(address("bulletin", first)).content.decode()
        assert (address("bulletin_issue", first) in text, "2024-08-05 放弃" in text) == (False, True)
        again = committee.post(address("bulletin_issue", first), {"version": 1}, follow=True)
        assert "已放弃，不能签发" in again.content.decode()
        second = draft(case)
        assert [row for row, _ in committee.get(address("bulletins")).context["rows"]] == [second]
        assert "2024年7月督办提醒通报（已放弃）" in text_of_docx(committee.get(address("bulletin_docx", first)).content)

    def test_an_issued_one_is_not_given_up(self, committee, case):
        bulletin = issued(case)
        answer = committee.post(address("bulletin_discard", bulletin), follow=True)
        assert "已签发，不能放弃" in answer.content.decode()

    def test_a_voided_one_is_told_and_still_read(
        self, client, committee, case, monkeypatch, django_capture_on_commit_callbacks
    ):
        sent = []
        bulletin = issued(case)
        page = address("bulletin_void", bulletin)
        assert page in committee.get(address("bulletin", bulletin)).content.decode()
        assert committee.post(page, {"reason": " "}).status_code == 422
        monkeypatch.setattr(current_app, "send_task", lambda name, **options: sent.append(name))
        with django_capture_on_commit_callbacks(execute=True):
            assert committee.post(page, {"reason": "第一党支部的数据有误"}).status_code == 302
        assert sent == ["notices.tasks.deliver_waiting"]
        assert committee.post(page, {"reason": "又一次"}).status_code == 409
        client.force_login(case.secretary)
        for address_of_it in (address("bulletin", bulletin), address("bulletins") + "?state=VOIDED"):
            assert "已作废" in client.get(address_of_it).content.decode()
        assert "第一党支部的数据有误" in client.get(address("bulletin", bulletin)).content.decode()
        assert "（已作废）" in text_of_docx(client.get(address("bulletin_docx", bulletin)).content)
        assert client.get(address("bulletins")).context["rows"] == []

    def test_each_state_is_found_by_its_filter(self, committee, case):
        month = iter(date(2024, number, 1) for number in (1, 2, 3, 4))
        waiting, done, given_up, void = (
            draft(case, next(month)),
            issued(case, next(month)),
            draft(case, next(month)),
            issued(case, next(month)),
        )
        services.bulletin_discard(bulletin=given_up, by=case.committee, on=ON)
        services.bulletin_void(bulletin=void, reason="有误", by=case.committee, on=ON, at=at(ON))
        wanted = {"": {waiting, done}, "DRAFT": {waiting}, "ISSUED": {done}, "DISCARDED": {given_up}, "VOIDED": {void}}
        for state, rows in wanted.items():
            page = committee.get(f"{address('bulletins')}?state={state}")
            assert {row for row, _ in page.context["rows"]} == rows
        home = committee.get("/").content.decode()
        assert f"{address('bulletins')}?state=DRAFT" in home
        assert "1 期待签发的通报" in home


class TestWhatStandsThere:
    def test_the_own_branch_stands_first_and_leads_to_its_entry(self, client, case):
        client.force_login(case.other)
        page = client.get(address("bulletin", issued(case)))
        rows = page.context["shown"].rows
        assert [row.is_own for row in rows] == [True, False]
        assert rows[0].branch.branch == "第二党支部"
        line = rows[0].missing[0]
        assert f"kind=THEME_DAY&branch={case.second.pk}" in line.entry_url
        assert client.get(line.entry_url).status_code == 200
        assert client.get(line.url).status_code == 200
        other = rows[1]
        assert (other.url, other.missing[0].url, other.missing[0].entry_url) == ("", "", "")

    def test_late_measures_open_for_whom_they_concern(self, client, committee, case):
        measure = rectification.Case(branch=case.first).measure()
        bulletin = issued(case)
        shown = committee.get(address("bulletin", bulletin)).context["shown"]
        line = next(row for row in shown.rows if row.measures).measures[0]
        assert line.url == reverse("rectification:measure", args=[measure.pk])
        found = committee.get(shown.overdue_url)
        assert [row.pk for row in found.context["page"].rows] == [measure.pk]
        client.force_login(case.other)
        shown = client.get(address("bulletin", bulletin)).context["shown"]
        assert [row.measures[0].url for row in shown.rows if row.measures] == [""]
        assert shown.overdue_url == ""

    def test_the_committees_own_measures_stand_last(self, committee, case):
        rectification.Case(branch=case.first).measure("机关党委督办", branch=None)
        text = committee.get(address("bulletin", draft(case))).content.decode()
        assert text.index("第二党支部") < text.index("机关党委</th>") < text.index("机关党委督办")

    def test_a_draft_follows_the_records_and_an_issued_one_does_not(self, committee, case):
        june, july = date(2024, 6, 1), MONTH
        live, kept = draft(case, june), issued(case, july)

        def missing(bulletin: Bulletin) -> int:
            return committee.get(address("bulletin", bulletin)).context["figures"].missing

        before = missing(live), missing(kept)
        papers = [committee.get(address(name, kept)).content for name in ("bulletin_pdf",)]
        for month in (june, july):
            meetings.activity("THEME_DAY", case.first, month.replace(day=9))
        assert (missing(live), missing(kept)) == (before[0] - 1, before[1])
        assert [committee.get(address(name, kept)).content for name in ("bulletin_pdf",)] == papers

    def test_what_is_not_known_has_its_reason(self, committee, case):
        case.second.coverages.all().delete()
        text = committee.get(address("bulletin", draft(case))).content.decode()
        assert "没有登记从何时起在此留存记录" in text
        assert "没有算作未完成" in text

    def test_papers_say_what_the_page_says(self, committee, case):
        rectification.Case(branch=case.first).measure("完善学习制度")
        bulletin = issued(case)
        pdf = text_of_pdf(committee.get(address("bulletin_pdf", bulletin)).content)
        docx = text_of_docx(committee.get(address("bulletin_docx", bulletin)).content)
        for text in (pdf.replace("\n", ""), docx):
            assert "2024年7月督办提醒通报" in text
            assert "完善学习制度" in text
            assert "2024年8月5日" in text
            assert "主题党日" in text


class TestTheList:
    def test_nothing_yet_says_what_will_come(self, committee):
        assert "还没有督办提醒通报" in committee.get(address("bulletins")).content.decode()

    def test_the_committee_sees_all_and_an_officer_what_was_sent(self, client, committee, case):
        issued(case), draft(case, date(2024, 6, 1))
        titles = [row.title for row, _ in committee.get(address("bulletins")).context["rows"]]
        assert titles == ["2024年7月督办提醒通报", "2024年6月督办提醒通报"]
        client.force_login(case.secretary)
        assert len(client.get(address("bulletins")).context["rows"]) == 1

    @pytest.mark.parametrize(("query", "months"), [("year=2023", [12]), ("state=DRAFT", [12]), ("state=ISSUED", [7])])
    def test_it_is_filtered(self, committee, case, query, months):
        issued(case), draft(case, date(2023, 12, 1))
        page = committee.get(f"{address('bulletins')}?{query}")
        assert [row.month.month for row, _ in page.context["rows"]] == months

    def test_the_workbook_says_what_the_list_says(self, committee, case):
        bulletin = issued(case)
        rows = list(load_workbook(BytesIO(committee.get(address("bulletins_export")).content)).active.values)
        assert rows[0][1:4] == ("通报", "月份", "状态")
        assert rows[1][1:4] == (bulletin.title, "2024-07", "已签发")
        assert rows[1][5] == 2

    def test_queries_do_not_grow_with_the_bulletins(self, committee, case, django_assert_num_queries):
        issued(case)
        page = address("bulletins")
        committee.get(page)
        with CaptureQueriesContext(connection) as one:
            committee.get(page)
        for month in (5, 6):
            issued(case, date(2024, month, 1))
        with django_assert_num_queries(len(one)):
            committee.get(page)

    def test_queries_of_a_page_do_not_grow_with_the_branches(self, committee, case, django_assert_num_queries):
        page = address("bulletin", draft(case))
        committee.get(page)
        with CaptureQueriesContext(connection) as one:
            committee.get(page)
        for number in range(3):
            branch = people.branch(case.court, f"增设{number}")
            meetings.coverage(branch)
            rectification.Case(branch=branch).measure()
        with django_assert_num_queries(len(one)):
            committee.get(page)
