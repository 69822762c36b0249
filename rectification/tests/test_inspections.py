"""Inspections: written down by branch, findings made into problems, rechecked; where each finding stood on any day."""

from datetime import date, timedelta

import pytest

from branches.tests import factories as people
from core.errors import EditConflict, Refused
from core.models import AuditEvent
from rectification import services
from rectification.choices import FindingState, ProblemState
from rectification.models import Finding, InspectionBranch, Measure, Problem
from rectification.selectors.findings import branches_checked, findings_of, findings_on, findings_waiting
from rectification.selectors.inspections import unchecked_branches
from rectification.selectors.standing import problem_state
from rectification.tests.factories import NOW, TODAY
from rectification.tests.inspections import CHECKED, DUE, HELD, Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return Round()


def state(finding, on=TODAY):
    return findings_on(Finding.objects.within(finding.court).filter(pk=finding.pk), on).get().state


def waiting(round_):
    return findings_waiting(round_.finder, round_.branch.court, TODAY)


def events(action):
    return AuditEvent.objects.filter(action=f"rectification.{action}").count()


class TestInspection:
    def test_a_quarter_has_one_for_all_branches_with_a_name_of_its_own(self, round_):
        other = people.branch(round_.branch.court)
        assert round_.inspection.title == "2024年第二季度党支部工作检查"
        assert unchecked_branches(round_.inspection) == [round_.branch, other]
        with pytest.raises(Refused, match="2024年第二季度已经有季度检查"):
            round_.make()
        services.inspection_void(inspection=round_.inspection, reason="重复", by=round_.finder, at=NOW)
        assert round_.make().pk != round_.inspection.pk

    def test_another_kind_counts_for_the_quarter_of_its_day_and_needs_a_name(self, round_):
        themed = round_.make(kind="THEMED", title="主题党日重点考核", held_on=date(2024, 3, 31))
        assert (themed.year, themed.quarter) == (2024, 1)
        with pytest.raises(Refused, match="请填写检查名称"):
            round_.make(kind="UNANNOUNCED")

    def test_it_is_changed_but_not_beside_the_days_of_its_visits(self, round_):
        round_.check()
        change = {"inspection": round_.inspection, "by": round_.finder}
        with pytest.raises(Refused, match="检查日期不能更晚"):
            services.inspection_change(**change, version=1, held_on=CHECKED + timedelta(1))
        with pytest.raises(Refused, match="结束日期不能更早"):
            services.inspection_change(**change, version=1, until=CHECKED - timedelta(1))
        services.inspection_change(**change, version=1, inspectors="王五")
        with pytest.raises(EditConflict):
            services.inspection_change(**change, version=1, inspectors="赵六")

    def test_it_is_closed_when_every_branch_is_accounted_for(self, round_):
        people.branch(round_.branch.court, name="离退休支部")
        round_.check()
        close = {"inspection": round_.inspection, "on": TODAY, "by": round_.finder}
        with pytest.raises(Refused, match="请先登记发现的问题，或注明未发现问题"):
            services.inspection_close(**close, words="")
        finding = round_.find()
        with pytest.raises(Refused, match="离退休支部还没有检查，请说明原因"):
            services.inspection_close(**close, words="")
        services.inspection_close(**close, words="离退休支部活动少，下季度检查")
        for late in (round_.find, lambda: round_.check(version=1), lambda: round_.void(finding)):
            with pytest.raises(Refused, match="检查登记已于 2024-05-20 结束"):
                late()
        services.inspection_reopen(inspection=round_.inspection, reason="漏登一条", by=round_.finder)
        assert round_.find().number == 2

    def test_it_is_not_voided_once_a_finding_is_a_problem(self, round_):
        problem = round_.problem_of(round_.find())
        with pytest.raises(Refused, match="请先作废那些问题"):
            services.inspection_void(inspection=round_.inspection, reason="重复", by=round_.finder, at=NOW)
        services.problem_void(problem=problem, reason="重复", on=TODAY, by=round_.finder, at=NOW)
        services.inspection_void(inspection=round_.inspection, reason="重复", by=round_.finder, at=NOW)
        assert not findings_of(round_.branch, (2024, 2), TODAY).found


