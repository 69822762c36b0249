"""The pages of inspections: who sees and does what, what stands on them, exports and papers."""

from io import BytesIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from branches.tests import factories as people
from core.tests.test_documents import text_of_docx, text_of_pdf
from rectification import services
from rectification.models import Finding, Inspection, InspectionBranch, Problem, Recheck
from rectification.tests.factories import TODAY
from rectification.tests.inspections import CHECKED, DUE, HELD, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield Round(people.branch(name="第一党支部"))


@pytest.fixture
def committee(client, round_):
    client.force_login(round_.finder)
    return client


@pytest.fixture
def secretary(client, round_):
    client.force_login(round_.secretary)
    return client


def address(name, *rows, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"rectification:{name}", args=[row.pk for row in rows]) + (f"?{asked}" if asked else "")


def text_of(response):
    return response.content.decode()


def workbook_of(response):
    return [list(row) for row in load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True)]


def other_branch(round_, name="第二党支部"):
    """Another branch of the court, with a finding of its own."""
    other = people.branch(round_.branch.court, name=name)
    lines = [{"text": f"{name}的事", "due_on": DUE}]
    facts = {"checked_on": CHECKED, "looked_at": "", "lines": lines}
    (found,) = services.findings_enter(inspection=round_.inspection, branch=other, on=TODAY, by=round_.finder, **facts)
    return found


class TestWholeWay:
    def test_an_inspection_from_its_beginning_to_the_recheck(self, committee, round_):
        """Made, two findings entered, made into problems, put right by the branch, rechecked."""
        made = {"kind": "UNANNOUNCED", "title": "随机抽查", "held_on": HELD, "inspectors": "张三"}
        assert committee.post(address("inspection_new"), made).status_code == 302
        inspection = Inspection.objects.within(round_.branch.court).get(title="随机抽查")
        page = text_of(committee.get(address("inspection", inspection)))
        assert "还没有检查过的支部" in page
        assert "第一党支部" in page
        lines = {"text": ["记录不全", "缺少签名", ""], "aspect": ["制度执行", "", ""], "nature": ["NOW", "", ""]}
        days = {"checked_on": CHECKED, "due_on": DUE, "due": ["", "2024-07-15", ""]}
        sent = {"branch": round_.branch.pk, "looked_at": "会议记录", **days, **lines}
        assert committee.post(address("findings_new", inspection), sent).status_code == 302
        first, second = Finding.objects.within(round_.branch).filter(inspection=inspection)
        assert [(row.text, row.due_on.isoformat()) for row in (first, second)] == [
            ("记录不全", "2024-06-30"),
            ("缺少签名", "2024-07-15"),
        ]
        chosen = {"findings": [first.pk, second.pk]}
        assert committee.post(address("inspection_problems", inspection), chosen).status_code == 302
        problem = Problem.objects.within(round_.branch.court).get(finding=first)
        assert problem.source == "随机抽查"
        round_.put_right(problem)
        page = text_of(committee.get(address("finding", first)))
        assert "等机关党委复查" in page
        assert address("finding_recheck", first) in page
        answer = {"passed": "passed", "rechecked_on": TODAY, "text": "记录已补齐"}
        assert committee.post(address("finding_recheck", first), answer).status_code == 302
        page = text_of(committee.get(address("finding", first)))
        assert "复查通过" in page
        assert "记录已补齐" in page

    def test_a_branch_where_nothing_was_found(self, committee, round_):
        where = address("visit_edit", round_.inspection, round_.branch)
        assert committee.get(where).status_code == 200
        sent = {"checked_on": CHECKED, "conclusion": "资料齐全", "found_nothing": "on", "version": ""}
        assert committee.post(where, sent).status_code == 302
        assert "未发现问题。资料齐全" in text_of(committee.get(address("inspection", round_.inspection)))
        visit = InspectionBranch.objects.within(round_.branch).get()
        assert committee.post(where, {**sent, "version": 0}).status_code == 409
        assert committee.post(address("visit_remove", visit)).status_code == 302
        assert "未检查" in text_of(committee.get(address("inspection", round_.inspection)))

    def test_it_is_changed_closed_opened_again_and_voided(self, committee, round_):
        inspection = round_.inspection
        facts = {"year": 2024, "quarter": 2, "held_on": HELD, "inspectors": "王五", "title": "", "version": 1}
        assert committee.post(address("inspection_edit", inspection), facts).status_code == 302
        assert committee.post(address("inspection_edit", inspection), {**facts, "basis": "办法"}).status_code == 409
        assert committee.post(address("inspection_close", inspection), {"words": ""}).status_code == 422
        assert committee.post(address("inspection_close", inspection), {"words": "推迟"}).status_code == 302
        page = text_of(committee.get(address("inspection", inspection)))
        assert "已结束" in page
        assert address("findings_new", inspection) not in page
        assert committee.post(address("inspection_reopen", inspection), {"reason": "补登"}).status_code == 302
        assert committee.post(address("inspection_void", inspection), {"reason": "重复"}).status_code == 302
        assert "作废" in text_of(committee.get(address("inspection", inspection)))
        assert inspection.title not in text_of(committee.get(address("inspections")))
        assert inspection.title in text_of(committee.get(address("inspections", state="voided")))


