"""Figures of supervision against cases made by hand, of any day, and never with a stranger's rows."""

from datetime import date, timedelta

import pytest

from branches.tests import factories as people
from core.dates import EARLIEST
from rectification import services
from rectification.choices import Age, Stage
from rectification.models import Measure, Problem
from rectification.selectors.figures import figures_on
from rectification.selectors.stages import of_age
from rectification.selectors.standing import measures_on, problems_on
from rectification.selectors.supervision.below import court_lines
from rectification.selectors.supervision.burn_down import burn_down, points_of
from rectification.selectors.supervision.facts import facts_on
from rectification.selectors.supervision.sums import (
    ageing,
    branch_lines,
    funnel,
    heat_sums,
    person_lines,
    totals_of,
)
from rectification.tests.factories import DUE, NOW, OPENED, TODAY, Case

pytestmark = pytest.mark.django_db

LATE = DUE + timedelta(10)


@pytest.fixture
def court():
    return people.court()


@pytest.fixture
def case(court):
    return Case(people.branch(court, "一支部")).claimed()


def ask_longer(case: Case, measure: Measure, on: date, until: date) -> None:
    services.extension_ask(
        measure=measure, until=until, reason="等待装修", on=on, by=case.secretary, acting=case.branch
    )


class TestTotals:
    def test_are_those_of_the_engine(self, court, case):
        case.measure(due_on=None)
        case.done(case.measure())
        case.measure()
        Case(people.branch(court)).closed()
        for on in (OPENED, TODAY, LATE):
            totals, figures = totals_of(facts_on(court, on)), figures_on(court, on)
            duties = totals.duties
            assert (totals.problems, totals.closed) == (figures.problems, figures.problems_closed)
            assert (duties.measures, duties.done, duties.on_schedule, duties.overdue) == (
                figures.measures,
                figures.measures_done,
                figures.measures_on_schedule,
                figures.measures_overdue,
            )
        assert (totals.closed, duties.overdue) == (1, 1)

    def test_what_waits_for_an_answer_on_a_day(self, court, case):
        measure = case.measure()
        ask_longer(case, measure, TODAY, LATE)
        other = Case(people.branch(court)).asked()
        answered = TODAY + timedelta(5)
        services.extension_refuse(measure=measure, reason="时间足够", on=answered, by=case.approver)
        services.close_out_approve(problem=other.problem, on=answered, by=other.approver)
        waiting = [totals_of(facts_on(court, on)) for on in (OPENED, TODAY, answered)]
        assert [(each.extensions_asked, each.close_outs_asked) for each in waiting] == [(0, 0), (1, 1), (0, 0)]

    def test_a_measure_done_before_the_answer_waits_no_more(self, court, case):
        measure = case.measure()
        ask_longer(case, measure, TODAY, LATE)
        case.done(measure, on=TODAY - timedelta(2))
        assert totals_of(facts_on(court, TODAY)).extensions_asked == 0

    def test_of_a_branch_are_its_own(self, court, case):
        stranger, foreign = Case(people.branch(court)), Case()
        for each in (case, stranger, foreign):
            each.measure()
        for owner in (case.branch, stranger.branch, foreign.branch, foreign.branch.court):
            totals = totals_of(facts_on(owner, TODAY))
            assert (totals.problems, totals.duties.measures) == (1, 1)
        assert totals_of(facts_on(court, TODAY)).problems == 2


