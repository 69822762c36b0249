"""Pages of written reports: drafting, reading, editing, publishing; who may, and what a reader sees."""

import re
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from activities.tests import factories as meetings
from activities.tests import rows
from branches.services.memberships import member_move
from branches.tests import factories
from reports.choices import ReportKind
from reports.models import Report
from reports.selectors.written import sections_of
from reports.services.written import (
    About,
    Arranged,
    report_change,
    report_create,
    report_publish,
    section_change,
    sections_arrange,
)

pytestmark = pytest.mark.django_db

START, END = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture(autouse=True)
def january():
    with time_machine.travel("2025-01-10T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def court():
    return factories.court("甲中级法院")


@pytest.fixture
def branch(court):
    branch = rows.branch(court, name="第一党支部")
    for month in (2, 5, 8):
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, month, 6), due_count=3, present_count=3)
    return branch


@pytest.fixture
def user(court):
    return factories.committee_account(court)


def report_of(owner, by, start=START, end=END):
    about = About(owner, ReportKind.YEAR, start, end)
    return report_create(about=about, on=date(2025, 1, 10), at=meetings.noon(date(2025, 1, 10)), by=by)


def published(owner, by):
    report = report_of(owner, by)
    return report_publish(report=report, version=1, has_checked=True, on=date(2025, 1, 10), by=by)


def address(name, *args):
    return reverse(f"reports:{name}", args=args)


def text(response):
    return response.content.decode()


class TestDrafting:
    def test_from_the_form_to_the_report(self, client, court, branch, user):
        client.force_login(user)
        form = {"owner": "court", "year": 2024, "period": "Y", "title": "", "submission_key": uuid4()}
        first = client.post(address("report_new"), form)
        again = client.post(address("report_new"), form)
        assert first.url == again.url
        assert Report.objects.within(court).count() == 1
        page = text(client.get(first.url))
        assert "支部党员大会" in page
        assert f"court={court.pk}" in page

    def test_the_kind_follows_the_span(self, client, court, branch, user):
        client.force_login(user)
        for period, kind in (("M03", "MONTH"), ("Q1", "QUARTER"), ("H1", "HALF_YEAR"), ("C05", "OTHER")):
            form = {"owner": "court", "year": 2024, "period": period, "title": "", "submission_key": uuid4()}
            client.post(address("report_new"), form)
            assert Report.objects.within(court).latest("pk").kind == kind

    def test_a_span_to_come_is_refused_with_what_was_typed(self, client, court, user):
        client.force_login(user)
        form = {"owner": "court", "year": 2025, "period": "M12", "title": "年终", "submission_key": uuid4()}
        response = client.post(address("report_new"), form)
        assert response.status_code == 422
        assert "还没有到" in text(response)
        assert 'value="年终"' in text(response)

    def test_an_officer_writes_for_the_own_branch_alone(self, client, court, branch):
        other = rows.branch(court, name="第二党支部")
        client.force_login(factories.secretary(branch))
        form = {"year": 2024, "period": "Y", "title": "", "submission_key": uuid4()}
        assert client.post(address("report_new"), {**form, "owner": other.pk}).status_code == 422
        assert client.post(address("report_new"), {**form, "owner": "court"}).status_code == 422
        assert client.post(address("report_new"), {**form, "owner": branch.pk}).status_code == 302

    def test_a_court_above_writes_with_those_below(self, client):
        high = factories.court("丙高级法院", level="HIGH")
        low = factories.court("丁基层法院", parent=high)
        branch = rows.branch(low, name="第一党支部")
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 2, 6), due_count=3, present_count=3)
        client.force_login(factories.committee_account(high))
        form = {"owner": "below", "year": 2024, "period": "Y", "title": "", "submission_key": uuid4()}
        page = text(client.get(client.post(address("report_new"), form).url))
        assert "含下级法院" in page
        assert "第一党支部" not in page


