"""The arithmetic of points: each way by its examples, and what holds of all of them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessments.choices import DutyGrade, ScoreState, Way
from assessments.scoring import Found, Rule, percent, score

FIVE = Decimal(5)
STEPS = [[100, 5], [80, 3], [60, 1]]
GRADES = {"GOOD": 4, "FAIR": 3, "ORDINARY": 2, "POOR": 0}


def points(way: Way, found: Found, table=None) -> str:
    scored = score(Rule(way, FIVE, table), found)
    assert scored.state is ScoreState.SCORED
    return str(scored.points)


@pytest.mark.parametrize(
    ("way", "table", "found", "wanted"),
    [
        (Way.SHARE, None, Found(met=3, due=4), "3.75"),
        (Way.SHARE, None, Found(met=11, due=12), "4.58"),
        (Way.SHARE, None, Found(met=1, due=8), "0.63"),  # 0.625, half up
        (Way.SHARE, None, Found(met=5, due=4), "5.00"),  # never above the points
        (Way.STEPS, STEPS, Found(met=4, due=4), "5.00"),
        (Way.STEPS, STEPS, Found(met=4, due=5), "3.00"),
        (Way.STEPS, STEPS, Found(met=79, due=100), "1.00"),
        (Way.STEPS, STEPS, Found(met=1, due=2), "0.00"),
        (Way.COUNT, {"each": 2}, Found(met=2), "4.00"),
        (Way.COUNT, {"each": 2}, Found(met=3), "5.00"),
        (Way.DEDUCT, {"each": 0.5}, Found(met=3), "3.50"),
        (Way.DEDUCT, {"each": 2}, Found(met=3), "0.00"),
        (Way.YES_NO, None, Found(met=1, due=1), "5.00"),
        (Way.YES_NO, None, Found(met=3, due=4), "0.00"),
        (Way.GRADE, GRADES, Found(grade="FAIR"), "3.00"),
    ],
)
def test_examples(way, table, found, wanted):
    assert points(way, found, table) == wanted


@pytest.mark.parametrize("way", [Way.SHARE, Way.STEPS, Way.YES_NO, Way.GRADE])
def test_nothing_due_does_not_apply(way):
    assert score(Rule(way, FIVE, GRADES), Found(due=0)).state is ScoreState.NOT_APPLIED


@pytest.mark.parametrize("way", [way for way in Way if way is not Way.REVIEW])
def test_what_is_not_known_has_no_points(way):
    scored = score(Rule(way, FIVE, GRADES), Found(met=3, due=4, unknown=1, why="没有留存记录"))
    assert (scored.state, scored.points) == (ScoreState.NOT_KNOWN, None)
    assert score(Rule(way, FIVE, GRADES), None).state is ScoreState.NOT_APPLIED


def test_a_reviewer_is_waited_for_whatever_is_counted():
    assert score(Rule(Way.REVIEW, FIVE), Found(met=1, due=1)).state is ScoreState.TO_REVIEW


def test_percent_of_what_is_known():
    assert (percent(Decimal("62.5"), Decimal(64)), percent(Decimal(0), Decimal(0))) == (Decimal("97.66"), None)


# --- What holds of all --------------------------------------------------------------------------

WORTH = some.integers(100, 2000).map(lambda cents: Decimal(cents) / 100)
EACH = some.integers(10, 500).map(lambda cents: {"each": str(Decimal(cents) / 100)})
STAIRS = some.sampled_from([STEPS, [[100, 5]], [[90, 5], [50, 2.5]], [[100, 5], [99, 4.99], [1, 0.01]]])
RULES = some.one_of(
    some.builds(Rule, some.sampled_from([Way.SHARE, Way.YES_NO]), WORTH),
    some.builds(Rule, some.just(Way.STEPS), some.just(FIVE), STAIRS),
    some.builds(Rule, some.just(Way.COUNT), WORTH, EACH),
)
PARTS = some.integers(1, 60).flatmap(lambda due: some.builds(Found, met=some.integers(0, due), due=some.just(due)))


@given(RULES, PARTS)
def test_doing_more_never_lowers_the_points(rule, found):
    more = replace(found, met=found.met + 1)
    before, after = score(rule, found).points, score(rule, more).points
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= rule.points


@given(WORTH, EACH, some.integers(0, 50))
def test_one_fault_more_never_raises_the_points(worth, each, faults):
    rule = Rule(Way.DEDUCT, worth, each)
    before, after = (score(rule, Found(met=count)).points for count in (faults, faults + 1))
    assert before is not None
    assert after is not None
    assert 0 <= after <= before <= worth


def test_a_better_grade_never_has_fewer_points_in_the_shipped_standard():
    worth = [score(Rule(Way.GRADE, FIVE, GRADES), Found(grade=grade)).points for grade in DutyGrade]
    assert worth == sorted(worth, reverse=True)
