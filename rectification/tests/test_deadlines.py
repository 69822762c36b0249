"""What is late, what falls due, and what was kept, as others build on it."""

from datetime import timedelta

import pytest

from branches.tests import factories as people
from rectification import services
from rectification.models import Problem
from rectification.selectors.deadlines import closed_on_time, done_on_time, measures_due, overdue_measures
from rectification.tests.factories import DUE, OPENED, TODAY, Case

pytestmark = pytest.mark.django_db

SPAN = (OPENED, DUE)
LATER = DUE + timedelta(60)


@pytest.fixture
def case():
    return Case().claimed()


def test_late_measures_say_who_and_how_long_the_longest_first(case):
    member = people.member(case.branch, "李四")
    case.measure("近", due_on=TODAY - timedelta(1))
    case.measure("久", due_on=TODAY - timedelta(9), owner=member, owner_name="")
    case.measure("今天", due_on=TODAY)
    case.done(case.measure("完成", due_on=OPENED))
    Case().measure(due_on=OPENED)
    for owner in (case.branch, case.branch.court):
        late = [(duty.measure.text, duty.owner, duty.days_late) for duty in overdue_measures(owner, TODAY)]
        assert late == [("久", "李四", 9), ("近", "张三", 1)]
    assert overdue_measures(people.branch(case.branch.court), TODAY) == []


def test_what_falls_due_in_a_span_done_or_not(case):
    case.done(case.measure("完成", due_on=DUE - timedelta(1)))
    case.measure("未完", due_on=DUE)
    case.measure("以后", due_on=DUE + timedelta(1))
    case.measure("长期", due_on=None)
    due = [(duty.measure.text, duty.done_on, duty.days_late) for duty in measures_due(case.branch, *SPAN)]
    assert due == [("完成", TODAY, 0), ("未完", None, 0)]


def test_rows_of_duties_ask_no_more_for_many(case, django_assert_num_queries):
    for _ in range(2):
        case.measure(due_on=OPENED)
        with django_assert_num_queries(1):
            assert [duty.measure.problem.title for duty in overdue_measures(case.branch.court, TODAY)]


class TestDoneOnTime:
    def test_late_open_and_sent_back_ones_are_due_and_not_kept(self, case):
        case.done(case.measure(due_on=TODAY))
        case.done(case.measure(due_on=TODAY - timedelta(1)))
        case.measure(due_on=TODAY)
        back = case.done(case.measure(due_on=DUE))
        services.measure_send_back(measure=back, reason="没有见效", on=TODAY, by=case.approver)
        Case(people.branch(case.branch.court)).measure()
        assert done_on_time(case.branch, *SPAN, as_of=LATER) == (1, 4)

    def test_an_approved_extension_counts(self, case):
        measure = case.measure(due_on=TODAY)
        acting = {"by": case.secretary, "acting": case.branch}
        services.extension_ask(measure=measure, until=DUE, reason="等待装修", on=TODAY, **acting)
        services.extension_approve(measure=measure, until=None, on=TODAY, by=case.approver)
        case.done(measure, on=DUE - timedelta(1))
        assert done_on_time(case.branch, *SPAN, as_of=LATER) == (1, 1)

    def test_what_is_not_due_yet_or_goes_on_for_good_is_not_counted(self, case):
        case.measure(due_on=DUE)
        case.measure(due_on=None)
        assert done_on_time(case.branch, *SPAN, as_of=DUE - timedelta(1)) == (0, 0)
        assert done_on_time(case.branch, *SPAN, as_of=DUE) == (0, 1)


class TestClosedOnTime:
    def due(self, case, day):
        Problem.objects.within(case.branch.court).filter(pk=case.problem.pk).update(due_on=day)

    def test_closed_late_and_reopened_ones_are_not_kept(self):
        case = Case().closed()
        branch = case.branch
        self.due(case, TODAY)
        late = Case(branch).closed()
        self.due(late, TODAY - timedelta(1))
        returned = Case(branch).closed()
        self.due(returned, DUE)
        services.problem_reopen(problem=returned.problem, reason="反弹", on=DUE, by=returned.approver)
        self.due(Case(branch), DUE)
        assert closed_on_time(branch, *SPAN, as_of=LATER) == (1, 4)
        assert closed_on_time(branch, *SPAN, as_of=DUE - timedelta(1)) == (1, 2)

    def test_how_long_the_committee_took_is_not_the_branchs(self):
        case = Case().asked(TODAY)
        self.due(case, TODAY)
        services.close_out_approve(problem=case.problem, on=TODAY + timedelta(14), by=case.approver)
        assert closed_on_time(case.branch, *SPAN, as_of=LATER) == (1, 1)
        assert closed_on_time(case.branch, *SPAN, as_of=TODAY + timedelta(13)) == (0, 1)

    def test_closed_again_after_it_had_returned_is_not_kept(self):
        case = Case().closed()
        self.due(case, DUE)
        services.problem_reopen(problem=case.problem, reason="反弹", on=TODAY, by=case.approver)
        acting = {"by": case.secretary, "acting": case.branch}
        case.done(case.measure("回访"))
        services.close_out_ask(problem=case.problem, text="成效", on=TODAY, **acting)
        services.close_out_approve(problem=case.problem, on=TODAY, by=case.approver)
        assert closed_on_time(case.branch, *SPAN, as_of=LATER) == (0, 1)

    def test_without_a_deadline_of_its_own_the_last_measure_says(self):
        case = Case().closed()
        assert closed_on_time(case.branch, *SPAN, as_of=LATER) == (1, 1)
        lasting = Case(case.branch)
        lasting.measure(due_on=None)
        lasting.measure(due_on=DUE)
        Case(case.branch)
        assert closed_on_time(case.branch, *SPAN, as_of=LATER) == (1, 1)
