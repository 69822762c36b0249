"""Who is needed and who is elected, at the edges and for any votes at all."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections.rules import candidates_needed, outcome, present_needed, votes_needed

FIFTH, FOUR_FIFTHS, HALF = Decimal(20), Decimal(80), Decimal(50)


@pytest.mark.parametrize(("seats", "expected"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (7, 9)])
def test_a_fifth_more_candidates_than_seats_rounded_up(seats, expected):
    assert candidates_needed(seats, FIFTH) == expected


@pytest.mark.parametrize(("due", "expected"), [(5, 4), (18, 15), (20, 16), (21, 17), (3, 3)])
def test_four_fifths_of_those_due_rounded_up(due, expected):
    assert present_needed(due, FOUR_FIFTHS) == expected


@pytest.mark.parametrize(("present", "expected"), [(20, 11), (19, 10), (3, 2), (4, 3)])
def test_elected_by_more_than_half_of_those_present(present, expected):
    assert votes_needed(present, HALF) == expected


@pytest.mark.parametrize(
    ("votes", "seats", "elected", "again"),
    [
        ({1: 20, 2: 18, 3: 15, 4: 7}, 3, {1, 2, 3}, set()),
        ({1: 20, 2: 18, 3: 15, 4: 15}, 3, {1, 2}, {3, 4}),  # equal at the last seat
        ({1: 20, 2: 20, 3: 15, 4: 7}, 3, {1, 2, 3}, set()),  # equal, with a seat for each
        ({1: 20, 2: 15, 3: 15, 4: 15, 5: 12}, 3, {1}, {2, 3, 4}),  # the one below waits for nobody
        ({1: 20, 2: 18, 3: 10, 4: 9}, 3, {1, 2}, {3, 4}),  # ten of twenty is not more than half
        ({1: 10, 2: 10, 3: 9, 4: 9}, 3, set(), {1, 2, 3, 4}),
        ({1: 20, 2: 19, 3: 18, 4: 17}, 3, {1, 2, 3}, set()),  # more have the votes than there are seats
        ({1: 11}, 1, {1}, set()),
    ],
)
def test_by_votes_up_to_the_seats(votes, seats, elected, again):
    found = outcome(votes, seats=seats, needed=11)
    assert (found.elected, found.again) == (elected, again)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    votes=st.lists(st.integers(0, 30), min_size=1, max_size=9),
    seats=st.integers(1, 7),
    shuffled=st.randoms(use_true_random=False),
)
def test_for_any_votes(votes, seats, shuffled):
    by_candidate = dict(enumerate(votes))
    found = outcome(by_candidate, seats=seats, needed=16)
    order = list(by_candidate)
    shuffled.shuffle(order)
    assert outcome({each: by_candidate[each] for each in order}, seats=seats, needed=16) == found
    assert len(found.elected) <= seats
    assert all(by_candidate[each] >= 16 for each in found.elected)
    others = set(by_candidate) - found.elected
    assert all(by_candidate[each] > by_candidate[other] for each in found.elected for other in found.again)
    assert all(by_candidate[each] >= by_candidate[other] for each in found.elected for other in others)
    assert not found.again & found.elected
    assert bool(found.again) == (len(found.elected) < seats and bool(others))