class TestVisit:
    def test_nothing_found_is_a_fact_that_findings_contradict(self, round_):
        round_.check(found_nothing=True)
        with pytest.raises(Refused, match="已注明这个支部未发现问题"):
            round_.find()
        round_.check(version=1)
        round_.find()
        with pytest.raises(Refused, match="不能注明未发现问题"):
            round_.check(version=2, found_nothing=True)
        assert events("branch_check") == 2

    def test_two_who_write_down_the_same_branch(self, round_):
        round_.check()
        with pytest.raises(EditConflict):
            round_.check()

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (HELD - timedelta(1), "不在这次检查的时间里"),
            (TODAY + timedelta(1), "还没有到"),
        ],
    )
    def test_a_day_that_cannot_be(self, round_, day, words):
        with pytest.raises(Refused, match=words):
            round_.check(checked_on=day)

    def test_a_branch_of_another_court_or_dissolved_is_not_checked(self, round_):
        with pytest.raises(Refused, match="只能检查本院的党支部"):
            round_.check(branch=people.branch())
        gone = people.branch(round_.branch.court, dissolved_on=HELD)
        with pytest.raises(Refused, match=f"没有{gone}"):
            round_.check(branch=gone)

    def test_what_was_written_by_mistake_is_taken_back_unless_findings_rest_on_it(self, round_):
        services.branch_unchecked(visit=round_.check(), by=round_.finder)
        assert not InspectionBranch.objects.within(round_.branch).exists()
        finding = round_.find()
        with pytest.raises(Refused, match="不能删除"):
            services.branch_unchecked(visit=finding.visit, by=round_.finder)


class TestFinding:
    def test_several_at_once_write_down_the_visit_too(self, round_):
        made = round_.enter("会议记录不全", "党费收缴不及时")
        assert [finding.number for finding in made] == [1, 2]
        assert (events("branch_check"), events("finding_add")) == (1, 2)

    def test_one_bad_line_keeps_none(self, round_):
        lines = [{"text": "记录不全", "due_on": DUE}, {"text": "党费", "due_on": HELD - timedelta(1)}]
        with pytest.raises(Refused, match="第 2 条：整改期限不能早于检查日期"):
            round_.enter(lines=lines)
        assert not Finding.objects.within(round_.branch).exists()

    def test_it_is_changed_and_voided_until_it_is_a_problem(self, round_):
        kept, gone = round_.find(), round_.find()
        services.finding_change(finding=kept, version=1, by=round_.finder, text="记录缺少签名")
        round_.void(gone)
        round_.problem_of(kept)
        with pytest.raises(Refused, match="已经列为整改问题，不能修改"):
            services.finding_change(finding=kept, version=3, by=round_.finder, text="别的")
        with pytest.raises(Refused, match="已经列为整改问题，不能作废"):
            round_.void(kept)
        assert [row.pk for row in findings_of(round_.branch, (2024, 2), TODAY).found] == [kept.pk]


class TestToProblems:
    def test_each_becomes_one_problem_of_its_branch_with_its_deadline(self, round_):
        made = round_.enter("会议记录不全", "党费收缴不及时")
        problems = round_.to_problems(*made)
        assert [problem.title for problem in problems] == ["会议记录不全", "党费收缴不及时"]
        problem = problems[0]
        facts = (problem.source, problem.branch, problem.opened_on, problem.due_on)
        assert facts == ("季度检查", round_.branch, CHECKED, DUE)
        assert problem.finding == made[0]
        assert Finding.objects.within(round_.branch).get(pk=made[0].pk).problem == problem

    def test_again_makes_none_unless_the_problem_was_voided(self, round_):
        finding = round_.find()
        problem = round_.problem_of(finding)
        assert round_.to_problems(finding) == []
        services.problem_void(problem=problem, reason="重复", on=TODAY, by=round_.finder, at=NOW)
        assert state(finding) == FindingState.NOT_YET
        assert len(round_.to_problems(finding)) == 1

    def test_a_voided_one_becomes_none(self, round_):
        finding = round_.find()
        round_.void(finding)
        with pytest.raises(Refused, match="已作废"):
            round_.to_problems(finding)
        assert not Problem.objects.within(round_.branch.court).exists()