class TestLines:
    def test_days_late_and_left_by_branch_the_longest_late_first(self, court, case):
        late, later = Case(people.branch(court, "二支部")), Case(people.branch(court, "三支部"))
        on = DUE + timedelta(4)
        case.measure(due_on=on + timedelta(7))
        case.measure(due_on=on + timedelta(8))
        case.measure(due_on=on + timedelta(31))
        late.measure(due_on=DUE)
        late.measure(due_on=on)
        later.measure(due_on=DUE - timedelta(3))
        idle = people.branch(court, "四支部")
        lines = branch_lines(facts_on(court, on), [case.branch, late.branch, later.branch, idle])
        said = [
            (line.name, each.overdue, each.longest, each.near, each.nearing) for line in lines for each in [line.duties]
        ]
        assert said == [
            ("三支部", 1, 7, 0, 0),
            ("二支部", 1, 4, 1, 1),
            ("一支部", 0, 0, 1, 2),
            ("四支部", 0, 0, 0, 0),
        ]

    def test_a_shared_problem_counts_for_each_branch_and_the_committee_has_a_line_of_its_own(self, court, case):
        other = people.branch(court)
        services.problem_assign(problem=case.problem, branch=other, on=TODAY, by=case.finder)
        case.measure(branch=None)
        lines = branch_lines(facts_on(court, TODAY), [case.branch, other])
        assert [(line.name, line.problems, line.duties.measures) for line in lines] == [
            (case.branch.name, 1, 0),
            (other.name, 1, 0),
            ("机关党委", 0, 1),
        ]
        before = branch_lines(facts_on(court, TODAY - timedelta(1)), [case.branch, other])
        assert [line.problems for line in before] == [1, 0, 0]

    def test_persons_stand_by_branch_then_by_name_however_late(self, court, case):
        member = people.member(case.branch, "乙")
        other = Case(people.branch(court, "二支部"))
        other.measure(owner_name="戊", due_on=OPENED)
        case.measure(owner=member, owner_name="")
        case.measure(owner=member, owner_name="")
        case.measure(owner_name="丙", due_on=OPENED)
        case.measure(owner_name="")
        lines = person_lines(facts_on(court, TODAY), [case.branch, other.branch])
        assert [(line.branch.name, line.name, line.duties.measures, line.duties.overdue) for line in lines] == [
            ("一支部", "丙", 1, 1),
            ("一支部", "乙", 2, 0),
            ("二支部", "戊", 1, 1),
        ]


class TestPictures:
    def test_ageing_counts_open_problems_by_days_with_the_unknown_apart(self, court, case):
        Case(case.branch).closed()
        Problem.objects.create(court=court, number=9, title="自始就有", source="巡察反馈")
        ages = [ageing(facts_on(court, OPENED + timedelta(days))) for days in (30, 31, 60, 61, 90, 91)]
        assert [list(each.values()) for each in ages] == [
            [2, 0, 0, 0, 1],
            [0, 2, 0, 0, 1],
            [0, 1, 0, 0, 1],
            [0, 0, 1, 0, 1],
            [0, 0, 1, 0, 1],
            [0, 0, 0, 1, 1],
        ]

    def test_what_has_been_there_for_a_century_is_of_the_last_age(self, court, case):
        Problem.objects.within(court).update(opened_on=EARLIEST)
        assert ageing(facts_on(court, TODAY))[Age.LONGER] == 1
        assert of_age(problems_on(Problem.objects.within(court), TODAY), Age.LONGER, TODAY).count() == 1

    def test_the_funnel_counts_who_came_as_far_or_further(self, court, case):
        assert list(funnel(facts_on(court, TODAY)).values()) == [1, 1, 0, 0, 0, 0]
        Case(people.branch(court))
        with_measure = Case(people.branch(court)).claimed()
        with_measure.measure()
        all_done = Case(people.branch(court)).claimed()
        all_done.done(all_done.measure())
        Case(people.branch(court)).asked()
        Case(people.branch(court)).closed()
        assert funnel(facts_on(court, TODAY)) == dict(zip(Stage, (6, 5, 4, 3, 2, 1), strict=True))
        assert list(funnel(facts_on(court, OPENED)).values()) == [6, 5, 4, 0, 0, 0]
        assert list(funnel(facts_on(court, OPENED - timedelta(1))).values()) == [0] * 6

    def test_measures_of_others_keep_a_shared_problem_back(self, court, case):
        other = people.branch(court)
        services.problem_assign(problem=case.problem, branch=other, on=OPENED, by=case.finder)
        case.done(case.measure())
        case.measure(branch=other)
        facts = facts_on(case.branch, TODAY)
        assert funnel(facts)[Stage.MEASURES_DONE] == 0
        assert totals_of(facts).duties.measures == 1

    def test_heat_has_open_problems_and_late_measures_of_each_source(self, court, case):
        case.measure(due_on=OPENED)
        Case(case.branch).closed()
        sums = heat_sums(facts_on(court, TODAY))
        cell = sums[case.branch.pk, "主题教育检视"]
        assert (cell.problems, cell.open, cell.late, len(sums)) == (2, 1, 1, 1)


