"""The committee's pages of an assessment: who opens them, what stands on them, exports and papers."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from activities.tests import factories as meetings
from assessments.models import Assessment, BranchScore
from assessments.tests.factories import TODAY, Case, assessed
from assessments.tests.quarter import OVER, address, closed, published, review, settle, waiting_review
from branches.tests import factories as people
from core.tests.test_documents import text_of_docx, text_of_pdf

pytestmark = pytest.mark.django_db

READ = ("assessment", "matrix_export", "matrix_pdf", "matrix_docx", "to_review", "to_review_export", "history")
FORMS = ("publish", "close", "reopen", "findings")
OF_ONE = (*READ, *FORMS)


@pytest.fixture
def case():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield Case()


@pytest.fixture
def row(case):
    meetings.raw_activity("BRANCH_ASSEMBLY", case.first, date(2024, 2, 6), has_quorum=True)
    return assessed(case.court)


@pytest.fixture
def committee(client, case):
    client.force_login(case.committee)
    return client


def lines(answer):
    return [[cell.value for cell in line] for line in load_workbook(BytesIO(answer.content)).active]


class TestWhoOpensThem:
    @pytest.mark.parametrize("name", OF_ONE)
    def test_the_committee_and_nobody_of_another_court(self, client, case, row, name):
        client.force_login(case.committee)
        assert client.get(address(name, row)).status_code == 200
        client.force_login(people.committee_account(people.court()))
        assert client.get(address(name, row)).status_code == 404
        assert client.get(address(name, row).replace(str(row.pk), "999999", 1)).status_code == 404

    @pytest.mark.parametrize("name", OF_ONE)
    def test_no_officer_and_no_member(self, client, case, row, name):
        if name != "assessment":
            client.force_login(case.secretary)
            assert client.get(address(name, row)).status_code == 403
        client.force_login(people.member_account(people.member(case.first)))
        assert client.get(address(name, row)).status_code == 403

    @pytest.mark.parametrize("name", ["list", "export", "compute"])
    def test_members_have_no_part_in_it(self, client, case, name):
        client.force_login(people.member_account(people.member(case.first)))
        assert client.get(address(name)).status_code == 403

    @pytest.mark.parametrize("name", READ)
    def test_reading_is_a_get(self, committee, row, name):
        assert committee.post(address(name, row)).status_code == 405

    @pytest.mark.parametrize("name", FORMS)
    def test_a_step_is_a_get_or_a_post(self, committee, row, name):
        assert committee.put(address(name, row)).status_code == 405

    def test_a_court_above_reads_what_is_published_and_shared_and_writes_nothing(self, client):
        with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
            upper = people.court()
            case = Case(people.court(parent=upper, shares_records=True))
            row = assessed(case.court)
            client.force_login(people.committee_account(upper))
            assert client.get(address("assessment", row)).status_code == 404
            published(case, row)
            page = client.get(address("assessment", row))
            assert case.first.name in page.text
            assert "待答复异议" not in page.text
            assert "重新开放" not in page.text
            assert client.get(address("list")).context["page"].rows[0].waiting is None
            assert lines(client.get(address("export")))[1][-1] is None
            assert client.get(address("matrix_pdf", row)).status_code == 200
            for name in ("close", "reopen", "findings", "to_review", "history"):
                assert client.get(address(name, row)).status_code == 403

    def test_an_officer_is_led_to_the_list_while_it_is_reviewed(self, client, case, row):
        client.force_login(case.secretary)
        answer = client.get(address("assessment", row), follow=True)
        assert answer.redirect_chain == [(address("list"), 302)]
        assert "公布以后可以查看" in answer.text

    def test_an_officer_of_a_published_one_is_led_to_the_own_scores(self, client, case, row):
        published(case, row)
        client.force_login(case.secretary)
        answer = client.get(address("assessment", row))
        assert answer["Location"] == f"{address('assessment', row)}branches/{case.first.pk}/"


class TestList:
    def test_for_the_committee_with_what_waits(self, committee, case, row):
        waiting_review(case, row, case.second)
        page = committee.get(address("list"))
        assert "2024年第一季度" in page.text
        assert "待评审 3 项" in page.text
        assert page.context["page"].rows[0].waiting == 3

    def test_entries_are_read_only_of_branches_with_a_second_reviewer_to_come(self, committee, case, row):
        waiting_review(case, row, case.second)
        BranchScore.objects.within(case.court).update(unknown=4)
        assert committee.get(address("list")).context["page"].rows[0].waiting == 4 + 2

    def test_for_an_officer_the_own_points_once_published(self, client, case, row):
        client.force_login(case.secretary)
        assert "5.00/12.00" not in client.get(address("list")).text
        published(case, row)
        page = client.get(address("list")).text
        assert "5.00/12.00" in page
        assert "另有 1 项待评审" in page
        assert case.second.name not in page

    def test_filters_by_year_kind_and_state(self, committee, case, row):
        def found(**asked):
            return [each.pk for each in committee.get(address("list"), asked).context["page"].rows]

        assert found(year=2024, state="COMPUTED", kind="QUARTER") == [row.pk]
        assert found(kind="YEAR") == []
        assert found(state="CLOSED") == []

    def test_exports(self, client, case, row):
        published(case, row)
        client.force_login(case.committee)
        assert lines(client.get(address("export")))[1][1:3] == ["2024年第一季度", "已公布"]
        client.force_login(case.secretary)
        exported = lines(client.get(address("export")))[1]
        assert exported[-1] == "第一党支部：5.00（满分 12.00）"
        assert "第二党支部" not in str(exported)


class TestComputing:
    def compute(self, client, **facts):
        return client.post(address("compute"), {"quarter": "2024Q1", "as_of": "", **facts}, follow=True)

    def test_for_the_first_time_again_and_with_what_changed(self, committee, case):
        assert "已计算2024年第一季度考评" in self.compute(committee).text
        assert "得分没有变化" in self.compute(committee).text
        meetings.raw_activity("THEME_DAY", case.first, date(2024, 3, 5))
        assert "第 2 次计算，1 个支部的得分有变化" in self.compute(committee).text
        assert Assessment.objects.within(case.court).get().as_of == date(2024, 3, 31)

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"quarter": ""}, "请选择季度或年度"),
            ({"quarter": "2031Q1"}, "选择一个有效的选项"),
            ({"as_of": "2024-12-01"}, "截至日期还没有到"),
            ({"as_of": "2023-12-01"}, "截至日期早于"),
        ],
    )
    def test_what_makes_no_sense_is_refused_and_kept(self, committee, facts, words):
        answer = self.compute(committee, **facts)
        assert answer.status_code == 422
        assert words in answer.text

    def test_a_published_one_is_refused(self, committee, case, row):
        published(case, row)
        answer = self.compute(committee)
        assert answer.status_code == 422
        assert "请先重新开放" in answer.text

    def test_a_court_without_branches_is_told(self, client, case):
        client.force_login(people.committee_account(people.court()))
        assert "还没有党支部" in self.compute(client).text

    def test_no_officer_computes(self, client, case):
        client.force_login(case.secretary)
        assert self.compute(client).status_code == 403
        assert client.put(address("compute")).status_code == 405


class TestMatrix:
    def test_points_words_sums_and_what_waits(self, committee, case, row):
        review(case, row, case.first, points=2)
        waiting_review(case, row, case.second)
        page = committee.get(address("assessment", row))
        for text in ("5/5", "0/4", "2/3", "待评审", "待复核", "7/12"):
            assert text in page.text
        assert 'title="B1 指标B1（5分）"' in page.text
        assert f"{address('assessment', row)}branches/{case.first.pk}/#B1" in page.text
        numbers = [(figure["label"], figure["number"]) for figure in page.context["figures"]]
        assert numbers == [("党支部", 2), ("待评审", 1), ("不详", 0), ("待复核", 1), ("待答复异议", 0)]
        assert page.context["action"]["label"] == "去评审"

    def test_narrowed_to_an_aspect_or_a_state_and_ordered_by_points(self, committee, case, row):
        page = committee.get(address("assessment", row), {"aspect": "C"})
        assert [column.label for column in page.context["shown"].columns] == ["C6", "队伍教育"]
        page = committee.get(address("assessment", row), {"state": "FULL"})
        assert [each.branch for each in page.context["shown"].rows] == [case.first]
        review(case, row, case.second, "B5", 4)
        review(case, row, case.second, "B1", 5)
        page = committee.get(address("assessment", row), {"order": "total"})
        assert [each.branch for each in page.context["shown"].rows] == [case.second, case.first]
        assert "没有符合条件的支部" in committee.get(address("assessment", row), {"state": "NOT_KNOWN"}).text

    def test_as_a_workbook_with_numbers_and_words(self, committee, case, row):
        head, first, second = lines(committee.get(address("matrix_export", row)))
        assert head[:3] == ["党支部", "B1 指标B1（5分）", "B5 指标B5（4分）"]
        assert first == ["第一党支部", 5, 0, 5, "待评审", 0, 5, 9, 12, 1]
        assert second[1:4] == [0, 0, 0]

    def test_as_a_paper(self, committee, case, row):
        pdf = text_of_pdf(committee.get(address("matrix_pdf", row)).content)
        assert "2024年第一季度考评总表" in pdf
        names = "B1指标B1（5分）；B5指标B5（4分）"
        assert pdf.index(names) < pdf.index("党支部B1B5小计")
        docx = text_of_docx(committee.get(address("matrix_docx", row)).content)
        assert "第二党支部" in docx
        assert "B1 指标B1（5分）" in docx

    @pytest.mark.parametrize("name", ["assessment", "list", "to_review", "findings"])
    def test_as_many_queries_for_one_branch_as_for_three(self, client, case, name):
        case.second.dissolved_on = date(2024, 1, 1)
        case.second.save()
        row = published(case, assessed(case.court))
        client.force_login(case.committee)
        page = address(name) if name == "list" else address(name, row)
        counts = []
        for _ in range(2):
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
            Assessment.objects.within(case.court).update(
                state="COMPUTED", published_on=None, objections_until=None, medians={}
            )
            for _ in range(2):
                meetings.coverage(people.branch(case.court))
            published(case, assessed(case.court))
        assert counts[0] == counts[1]


class TestToReview:
    def found(self, client, row, **asked):
        rows = client.get(address("to_review", row), asked).context["page"].rows
        return [(each["branch"].name, each["line"].code, each["state"]) for each in rows]

    def test_everything_that_waits(self, committee, case, row):
        waiting_review(case, row, case.first)
        meetings_unknown = people.branch(case.court, "第三党支部")
        row = assessed(case.court)
        assert self.found(committee, row) == [
            ("第一党支部", "B5", "待复核"),
            ("第一党支部", "C6", "待评审"),
            ("第二党支部", "C6", "待评审"),
            (meetings_unknown.name, "B1", "不详"),
            (meetings_unknown.name, "B5", "不详"),
            (meetings_unknown.name, "C6", "待评审"),
        ]
        assert self.found(committee, row, state="SECOND") == [("第一党支部", "B5", "待复核")]
        assert self.found(committee, row, branch=case.second.pk) == [("第二党支部", "C6", "待评审")]
        assert len(self.found(committee, row, code="C6", sort="-branch")) == 3
        assert len(self.found(committee, row, q="第三")) == 3
        page = committee.get(address("to_review", row)).text
        assert "另有记录" in page
        assert "没有登记从何时起在此留存记录" in page
        assert f"/branches/{case.second.pk}/review/C6/" in page
        assert "/confirm/" in page

    def test_as_a_workbook(self, committee, case, row):
        assert lines(committee.get(address("to_review_export", row), {"branch": case.first.pk})) == [
            ["党支部", "指标", "指标名称", "状态", "满分", "看什么、为什么不详"],
            ["第一党支部", "C6", "指标C6", "待评审", 3, "实地查看"],
        ]

    def test_a_review_that_stands_takes_it_away(self, committee, case, row):
        settle(case, row)
        assert self.found(committee, row) == []
        assert "各项都已评审、认定" in committee.get(address("to_review", row)).text


class TestSteps:
    def test_publishing_says_what_is_provisional(self, committee, case, row):
        page = committee.get(address("publish", row)).text
        assert "还有2项待评审" in page
        answer = committee.post(address("publish", row), {"version": row.version}, follow=True)
        assert "可提异议至 2024-04-17" in answer.text
        assert answer.context["action"]["label"] == "定稿"
        assert "异议期到4月17日" in answer.text

    def test_another_version_is_a_conflict(self, committee, row):
        answer = committee.post(address("publish", row), {"version": 99})
        assert answer.status_code == 409

    def test_closing_is_refused_with_each_reason(self, committee, case, row):
        done = published(case, row)
        answer = committee.post(address("close", row), {"version": done.version})
        assert answer.status_code == 422
        assert "还有2项待评审" in answer.text
        assert "?state=TO_REVIEW" in answer.text

    def test_closing_and_opening_again(self, client, case, row):
        settle(case, row)
        done = published(case, row)
        with time_machine.travel(f"{OVER}T10:00:00+08:00", tick=False):
            client.force_login(case.committee)
            answer = client.post(address("close", row), {"version": done.version}, follow=True)
            assert "已定稿" in answer.text
            assert answer.context["action"] is None
            version = Assessment.objects.within(case.court).get().version
            answer = client.post(address("reopen", row), {"version": version, "reason": ""})
            assert answer.status_code == 422
            answer = client.post(address("reopen", row), {"version": version, "reason": "漏计一次"}, follow=True)
            assert "已重新开放" in answer.text
            history = client.get(address("history", row)).text
        assert history.index("重新开放（第 1 次计算）") < history.index("定稿（第 1 次计算）")
        assert "漏计一次" in history

    def test_a_closed_one_shows_no_step(self, client, case, row):
        settle(case, row)
        with time_machine.travel(f"{OVER}T10:00:00+08:00", tick=False):
            closed(case, published(case, row))
            client.force_login(case.committee)
            page = client.get(address("assessment", row))
        assert [step["name"] for step in page.context["menu"]] == [
            "findings",
            "matrix_pdf",
            "matrix_docx",
            "history",
            "reopen",
        ]