class TestRecheck:
    def test_only_what_was_put_right_and_never_by_who_did_it(self, round_):
        finding = round_.find()
        with pytest.raises(Refused, match="还没有列为整改问题"):
            round_.recheck(finding)
        problem = round_.problem_of(finding)
        with pytest.raises(Refused, match="还没有整改完"):
            round_.recheck(finding)
        round_.put_right(problem)
        people.appoint(round_.secretary, "COMMITTEE", court=round_.branch.court)
        with pytest.raises(Refused, match="是您本人登记的"):
            round_.recheck(finding, by=round_.secretary)
        round_.recheck(finding)
        assert state(finding) == FindingState.PASSED
        assert events("finding_recheck") == 1

    def test_a_failed_one_says_why(self, round_):
        finding = round_.closed()
        with pytest.raises(Refused, match="请写明哪里没有整改到位"):
            round_.recheck(finding, passed=False, text=" ")

    @pytest.mark.parametrize(("days", "words"), [(-6, "不能早于整改完成"), (1, "还没有到")])
    def test_a_day_that_cannot_be(self, round_, days, words):
        finding = round_.closed(on=TODAY - timedelta(5))
        with pytest.raises(Refused, match=words):
            round_.recheck(finding, on=TODAY + timedelta(days))

    def test_a_failed_one_opens_the_closed_problem_again(self, round_):
        finding = round_.closed()
        measure = Measure.objects.within(round_.branch).get()
        round_.recheck(finding, passed=False, text="仍缺签名", measures=[measure], until=date(2024, 7, 31))
        assert problem_state(round_.problem, TODAY) is ProblemState.OPEN
        assert state(finding) == FindingState.FAILED
        assert waiting(round_) == 0
        round_.put_right_again(measure)
        assert waiting(round_) == 1

    def test_a_failed_one_that_is_sent_twice_is_one(self, round_):
        finding = round_.closed()
        sent = [round_.recheck(finding, passed=False, text="仍缺签名") for _ in range(2)]
        assert sent[0] == sent[1]
        assert events("finding_recheck") == 1

    def test_a_failed_one_sends_an_application_back(self, round_):
        finding = round_.find()
        problem = round_.problem_of(finding)
        round_.put_right(problem)
        services.close_out_ask(problem=problem, text="成效", on=TODAY, by=round_.secretary, acting=round_.branch)
        round_.recheck(finding, passed=False, text="仍缺签名", measures=problem.measures.all())
        assert problem_state(problem, TODAY) is ProblemState.OPEN
        assert state(finding) == FindingState.FAILED

    def test_a_failed_one_names_the_measures_that_it_sends_back(self, round_):
        finding = round_.find()
        problem = round_.problem_of(finding)
        measure = round_.put_right(problem)
        with pytest.raises(Refused, match="请勾选需要重新整改的措施"):
            round_.recheck(finding, passed=False, text="仍缺签名")
        round_.recheck(finding, passed=False, text="仍缺签名", measures=[measure])
        assert waiting(round_) == 0
        with pytest.raises(Refused, match="还没有整改完"):
            round_.recheck(finding)

    def test_a_problem_that_returns_after_it_passed(self, round_):
        finding = round_.closed()
        round_.recheck(finding)
        assert waiting(round_) == 0
        services.problem_reopen(problem=round_.problem, reason="反弹", on=TODAY, by=round_.finder)
        assert state(finding) == FindingState.UNDER_WAY


