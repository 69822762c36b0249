"""What votes come to: pure arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.choices import DutyGrade
from assessments.duty import Votes, in_words, result_of

NUMBERS = st.integers(min_value=0, max_value=60)
VOTES = st.builds(Votes, NUMBERS, NUMBERS, NUMBERS, NUMBERS).filter(lambda votes: votes.cast)
GRADES = list(DutyGrade)


@pytest.mark.parametrize(
    ("votes", "result"),
    [
        ((10, 0, 0, 0), DutyGrade.GOOD),
        ((5, 5, 0, 0), DutyGrade.FAIR),
        ((6, 5, 0, 0), DutyGrade.GOOD),
        ((5, 0, 0, 5), DutyGrade.POOR),
        ((5, 0, 1, 5), DutyGrade.ORDINARY),
        ((0, 0, 0, 1), DutyGrade.POOR),
    ],
)
def test_the_first_grade_at_which_more_than_half_are_reached(votes, result):
    assert result_of(Votes(*votes)) is result


@given(VOTES)
def test_more_than_half_are_at_least_as_good_and_no_better_grade_has_so_many(votes):
    place = GRADES.index(result_of(votes))
    numbers = [number for _, number in votes.by_grade]
    assert 2 * sum(numbers[: place + 1]) > votes.cast
    assert 2 * sum(numbers[:place]) <= votes.cast


@given(VOTES)
def test_one_more_good_vote_never_makes_it_worse(votes):
    better = Votes(votes.good + 1, votes.fair, votes.ordinary, votes.poor)
    assert GRADES.index(result_of(better)) <= GRADES.index(result_of(votes))


@given(VOTES)
def test_the_words_name_the_result(votes):
    assert in_words(votes).endswith(f"综合评价为“{result_of(votes).label}”。")


def test_the_words_say_how_it_came_about():
    assert in_words(Votes(8, 7, 3, 1)) == (
        "投票 19 张，过半数须 10 张。“好” 8 张；加上“较好” 7 张共 15 张，已过半数，综合评价为“较好”。"
    )


def test_without_a_vote_there_is_none():
    with pytest.raises(ValueError, match="nobody voted"):
        result_of(Votes())
