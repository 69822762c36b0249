"""Computing an assessment: what is stored, that again is the same, and what a closed one refuses."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.tests import factories as meetings
from assessments.models import AssessmentStep, BranchScore
from assessments.periods import Span
from assessments.services.compute import assess
from assessments.tests.factories import Q1, TODAY, Case, assessed, at, held, score_of, standard
from branches.tests import factories as people
from core.errors import Refused

pytestmark = pytest.mark.django_db


def test_meetings_become_points():
    case = Case()
    meetings.raw_activity("BRANCH_ASSEMBLY", case.first, date(2024, 2, 6), has_quorum=True)
    for month in (1, 2):
        meetings.raw_activity("THEME_DAY", case.first, date(2024, month, 5))
    row = score_of(assessed(case.court), case.first)
    assert row.scores["B1"] == {"state": "SCORED", "points": "5.00", "of": "5.00", "inputs": {"met": 1, "due": 1}}
    assert row.scores["B5"]["inputs"] == {"met": 2, "due": 3}
    assert row.scores["B5"]["points"] == "2.67"
    assert row.scores["C6"]["state"] == "TO_REVIEW"
    assert [str(each) for each in (row.points, row.of, row.known_of)] == ["7.67", "12.00", "9.00"]
    assert row.unknown == 1


def test_again_is_the_same_and_another_result_a_new_revision():
    case = Case()
    first = assessed(case.court)
    assert (assessed(case.court).pk, assessed(case.court).revision) == (first.pk, 1)
    meetings.raw_activity("THEME_DAY", case.second, date(2024, 3, 5))
    again = assessed(case.court)
    assert (again.pk, again.revision) == (first.pk, 2)
    assert score_of(again, case.second).scores["B5"]["inputs"] == {"met": 1, "due": 3}
    assert BranchScore.objects.within(case.court).count() == 4
    assert AssessmentStep.objects.within(case.court).count() == 2


def test_what_is_not_known_is_no_zero():
    court = people.court()
    branch = people.branch(court)
    standard(court)
    row = score_of(assessed(court), branch)
    assert row.scores["B1"]["state"] == "NOT_KNOWN"
    assert row.scores["B1"]["why"] == "没有登记从何时起在此留存记录"
    assert (row.points, row.known_of, row.unknown) == (0, 0, 3)


def test_a_span_to_come_is_refused():
    case = Case()
    with pytest.raises(Refused, match="还没有开始"):
        assessed(case.court, Span(2024, 3))


def test_courts_below_are_assessed_in_the_same_pass_each_by_its_own_standard():
    upper = people.court()
    case = Case(people.court(parent=upper))
    plain = people.branch(people.court(parent=upper))
    standard(plain.court, indicators={"B5": held("THEME_DAY")})
    done = assess(court=upper, span=Q1, as_of=Q1.end, by=None, on=TODAY, at=at(TODAY), with_below=True)
    codes = {row.court_id: set(score_of(row, row.scores.first().branch).scores) for row in done}
    assert codes == {case.court.pk: {"B1", "B5", "C6"}, plain.court_id: {"B5"}}


def test_the_order_of_branches_changes_nothing_but_the_order():
    case = Case()
    meetings.raw_activity("THEME_DAY", case.first, date(2024, 1, 5))
    before = {branch.pk: score_of(assessed(case.court), branch).scores for branch in (case.first, case.second)}
    case.first.order, case.second.order = case.second.order, case.first.order
    for branch in (case.first, case.second):
        branch.save(update_fields=["order"])
    again = assessed(case.court)
    assert again.revision == 1
    assert {branch.pk: score_of(again, branch).scores for branch in (case.first, case.second)} == before


def test_the_number_of_queries_does_not_grow_with_the_branches():
    small, large = Case(), Case()
    for _ in range(3):
        people.member(people.branch(large.court))
    with CaptureQueriesContext(connection) as few:
        assessed(small.court)
    with CaptureQueriesContext(connection) as many:
        assessed(large.court)
    assert len(many) == len(few)