class TestForms:
    def test_what_was_typed_is_kept_and_the_faults_name_their_line(self, committee, round_):
        sent = {"branch": round_.branch.pk, "checked_on": CHECKED, "text": ["记录不全", ""], "aspect": ["", "制度"]}
        answer = committee.post(address("findings_new", round_.inspection), {**sent, "due": ["x", ""]})
        page = text_of(answer)
        assert answer.status_code == 422
        assert "第 1 条：整改期限" in page
        assert "第 2 条：请写明发现的问题" in page
        assert 'value="记录不全"' in page
        assert not Finding.objects.within(round_.branch).exists()

    def test_more_lines_than_are_entered_at_once_all_stay(self, committee, round_):
        texts = [f"第{number}件事" for number in range(1, 53)]
        sent = {"branch": round_.branch.pk, "checked_on": CHECKED, "due_on": DUE, "text": texts}
        answer = committee.post(address("findings_new", round_.inspection), sent)
        page = text_of(answer)
        assert answer.status_code == 422
        assert "一次最多登记 50 条，现在填了 52 条" in page
        assert all(f'value="{text}"' in page for text in texts)
        assert not Finding.objects.within(round_.branch).exists()

    def test_a_nature_that_is_none_is_told(self, committee, round_):
        sent = {"branch": round_.branch.pk, "checked_on": CHECKED, "due_on": DUE, "text": ["记录不全"], "nature": ["X"]}
        answer = committee.post(address("findings_new", round_.inspection), sent)
        assert "第 1 条：没有这种类型" in text_of(answer)

    def test_findings_that_are_sent_twice_are_entered_once(self, committee, round_):
        where = address("findings_new", round_.inspection)
        key = committee.get(where).context["form"]["submission_key"].value()
        sent = {"branch": round_.branch.pk, "checked_on": CHECKED, "due_on": DUE, "submission_key": key}
        for texts in (["记录不全", "缺少签名"], ["记录不全", "缺少签名"], ["记录不全", "缺少签名", "没有计划"]):
            assert committee.post(where, {**sent, "text": texts}).status_code == 302
        found = Finding.objects.within(round_.branch).order_by("number").values_list("text", flat=True)
        assert list(found) == ["记录不全", "缺少签名", "没有计划"]

    def test_an_inspection_that_is_sent_twice_is_one(self, committee, round_):
        where = address("inspection_new")
        key = committee.get(where).context["form"]["submission_key"].value()
        made = {"kind": "THEMED", "title": "重点考核", "held_on": HELD, "inspectors": "张三", "submission_key": key}
        first, again = (committee.post(where, made) for _ in range(2))
        assert first["Location"] == again["Location"]
        assert committee.post(where, {**made, "title": "别的考核"})["Location"] != first["Location"]
        assert Inspection.objects.within(round_.branch.court).filter(kind="THEMED").count() == 2

    def test_a_recheck_that_is_sent_twice_is_one(self, client, committee, round_):
        finding = round_.closed()
        client.force_login(round_.approver)
        sent = {"passed": "passed", "rechecked_on": TODAY, "text": "已补齐"}
        where = address("finding_recheck", finding)
        assert client.post(where, sent).status_code == 302
        answer = client.post(where, sent)
        assert "已经登记过复查" in text_of(answer)
        assert Recheck.objects.within(round_.branch).count() == 1

    def test_no_line_at_all(self, committee, round_):
        sent = {"branch": round_.branch.pk, "checked_on": CHECKED, "due_on": DUE, "text": [""]}
        answer = committee.post(address("findings_new", round_.inspection), sent)
        assert "请至少填写一条发现的问题" in text_of(answer)

    def test_a_finding_is_changed_and_voided(self, committee, round_):
        finding = round_.find()
        facts = {"text": "缺少签名", "due_on": DUE, "version": 1}
        assert committee.post(address("finding_edit", finding), facts).status_code == 302
        assert committee.post(address("finding_edit", finding), facts | {"text": "别的"}).status_code == 409
        assert committee.post(address("finding_void", finding), {"reason": "重复"}).status_code == 302
        assert "已作废" in text_of(committee.get(address("finding", finding)))

    def test_a_recheck_that_did_not_pass_sends_the_measure_back(self, committee, round_):
        finding = round_.closed()
        (measure,) = round_.problem.measures.all()
        where = address("finding_recheck", finding)
        sent = {"passed": "failed", "rechecked_on": TODAY, "text": "", "measures": [measure.pk], "until": "2024-07-01"}
        assert committee.post(where, sent).status_code == 422
        assert committee.post(where, {**sent, "text": "仍缺签名"}).status_code == 302
        assert not Recheck.objects.within(round_.branch).get().passed
        assert "复查未通过" in text_of(committee.get(address("finding", finding)))

    @pytest.mark.parametrize("quarter", ["", "2"])
    def test_a_quarterly_one_names_its_quarter_and_is_one(self, committee, round_, quarter):
        sent = {"kind": "QUARTERLY", "year": 2024, "quarter": quarter, "held_on": HELD, "inspectors": "张三"}
        answer = committee.post(address("inspection_new"), sent)
        assert answer.status_code == 422
        assert ("请选择检查的是哪个季度" if not quarter else "已经有季度检查") in text_of(answer)