class TestReading:
    def test_staff_read_what_is_published_without_links_into_the_records(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(factories.member_account(factories.member(branch)))
        page = text(client.get(address("report", report.pk)))
        assert "支部党员大会" in page
        assert "/activities/?" not in page
        assert "发布" in text(client.get(address("written")))

    def test_first_pages_name_what_was_published_last(self, client, court, branch, user):
        draft, report = report_of(branch, factories.secretary(branch)), published(court, user)
        for reader in (factories.member_account(factories.member(branch)), factories.secretary(branch)):
            client.force_login(reader)
            page = text(client.get(address("home")))
            assert address("report", report.pk) in page
            assert address("report", draft.pk) not in page

    def test_a_draft_is_not_there_for_others(self, client, court, branch, user):
        report = report_of(court, user)
        for stranger in (factories.member_account(factories.member(branch)), factories.secretary(branch)):
            client.force_login(stranger)
            assert client.get(address("report", report.pk)).status_code == 404
            assert report.title not in text(client.get(address("written")))

    def test_another_court_s_report_is_not_there(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(factories.committee_account(factories.court("乙法院")))
        for name in ("report", "report_pdf", "report_docx", "report_xlsx", "report_figures", "report_edit"):
            assert client.get(address(name, report.pk)).status_code == 404

    def test_who_reads_may_not_write(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(factories.secretary(branch))
        assert client.get(address("report_figures", report.pk)).status_code == 403
        assert client.post(address("report_withdraw", report.pk), {"reason": "甲"}).status_code == 403
        client.force_login(factories.member_account(factories.member(branch)))
        assert client.get(address("report_new")).status_code == 403

    def test_a_roster_that_shows_less_than_was_counted_is_not_opened(self, client, court, branch, user):
        """One has gone to another branch since; the committee sees them all."""
        gone, _ = factories.members(branch, 2)
        secretary = factories.secretary(branch)
        report = published(branch, secretary)
        roster = re.compile(r'href="(/branches/members/\?[^"]*)"')

        def links():
            pages = [client.get(address(name, report.pk)) for name in ("report", "report_figures", "report_comparison")]
            return [link.replace("&amp;", "&") for page in pages for link in roster.findall(text(page))]

        client.force_login(secretary)
        assert len(links()) > 3
        member_move(member=gone, to_branch=rows.branch(court), to_group=None, on=date(2025, 1, 5), by=None)
        assert links() == []
        section = sections_of(report_of(branch, secretary))[0]
        preview = text(client.post(address("section_preview", section.pk), {"text": "党员{党员数}名"}))
        assert "2" in preview
        assert not roster.search(preview)
        client.force_login(user)
        assert client.get(links()[0]).context["page"].count.value == 2

    def test_bad_ids_and_wrong_methods(self, client, court, branch, user):
        client.force_login(user)
        assert client.get(address("report", 99999)).status_code == 404
        assert client.get(address("section_edit", 99999)).status_code == 404
        assert client.get(address("outline", "decade")).status_code == 404
        report = report_of(court, user)
        assert client.get(address("report_discard", report.pk)).status_code == 405
        assert client.post(address("report", report.pk)).status_code == 405

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_asks_as_often_for_three_as_for_one(
        self, client, court, branch, user, number, django_assert_max_num_queries
    ):
        for year in range(number):
            report_of(court, user, date(2022 + year, 1, 1), date(2022 + year, 12, 31))
        client.force_login(user)
        client.get(address("written"))
        with django_assert_max_num_queries(17):
            page = text(client.get(address("written")))
        assert page.count("data-href") == number

    def test_lists_are_filtered_and_exported(self, client, court, branch, user):
        report_of(court, user)
        report_of(branch, factories.secretary(branch))
        published(court, user)
        client.force_login(user)
        assert "没有符合条件" in text(client.get(address("written"), {"q": "没有这样的"}))
        sheet = load_workbook(BytesIO(client.get(address("reports_export"), {"state": "PUBLISHED"}).content)).active
        assert [row[6].value for row in sheet.iter_rows(min_row=2)] == ["已发布"]


class TestEditing:
    def test_a_text_is_kept_and_shown_with_its_figures(self, client, court, branch, user):
        report = report_of(court, user)
        section = sections_of(report)[1]
        client.force_login(user)
        form = {"heading": "三会一课", "text": "召开{支部党员大会=5}，约{支部党员大会≈}。", "version": 1}
        assert client.post(address("section_edit", section.pk), form).status_code == 302
        page = text(client.get(address("report", report.pk)))
        assert "三会一课" in page
        assert "系统记录是 3次" in page
        assert "1 处需要核对" in page

    def test_the_second_to_save_keeps_the_text_and_sees_the_difference(self, client, court, branch, user):
        report = report_of(court, user)
        section = sections_of(report)[1]
        section_change(section=section, version=1, by=user, text="先保存的")
        client.force_login(user)
        form = {"heading": "三会一课", "text": "后保存的", "version": 1}
        response = client.post(address("section_edit", section.pk), form)
        assert response.status_code == 409
        assert "后保存的" in text(response)
        assert "先保存的" in text(response)

    def test_a_text_is_previewed_without_being_saved(self, client, court, branch, user):
        section = sections_of(report_of(court, user))[1]
        client.force_login(user)
        response = client.post(address("section_preview", section.pk), {"text": "召开{支部党员大会}，<b>{没有}</b>"})
        assert "3次" in text(response)
        assert "没有叫“没有”的数据" in text(response)
        assert "<b>{" not in text(response)

    def test_a_section_is_drafted_anew_unsaved(self, client, court, branch, user):
        report = report_of(court, user)
        section = sections_of(report)[1]
        section_change(section=section, version=1, by=user, text="自己写的")
        client.force_login(user)
        page = text(client.get(address("section_edit", section.pk), {"anew": 1}))
        assert "{支部党员大会}" in page
        assert sections_of(report)[1].text == "自己写的"
        asked = text(client.get(address("section_edit", section.pk)))
        assert re.search(r'<button[^>]*form="anew"[^>]*data-confirm="按现有记录重新起草', asked)
        assert "?anew" not in asked

    def test_sections_are_arranged(self, client, court, branch, user):
        report = report_of(court, user)
        client.force_login(user)
        number = len(sections_of(report)) + 1
        form = {"order_2": 1, "heading_2": "三会一课", "keep_2": "on", "version": 1}
        form |= {f"order_{number}": 2, f"heading_{number}": "群团工作", f"code_{number}": "OTHER"}
        assert client.post(address("sections_edit", report.pk), form).status_code == 302
        assert [each.heading for each in sections_of(report)] == ["三会一课", "群团工作"]

    def test_a_report_without_sections_is_refused(self, client, court, branch, user):
        report = report_of(court, user)
        client.force_login(user)
        response = client.post(address("sections_edit", report.pk), {"version": 1})
        assert response.status_code == 422
        assert "至少保留一个栏目" in text(response)

    def test_two_sections_of_one_kind_have_charts_of_their_own(self, client, court, branch, user):
        report = report_of(court, user)
        life = next(each for each in sections_of(report) if each.code == "LIFE")
        arranged = [Arranged("LIFE", "三会一课", life.pk), Arranged("LIFE", "再说三会一课")]
        sections_arrange(report=report, version=1, sections=arranged, on=date(2025, 1, 10), by=user)
        client.force_login(user)
        page = text(client.get(address("report", report.pk)))
        charts = re.findall(r'data-chart="([^"]+)"', page)
        assert len(charts) == len(set(charts)) == 4
        assert page.index("data-chart=") < page.index("组织生活应开与已开")  # as on paper

    def test_the_outline_is_the_court_s(self, client, court, branch, user):
        client.force_login(user)
        form = {"order_1": 1, "heading_1": "概况", "keep_1": "on", "version": 0}
        assert client.post(address("outline", "year"), form).status_code == 302
        assert "概况" in text(client.get(address("outlines")))
        assert [each.heading for each in sections_of(report_of(court, user))] == ["概况"]


class TestPublication:
    def test_what_does_not_agree_is_shown_and_must_be_ticked(self, client, court, branch, user):
        report = report_of(court, user)
        section_change(section=sections_of(report)[1], version=1, by=user, text="召开{支部党员大会=5}。")
        client.force_login(user)
        page = text(client.get(address("report_publish", report.pk)))
        assert "手写为 5次" in page
        assert 'type="checkbox" name="has_checked"' in page
        refused = client.post(address("report_publish", report.pk), {"version": 2})
        assert refused.status_code == 422
        assert "请核对并勾选" in text(refused)
        assert client.post(address("report_publish", report.pk), {"version": 2, "has_checked": "on"}).status_code == 302
        page = text(client.get(address("report", report.pk)))
        assert "已经定格" in page
        assert "数据说明" in page

    def test_where_all_agrees_there_is_nothing_to_tick(self, client, court, branch, user):
        report = report_of(court, user)
        client.force_login(user)
        page = client.get(address("report_publish", report.pk))
        assert "各项合计相符" in text(page)
        assert 'type="checkbox" name="has_checked"' not in text(page)
        assert client.post(address("report_publish", report.pk), {"version": 1}).status_code == 302
        assert client.get(address("report_publish", report.pk)).url == address("report", report.pk)

    def test_published_by_somebody_who_saw_an_older_text_is_409(self, client, court, branch, user):
        report = report_of(court, user)
        section_change(section=sections_of(report)[1], version=1, by=user, text="改过")
        client.force_login(user)
        assert client.post(address("report_publish", report.pk), {"version": 1}).status_code == 409

    def test_revised_withdrawn_discarded(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(user)
        second = client.post(address("report_revise", report.pk)).url
        assert "发布后代替第 1 版" in text(client.get(second))
        assert client.post(address("report_withdraw", report.pk), {"reason": ""}).status_code == 422
        client.post(address("report_withdraw", report.pk), {"reason": "数据有误"})
        assert "数据有误" in text(client.get(address("report", report.pk)))
        number = int(second.rstrip("/").rpartition("/")[2])
        client.post(address("report_discard", number))
        assert "已放弃" in text(client.get(second))

    def test_a_published_report_is_edited_by_revision_only(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(user)
        assert client.get(address("report_edit", report.pk)).url == address("report", report.pk)
        typed = {"title": "改名", "signed": "", "version": report.version}
        assert client.post(address("report_edit", report.pk), typed).status_code == 422


class TestPapers:
    def test_as_pdf_word_and_workbook(self, client, court, branch, user):
        report = published(court, user)
        client.force_login(factories.member_account(factories.member(branch)))
        assert client.get(address("report_pdf", report.pk)).content.startswith(b"%PDF")
        assert client.get(address("report_docx", report.pk)).content.startswith(b"PK")
        book = load_workbook(BytesIO(client.get(address("report_xlsx", report.pk)).content))
        assert len(book.sheetnames) > 3

    def test_beside_the_span_before(self, client, court, branch, user):
        report = report_of(court, user)
        client.force_login(user)
        page = text(client.get(address("report_comparison", report.pk)))
        assert "上一时段没有发布过报告" in page
        assert "支部党员大会" in page
        assert "本时段的数据只到" not in page

    def test_a_span_that_still_runs_says_that_it_is_shorter(self, client, court, branch, user):
        report = report_of(court, user)
        report_change(report=report, version=1, on=date(2025, 1, 10), by=user, as_of=date(2024, 9, 30))
        client.force_login(user)
        assert "本时段的数据只到 2024年9月30日" in text(client.get(address("report_comparison", report.pk)))

    def test_a_former_report_that_ended_early_is_not_called_whole(self, client, court, branch, user):
        former = report_of(court, user, date(2023, 1, 1), date(2023, 12, 31))
        report_change(report=former, version=1, on=date(2025, 1, 10), by=user, as_of=date(2023, 11, 30))
        report_publish(report=former, version=2, has_checked=True, on=date(2025, 1, 10), by=user)
        report = report_of(court, user)
        client.force_login(user)
        assert "上一时段的数据只到 2023年11月30日" in text(client.get(address("report_comparison", report.pk)))
        report_change(report=report, version=1, on=date(2025, 1, 10), by=user, as_of=date(2024, 9, 30))
        page = text(client.get(address("report_comparison", report.pk)))
        assert "本时段的数据只到 2024年9月30日，上一时段的只到 2023年11月30日" in page

    def test_of_a_published_report_they_are_those_of_that_day(self, client, court, branch, user):
        report = published(court, user)
        rows.activity(branch, "BRANCH_ASSEMBLY", date(2024, 11, 6), due_count=3, present_count=3)
        client.force_login(user)
        lines = client.get(address("report_comparison", report.pk)).context["lines"]
        assert next(line.now for line in lines if line.name == "支部党员大会") == "3次"
        groups = client.get(address("report_figures", report.pk)).context["groups"]
        shown = {line["figure"].name: line["shown"] for lines in groups.values() for line in lines}
        assert shown["支部党员大会"] == "3次"

    def test_all_figures_open(self, client, court, branch, user):
        client.force_login(user)
        page = text(client.get(address("report_figures", report_of(court, user).pk)))
        assert "组织生活和活动" in page
        assert "BRANCH_ASSEMBLY" in page
