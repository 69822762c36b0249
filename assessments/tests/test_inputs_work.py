"""What is counted of work that was set: rectification, inspections, notices, plans, registers."""

from datetime import date, timedelta

import pytest

from activities.choices import ActivityState
from activities.tests import factories as meetings
from assessments.periods import Span
from assessments.tests.factories import Q1, YEAR
from assessments.tests.reading import answer, answers, parts
from branches.tests import factories as people
from notices import services as notice_services
from notices.tests import factories as notices
from planning.tests.factories import item
from rectification import services
from rectification.tests import factories as rectifying
from rectification.tests.factories import DUE, OPENED, TODAY
from rectification.tests.inspections import CHECKED, Round
from registers.models import RegisterEntry
from registers.tests import factories as registers

pytestmark = pytest.mark.django_db
Q2, Q3 = Span(2024, 2), Span(2024, 3)


class TestRectification:
    def test_measures_of_all_branches_by_their_deadlines(self):
        case = rectifying.Case().claimed()
        other = people.branch(case.branch.court)
        kept = case.done(case.measure(due_on=TODAY))
        missed = case.measure(due_on=DUE)
        case.measure(due_on=DUE + timedelta(1))
        theirs = rectifying.Case(other).claimed().measure(due_on=DUE)
        found = answers(case.branch.court, "MEASURES_ON_TIME", Q2)
        assert parts(found[case.branch.pk]) == (1, 2, 0)
        assert found[case.branch.pk].records == {"rectification.measure": sorted([kept.pk, missed.pk])}
        assert found[other.pk].records == {"rectification.measure": [theirs.pk]}
        assert answer(case.branch, "MEASURES_ON_TIME", Q1) is None

    def test_an_extension_moves_what_is_due_into_its_quarter(self):
        case = rectifying.Case().claimed()
        measure = case.measure(due_on=DUE)
        facts = {"measure": measure, "on": TODAY, "reason": "等待批复"}
        services.extension_ask(**facts, until=DUE + timedelta(30), by=case.secretary, acting=case.branch)
        services.extension_approve(measure=measure, until=DUE + timedelta(30), on=TODAY, by=case.approver)
        assert answer(case.branch, "MEASURES_ON_TIME", Q2) is None
        assert parts(answer(case.branch, "MEASURES_ON_TIME", Q3)) == (0, 1, 0)

    def test_a_shared_problem_is_of_each_of_its_branches(self):
        case = rectifying.Case()
        second = people.branch(case.branch.court)
        problem = rectifying.problem(case.branch, second, by=case.finder, due_on=DUE)
        found = answers(case.branch.court, "PROBLEMS_CLOSED", Q2)
        assert {key: each.records for key, each in found.items()} == {
            branch.pk: {"rectification.problem": [problem.pk]} for branch in (case.branch, second)
        }
        assert answer(case.branch, "PROBLEMS_CLOSED", Q2, DUE - timedelta(1)) is None

    def test_a_problem_closed_on_time(self):
        case = rectifying.Case().closed()
        assert parts(answer(case.branch, "PROBLEMS_CLOSED", Q2)) == (1, 1, 0)

    def test_late_measures_on_the_last_day(self):
        case = rectifying.Case().claimed()
        late = case.measure(due_on=DUE - timedelta(1))
        case.measure(due_on=DUE)
        found = answer(case.branch, "OVERDUE_MEASURES", Q2)
        assert (found.met, found.why, found.records) == (1, "", {"rectification.measure": [late.pk]})
        assert answer(case.branch, "OVERDUE_MEASURES", Q2, OPENED).met == 0
        assert answer(people.branch(), "OVERDUE_MEASURES", Q2).why == "本院没有在此登记过问题和整改措施"


class TestInspections:
    def test_findings_of_branches_that_were_checked(self):
        made = Round()
        court = made.branch.court
        second, third = people.branch(court), people.branch(court)
        finding, mistaken = made.enter("会议记录不全", "学习没有计划")
        made.void(mistaken)
        made.check(branch=second, found_nothing=True)
        found = answers(court, "INSPECTION_FINDINGS", Q2)
        assert found[made.branch.pk].records == {"rectification.finding": [finding.pk]}
        assert (found[second.pk].met, third.pk in found) == (0, False)
        assert answers(court, "INSPECTION_FINDINGS", YEAR)[made.branch.pk].met == 1
        assert not answers(court, "INSPECTION_FINDINGS", Q3)
        assert not answers(court, "INSPECTION_FINDINGS", Q2, CHECKED - timedelta(1))