class TestWhoSeesWhat:
    def test_a_branch_sees_its_own_findings_and_no_other_ones(self, secretary, round_):
        own, other = round_.find("会议记录不全"), other_branch(round_)
        page = text_of(secretary.get(address("inspection", round_.inspection)))
        assert "第二党支部" not in page
        assert "发现问题 <a" in page
        listed = text_of(secretary.get(address("findings")))
        assert own.text in listed
        assert other.text not in listed
        assert secretary.get(address("finding", own)).status_code == 200
        assert secretary.get(address("finding", other)).status_code == 404
        printed = text_of_docx(secretary.get(address("inspection_docx", round_.inspection)).content)
        assert own.text in printed
        assert other.text not in printed

    def test_of_an_unannounced_one_a_branch_learns_once_it_was_checked(self, secretary, round_):
        round_.inspection = round_.make(kind="UNANNOUNCED", title="随机抽查")
        assert secretary.get(address("inspection", round_.inspection)).status_code == 404
        round_.check()
        assert secretary.get(address("inspection", round_.inspection)).status_code == 200

    @pytest.mark.parametrize(
        "name",
        ["inspection_edit", "inspection_close", "inspection_reopen", "inspection_void", "findings_new"]
        + ["inspection_problems"],
    )
    def test_a_branch_writes_nothing(self, secretary, round_, name):
        assert secretary.get(address(name, round_.inspection)).status_code == 403
        assert secretary.post(address(name, round_.inspection)).status_code == 403

    @pytest.mark.parametrize("name", ["finding_edit", "finding_void", "finding_recheck"])
    def test_nor_in_its_own_findings(self, secretary, round_, name):
        assert secretary.post(address(name, round_.find())).status_code == 403

    def test_why_branches_were_left_out_is_the_committees(self, client, committee, round_):
        round_.find()
        people.branch(round_.branch.court, name="第二党支部")
        words = {"words": "第二党支部外出办案"}
        assert committee.post(address("inspection_close", round_.inspection), words).status_code == 302
        for user, is_shown in ((round_.finder, True), (round_.secretary, False)):
            client.force_login(user)
            page = text_of(client.get(address("inspection", round_.inspection)))
            printed = text_of_docx(client.get(address("inspection_docx", round_.inspection)).content)
            assert [words["words"] in text for text in (page, printed)] == [is_shown, is_shown]

    def test_a_groups_leader_and_another_court(self, client, round_):
        finding = round_.find()
        client.force_login(people.group_leader(people.group(round_.branch)))
        assert client.get(address("inspections")).status_code == 403
        client.force_login(people.committee_account(people.court()))
        for where in (address("inspection", round_.inspection), address("finding", finding)):
            assert client.get(where).status_code == 404
        assert round_.inspection.title not in text_of(client.get(address("inspections")))

    def test_no_such_row_and_no_such_method(self, committee, round_):
        assert committee.get(reverse("rectification:inspection", args=[10**9])).status_code == 404
        assert committee.get(reverse("rectification:visit_edit", args=[round_.inspection.pk, 10**9])).status_code == 404
        assert committee.post(address("inspection", round_.inspection)).status_code == 405
        assert committee.put(address("findings_new", round_.inspection)).status_code == 405


