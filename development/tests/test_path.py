"""The arithmetic of the path, over all dates: ends of months, leap years, turns of the year."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.dates import months_after
from development.choices import REPEATED, FileState, Stage, StepKind
from development.path import (
    CODES,
    NEEDS,
    Fact,
    days_late,
    missing_for,
    open_kinds,
    probation_end,
    set_aside,
    stage_of,
    standing_of,
    state_of,
    window_of,
    windows_of,
)

K = StepKind
_ALL = dict(zip(CODES, map(Decimal, (1, 6, 1, 3, 6, 1, 1, 3)), strict=True))


def FIGURES(code, on):  # noqa: N802  # stands for figures that never changed
    return _ALL[code]


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
gaps = st.integers(0, 400)


def fact(kind, on, **fields):
    return Fact(kind, on, fields.pop("last_on", on), **fields)


def led(first, steps):
    """Facts of a file that takes `steps` steps of its own choice, each some days after the last."""
    facts, on = [fact(K.APPLICATION, first)], first
    for choice, gap in steps:
        possible = [kind for kind in open_kinds(standing_of(facts)) if kind not in (K.STOPPED, K.DISQUALIFICATION)]
        if not possible:
            break
        on += timedelta(gap)
        facts.append(fact(possible[choice % len(possible)], on, months=6))
    return facts


walks = st.builds(led, days, st.lists(st.tuples(st.integers(0, 20), gaps), max_size=30))


@given(walks)
def test_what_is_open_needs_nothing_and_what_is_not_says_what_is_missing(facts):
    standing = standing_of(facts)
    possible = open_kinds(standing)
    assert all((kind in possible) == (not missing_for(kind, standing)) for kind in NEEDS)
    if state_of(standing) == FileState.OPEN:
        assert possible, "an open file always has a next step"


@given(walks)
def test_every_window_opens_no_earlier_than_what_it_needs_and_closes_no_earlier_than_it_opens(facts):
    standing = standing_of(facts)
    for window in windows_of(standing, FIGURES):
        assert window.earliest >= max(standing[need].last_on for need in NEEDS[window.kind])
        if window.kind not in (K.ACTIVIST_REVIEW, K.CONFIRMATION_APPLICATION):
            assert window.latest is None or window.latest >= window.earliest


@given(walks)
def test_a_stage_is_never_lost_again(facts):
    order = list(Stage)
    stages = [order.index(stage_of(standing_of(facts[:number]))) for number in range(1, len(facts) + 1)]
    assert stages == sorted(stages)


@given(days, gaps)
def test_a_day_late_is_a_day_after_the_latest_day(first, gap):
    standing = standing_of([fact(K.APPLICATION, first)])
    latest = window_of(K.TALK, standing, FIGURES).latest
    taken = fact(K.TALK, first + timedelta(gap))
    late = days_late(taken, standing, FIGURES)
    assert late == max((taken.happened_on - latest).days, 0)
    assert window_of(K.TALK, standing, FIGURES).days_left(taken.happened_on) == (latest - taken.happened_on).days


@given(days, st.integers(6, 12))
def test_probation_ends_a_year_after_the_vote_and_an_extension_later(voted_on, months):
    standing = standing_of([fact(K.TAKEN_OVER, voted_on)])
    end = probation_end(standing, FIGURES)
    assert (end.year, end.month) == (voted_on.year + 1, voted_on.month)
    assert end.day == voted_on.day or (voted_on.month, voted_on.day, end.day) == (2, 29, 28)
    extended = standing_of([fact(K.TAKEN_OVER, voted_on), fact(K.EXTENSION, end, months=months)])
    assert probation_end(extended, FIGURES) == months_after(voted_on, 12 + months)


def test_ends_of_months_and_leap_years():
    talked = standing_of([fact(K.APPLICATION, date(2024, 1, 31))])
    assert window_of(K.TALK, talked, FIGURES).latest == date(2024, 2, 29)
    voted = standing_of([fact(K.TAKEN_OVER, date(2024, 2, 29))])
    assert probation_end(voted, FIGURES) == date(2025, 2, 28)
    approved = {K.ADMISSION_VOTE: fact(K.ADMISSION_VOTE, date(2023, 11, 30))}
    assert window_of(K.ADMISSION_APPROVAL, approved, FIGURES).latest == date(2024, 2, 29)


def test_reviews_come_round_every_half_year():
    facts = [fact(K.APPLICATION, date(2023, 1, 1)), fact(K.TALK, date(2023, 1, 2))]
    facts.append(fact(K.ACTIVIST_FIXED, date(2023, 8, 31)))
    assert window_of(K.ACTIVIST_REVIEW, standing_of(facts), FIGURES).latest == date(2024, 2, 29)
    facts.append(fact(K.ACTIVIST_REVIEW, date(2024, 2, 10)))
    assert window_of(K.ACTIVIST_REVIEW, standing_of(facts), FIGURES).latest == date(2024, 8, 10)


def test_what_is_refused_and_what_is_extended_is_to_be_done_anew():
    on = date(2024, 1, 1)
    voted = [fact(K.ADMISSION_VOTE, on), fact(K.ADMISSION_APPROVAL, on, passed=False)]
    assert K.ADMISSION_VOTE not in standing_of(voted)
    extended = [fact(K.TAKEN_OVER, on), fact(K.CONFIRMATION_APPLICATION, on)]
    extended += [fact(K.EXTENSION_VOTE, on, months=6), fact(K.EXTENSION, on, months=6)]
    assert K.CONFIRMATION_APPLICATION in open_kinds(standing_of(extended))
    assert not {K.EXTENSION_VOTE, K.EXTENSION} & set(open_kinds(standing_of(extended)))


@given(walks)
def test_of_steps_that_are_done_once_one_stands_and_the_others_are_set_aside(facts):
    left = [each.kind for each, gone in zip(facts, set_aside(facts), strict=True) if each.passed and not gone]
    assert set(left) <= set(standing_of(facts))
    assert all(left.count(kind) == 1 for kind in left if kind not in REPEATED)


def test_a_figure_counts_as_it_was_on_the_day_it_counts_from():
    def figures(code, on):
        return Decimal(2) if on >= date(2025, 1, 1) else _ALL[code]

    before, after = date(2024, 12, 31), date(2025, 1, 1)
    for applied_on, latest in ((before, date(2025, 1, 31)), (after, date(2025, 3, 1))):
        assert window_of(K.TALK, standing_of([fact(K.APPLICATION, applied_on)]), figures).latest == latest
    assert probation_end(standing_of([fact(K.TAKEN_OVER, before)]), figures) == date(2025, 12, 31)
    assert probation_end(standing_of([fact(K.TAKEN_OVER, after)]), figures) == date(2027, 1, 1)


def test_a_confirmation_that_is_not_discussed_in_time_is_late():
    standing = standing_of([fact(K.TAKEN_OVER, date(2024, 7, 1)), fact(K.CONFIRMATION_APPLICATION, date(2025, 6, 1))])
    window = window_of(K.CONFIRMATION_VOTE, standing, FIGURES)
    assert (window.earliest, window.latest) == (date(2025, 7, 1), date(2025, 8, 1))
    assert days_late(fact(K.CONFIRMATION_VOTE, date(2025, 8, 11)), standing, FIGURES) == 10