class TestAnyDay:
    def test_where_it_stood(self, round_):
        """Found on the 10th, measures done and applied for on the 14th, closed on the 16th, rechecked on the 18th."""
        finding = round_.find()
        assert state(finding) == FindingState.NOT_YET
        problem = round_.problem_of(finding)
        round_.put_right(problem, on=date(2024, 5, 14))
        round_.close(problem, asked_on=date(2024, 5, 14), on=date(2024, 5, 16))
        round_.recheck(finding, on=date(2024, 5, 18))
        stood = {day: state(finding, date(2024, 5, day)) for day in (10, 15, 16, 17, 18, 20)}
        assert stood == {
            10: FindingState.UNDER_WAY,
            15: FindingState.UNDER_WAY,
            16: FindingState.CLOSED,
            17: FindingState.CLOSED,
            18: FindingState.PASSED,
            20: FindingState.PASSED,
        }
        assert not findings_on(Finding.objects.within(round_.branch), date(2024, 5, 9))

    def test_figures_for_the_rating(self, round_):
        on_time, late, open_ = round_.enter("一", "二", "三")
        for finding, asked_on in ((on_time, DUE), (late, DUE + timedelta(1))):
            problem = round_.problem_of(finding)
            round_.put_right(problem, on=asked_on)
            round_.close(problem, asked_on=asked_on, on=asked_on + timedelta(9))
        as_of = DUE + timedelta(30)
        found = findings_of(round_.branch, (2024, 2), as_of)
        assert found.found == [on_time, late, open_]
        assert (found.on_time, found.open, found.late, found.passed) == ([on_time], [open_], [open_], [])
        early = findings_of(round_.branch, (2024, 2), DUE)
        assert (early.open, early.late) == ([on_time, late, open_], [])
        assert findings_of(round_.branch, (2024, 1), as_of).found == []

    @pytest.mark.parametrize(("days", "late"), [(0, False), (1, True)])
    def test_a_branch_that_did_all_in_time_is_not_late_while_others_take_theirs(self, round_, days, late):
        finding = round_.find()
        round_.put_right(round_.problem_of(finding), on=DUE + timedelta(days))
        found = findings_of(round_.branch, (2024, 2), DUE + timedelta(30))
        assert found.open == [finding]
        assert found.late == ([finding] if late else [])

    def test_the_branchs_day_is_the_same_before_the_close_out_and_after(self, round_):
        finding = round_.find()
        problem = round_.problem_of(finding)
        round_.put_right(problem, on=DUE - timedelta(1))
        asked_on, closed_on = DUE + timedelta(1), DUE + timedelta(9)
        round_.close(problem, asked_on=asked_on, on=closed_on)
        late_before = findings_of(round_.branch, (2024, 2), closed_on - timedelta(1)).late
        after = findings_of(round_.branch, (2024, 2), closed_on)
        assert (late_before, after.on_time) == ([finding], [])

    def test_what_was_done_of_a_voided_measure_is_no_day_of_the_branch(self, round_):
        finding = round_.find()
        problem = round_.problem_of(finding)
        mistaken = round_.put_right(problem, on=DUE + timedelta(5))
        facts = {"text": "补签名", "branch": round_.branch, "first_due_on": DUE}
        measure = services.measure_add(problem=problem, on=CHECKED, by=round_.finder, **facts)
        round_.put_right_again(measure, on=DUE)
        services.measure_void(measure=mistaken, reason="重复", on=DUE + timedelta(5), by=round_.finder, at=NOW)
        assert findings_of(round_.branch, (2024, 2), DUE + timedelta(30)).late == []

    def test_which_branches_were_checked(self, round_):
        visit = round_.check()
        court = round_.branch.court
        assert branches_checked(court, (2024, 2), CHECKED) == {round_.branch.pk: [visit]}
        assert branches_checked(court, (2024, 2), CHECKED - timedelta(1)) == {}
        assert branches_checked(court, (2024, 1), CHECKED) == {}