class TestNotices:
    def test_settled_of_what_fell_due_and_is_known(self):
        case = notices.Case()
        notice = case.issued(notices.owed(), notices.reply(), notices.held(target=1))
        owed, _, held = case.items(notice)
        meetings.raw_activity("THEME_DAY", case.first, date(2024, 7, 5))
        meetings.raw_activity("VOLUNTEER", case.first, date(2024, 7, 5))
        found = answers(case.court, "NOTICE_ITEMS_DONE", Q3)
        assert {key: parts(each) for key, each in found.items()} == {
            case.first.pk: (2, 3, 0),
            case.second.pk: (0, 3, 0),
        }
        assert {owed.pk, held.pk} <= set(found[case.first.pk].records["notices.noticeitem"])
        assert answer(case.first, "NOTICE_ITEMS_DONE", Q2) is None

    def test_the_day_itself_is_due_and_the_day_before_is_not(self):
        case = notices.Case()
        case.issued(notices.reply())
        assert answer(case.first, "NOTICE_ITEMS_DONE", Q3, notices.END - timedelta(1)) is None
        assert parts(answer(case.first, "NOTICE_ITEMS_DONE", Q3, notices.END)) == (0, 1, 0)

    def test_only_what_was_issued_and_sent_to_the_branch(self):
        case = notices.Case()
        case.issued(notices.reply(), addressees=[case.second])
        case.draft(notices.reply("另一项"))
        assert set(answers(case.court, "NOTICE_ITEMS_DONE", Q3)) == {case.second.pk}

    def test_what_was_voided_does_not_count(self):
        case = notices.Case()
        notice = case.issued(notices.reply())
        notice_services.notice_void(notice=notice, reason="印错了", by=case.committee, on=notices.TODAY, at=notices.NOW)
        assert answers(case.court, "NOTICE_ITEMS_DONE", Q3) == {}

    def test_what_nobody_knows(self):
        case = notices.Case()
        unknown = people.branch(case.court)
        case.issued(notices.owed())
        found = answer(unknown, "NOTICE_ITEMS_DONE", Q3)
        assert (parts(found), found.why) == ((0, 0, 1), "没有登记从何时起在此留存记录")

    def test_courts_below_each_by_their_own_notices(self):
        upper = people.court()
        cases = [notices.Case(people.court(parent=upper)) for _ in range(2)]
        cases[0].issued(notices.reply())
        cases[1].issued(notices.reply(), notices.owed())
        meetings.raw_activity("THEME_DAY", cases[1].first, date(2024, 7, 5))
        found = answers(upper, "NOTICE_ITEMS_DONE", Q3, below=True)
        assert [parts(found[case.first.pk]) for case in cases] == [(0, 1, 0), (1, 2, 0)]


class TestPlans:
    KINDS = {"kinds": ["STUDY", "THEME_DAY"]}

    @pytest.fixture
    def branch(self):
        made = people.branch(name="第一党支部")
        meetings.coverage(made)
        return made

    def test_items_whose_month_is_over(self, branch):
        held = [item(branch, date(2024, 1, 10)), item(branch, code="STUDY", year=2024, month=2)]
        missed = item(branch, date(2024, 3, 31))
        item(branch, date(2024, 4, 10))
        item(branch, date(2024, 3, 5), "VOLUNTEER")
        records = [
            meetings.raw_activity("THEME_DAY", branch, date(2024, 1, 25)).pk,
            meetings.raw_activity("STUDY", branch, date(2024, 2, 5)).pk,
        ]
        meetings.raw_activity("THEME_DAY", branch, date(2024, 3, 5), state=ActivityState.WITHDRAWN)
        found = answer(branch, "PLAN_DONE", **self.KINDS)
        assert parts(found) == (2, 3, 0)
        assert found.records == {
            "planning.planitem": sorted(each.pk for each in (*held, missed)),
            "activities.activity": records,
        }
        assert parts(answer(branch, "PLAN_DONE", as_of=date(2024, 3, 30), **self.KINDS)) == (2, 2, 0)

    def test_what_the_court_planned_for_all_from_the_branchs_founding_on(self, branch):
        young = people.branch(branch.court, founded_on=date(2024, 3, 1))
        meetings.coverage(young)
        for month in (1, 3):
            item(branch.court, date(2024, month, 10))
        found = answers(branch.court, "PLAN_DONE", **self.KINDS)
        assert [parts(found[each.pk]) for each in (branch, young)] == [(0, 2, 0), (0, 1, 0)]

    def test_what_the_court_holds_itself_is_no_branchs(self, branch):
        item(branch.court, date(2024, 1, 10), "VOLUNTEER")
        assert answer(branch, "PLAN_DONE", kinds=["VOLUNTEER"]).why == "没有登记2024年度计划"
        item(branch, date(2024, 1, 10), "VOLUNTEER")
        assert parts(answer(branch, "PLAN_DONE", kinds=["VOLUNTEER"])) == (0, 1, 0)

    def test_without_a_plan_or_without_such_items(self, branch):
        unkept = people.branch(branch.court)
        assert answer(branch, "PLAN_DONE", **self.KINDS).why == "没有登记2024年度计划"
        assert answer(unkept, "PLAN_DONE", **self.KINDS) is None
        item(branch, date(2024, 1, 10), "VOLUNTEER")
        assert answer(branch, "PLAN_DONE", **self.KINDS) is None

    def test_months_of_which_nothing_is_kept(self):
        branch = people.branch()
        meetings.coverage(branch, since=date(2024, 2, 1))
        for month in (1, 2):
            item(branch, date(2024, month, 10))
        found = answer(branch, "PLAN_DONE", **self.KINDS)
        assert (parts(found), found.why) == ((0, 1, 1), "计划事项所在的月份没有在此留存记录")


class TestRegisters:
    def test_entries_of_the_span_that_stand(self):
        branch = people.branch()
        other = people.branch(branch.court)
        made = registers.entry("BRAND", branch, date(2024, 2, 1))
        registers.entry("BRAND", branch, date(2023, 12, 31))
        withdrawn = registers.entry("BRAND", branch, date(2024, 3, 1))
        RegisterEntry.objects.within(branch).filter(pk=withdrawn.pk).update(
            withdrawn_at=notices.NOW, withdrawal_reason="登记错误"
        )
        found = answers(branch.court, "REGISTER_ENTRIES", YEAR, register="BRAND")
        assert found[branch.pk].records == {"registers.registerentry": [made.pk]}
        assert (found[branch.pk].met, found[other.pk].met) == (1, 0)
        found = answer(branch, "REGISTER_ENTRIES", as_of=date(2024, 1, 31), register="BRAND")
        assert (found.met, found.why) == (0, "")

    def test_a_register_that_the_court_does_not_keep_is_no_zero(self):
        branch, other = people.branch(), people.branch()
        registers.entry("BRAND", other, date(2024, 2, 1))
        assert answer(branch, "REGISTER_ENTRIES", register="BRAND").why == "本院还没有在这本登记簿里登记过事项"