class TestListsAndPapers:
    def test_filters_of_the_findings(self, committee, round_):
        closed = round_.closed()
        loose = other_branch(round_)
        Finding.objects.within(loose.branch).update(due_on=CHECKED)
        asked = {
            closed.text: [
                {"state": "CLOSED"},
                {"state": "PUT_RIGHT"},
                {"show": "waiting"},
                {"branch": round_.branch.pk},
                {"q": "记录"},
            ],
            loose.text: [{"state": "NOT_YET"}, {"show": "late"}],
        }
        for text, queries in asked.items():
            for query in queries:
                rows = workbook_of(committee.get(address("findings_export", **query)))
                assert [row[5] for row in rows[1:]] == [text], query
        for query in ({"inspection": round_.inspection.pk}, {"quarter": "2024Q2"}, {"kind": "QUARTERLY"}, {}):
            assert len(workbook_of(committee.get(address("findings_export", **query)))) == 3
        assert len(workbook_of(committee.get(address("findings_export", kind="THEMED")))) == 1

    @pytest.mark.parametrize("day", ["2099-01-01", "2024-02-30"])
    def test_a_day_that_has_not_come_or_is_none_is_told_and_today_shown(self, committee, round_, day):
        round_.find()
        answer = committee.get(address("findings", on=day, show="late"))
        assert answer.context["on"] == TODAY
        assert not answer.context["page"].rows
        assert answer.context["filter_form"].errors["on"][0] in text_of(answer)

    def test_filters_of_the_inspections(self, committee, round_):
        themed = round_.make(kind="THEMED", title="重点考核", held_on=HELD)
        round_.check()
        asked = [({"kind": "THEMED"}, themed), ({"branch": round_.branch.pk}, round_.inspection)]
        for query, wanted in asked:
            rows = workbook_of(committee.get(address("inspections_export", **query)))
            assert [row[1] for row in rows[1:]] == [wanted.title]
        for query in ({"quarter": "2024Q2"}, {"state": "open"}):
            assert len(workbook_of(committee.get(address("inspections_export", **query)))) == 3
        assert len(workbook_of(committee.get(address("inspections_export", state="closed")))) == 1

    def test_figures_lead_to_what_they_count(self, committee, round_):
        round_.closed()
        page = text_of(committee.get(address("inspections")))
        assert "1/1" in page
        for part in ("state=PUT_RIGHT", "show=waiting"):
            link = f"?on=2024-05-20&amp;inspection={round_.inspection.pk}&amp;{part}"
            assert link in page

    def test_the_result_on_paper(self, committee, round_):
        round_.find("会议记录不全")
        people.branch(round_.branch.court, name="第二党支部")
        printed = text_of_pdf(committee.get(address("inspection_pdf", round_.inspection)).content)
        for words in ("2024年第二季度党支部工作检查结果", "会议记录不全", "未检查", "张三、李四"):
            assert words in printed.replace("\n", "")
        rows = workbook_of(committee.get(address("inspection_export", round_.inspection)))
        assert [row[:2] for row in rows[1:]] == [["第一党支部", rows[1][1]], ["第二党支部", "未检查"]]

    @pytest.mark.parametrize("name", ["inspections", "findings", "inspection"])
    def test_as_many_queries_for_one_row_as_for_many(self, committee, round_, name, django_assert_num_queries):
        round_.find()
        where = address(name, round_.inspection) if name == "inspection" else address(name)
        committee.get(where)
        with CaptureQueriesContext(connection) as one:
            committee.get(where)
        for number in (2, 3):
            round_.make(kind="THEMED", title=f"重点考核{number}")
            other_branch(round_, f"第{number}党支部")
        with django_assert_num_queries(len(one)):
            committee.get(where)