class TestBurnDown:
    def test_each_point_is_what_the_engine_says_of_that_day(self, court, case):
        late = case.measure(due_on=DUE)
        ask_longer(case, late, DUE + timedelta(2), DUE + timedelta(20))
        services.extension_approve(measure=late, until=None, on=DUE + timedelta(3), by=case.approver)
        again = case.done(case.measure(due_on=DUE - timedelta(9)), on=OPENED + timedelta(6))
        back = {"reason": "没有见效", "by": case.approver}
        services.measure_send_back(measure=again, on=OPENED + timedelta(12), until=DUE, **back)
        case.done(again, on=OPENED + timedelta(40))
        services.measure_send_back(measure=again, on=OPENED + timedelta(40), **back)
        case.measure(due_on=None)
        case.measure(due_on=OPENED + timedelta(1))
        services.measure_void(measure=case.measure(), reason="登记重复", on=TODAY, by=case.finder, at=NOW)
        Case(people.branch(court)).closed()
        Case().measure()
        for owner in (court, case.branch):
            for end in (DUE + timedelta(30), OPENED + timedelta(40)):
                for point in burn_down(owner, OPENED - timedelta(7), end):
                    assert (point.open, point.planned, point.extended) == by_engine(owner, point.on)

    def test_points_are_weeks_or_over_a_long_span_ends_of_months(self):
        weeks = points_of(date(2024, 5, 1), date(2024, 5, 20))
        assert weeks == [date(2024, 5, 6), date(2024, 5, 13), date(2024, 5, 20)]
        months = points_of(date(2023, 11, 15), date(2024, 6, 10))
        assert months[:2] == [date(2023, 11, 30), date(2023, 12, 31)]
        assert months[-2:] == [date(2024, 5, 31), date(2024, 6, 10)]

    def test_a_year_asks_no_more_than_a_week(self, court, case, django_assert_num_queries):
        for _ in range(3):
            case.measure()
        for days in (7, 700):
            with django_assert_num_queries(2):
                burn_down(court, TODAY - timedelta(days), TODAY)


def by_engine(owner, on):
    measures = Measure.objects.within(owner) if owner._meta.model_name == "court" else owner_measures(owner)
    rows = list(measures_on(measures, on))
    return (
        sum(row.state != "DONE" for row in rows),
        sum(row.first_due_on is None or row.first_due_on > on for row in rows),
        sum(row.due_on is None or row.due_on > on for row in rows),
    )


def owner_measures(branch):
    return Measure.objects.within(branch.court).filter(branch=branch)


class TestBelow:
    def test_each_court_has_its_own_sums(self, court, django_assert_num_queries):
        lower, foreign = people.court(parent=court), Case()
        foreign.measure()
        Case(people.branch(court)).closed()
        with django_assert_num_queries(2):
            court_lines(court, TODAY, [court])
        for _ in range(2):
            Case(people.branch(lower)).measure(due_on=OPENED)
        with django_assert_num_queries(2):
            lines = court_lines(court, TODAY, [court, lower])
        assert [(line.problems, line.closed, line.measures, line.done, line.overdue) for line in lines] == [
            (1, 1, 1, 1, 0),
            (2, 0, 2, 0, 2),
        ]
        assert [line.is_open for line in lines] == [True, False]


def test_facts_are_read_in_a_fixed_number_of_queries(court, django_assert_num_queries):
    for _ in range(2):
        for _ in range(3):
            Case(people.branch(court)).measure()
        with django_assert_num_queries(4):
            facts_on(court, TODAY)