class TestOnOtherPages:
    def test_the_page_of_a_problem_shows_where_it_comes_from(self, committee, round_):
        finding = round_.closed()
        panel = address("finding_panel", round_.problem)
        assert panel in text_of(committee.get(address("problem", round_.problem)))
        assert address("finding_recheck", finding) in text_of(committee.get(panel))

    def test_a_problem_found_elsewhere_has_no_such_panel(self, committee, round_):
        problem = services.problem_open(
            court=round_.branch.court, branches=[round_.branch], on=TODAY, by=None, title="别的", source="巡察反馈"
        )
        panel = address("finding_panel", problem)
        assert panel not in text_of(committee.get(address("problem", problem)))
        assert "不是检查发现的" in text_of(committee.get(panel))

    def test_the_panel_of_a_branch(self, secretary, round_):
        where = reverse("rectification:inspection_branch_panel", args=[round_.branch.pk])
        assert "还没有检查过这个支部" in text_of(secretary.get(where))
        round_.find()
        assert round_.inspection.title in text_of(secretary.get(where))
        foreign = people.branch(round_.branch.court)
        assert secretary.get(reverse("rectification:inspection_branch_panel", args=[foreign.pk])).status_code == 404

    def test_the_committees_first_page_says_what_waits_for_a_recheck(self, committee, round_):
        assert "等待复查" not in text_of(committee.get(reverse("reports:home")))
        finding = round_.closed()
        assert "1 个整改完成，等待复查" in text_of(committee.get(reverse("reports:home")))
        round_.recheck(finding)
        assert "等待复查" not in text_of(committee.get(reverse("reports:home")))


def test_findings_of_one_court(client, round_):
    round_.closed()
    user = round_.approver
    client.force_login(user)
    court = round_.branch.court
    page = client.get(reverse("reports:home")).content.decode()
    assert f"?show=waiting&amp;court={court.pk}" in page
    found = client.get(reverse("rectification:findings"), {"court": court.pk}).context["filter_form"]
    assert "court" in found.fields
