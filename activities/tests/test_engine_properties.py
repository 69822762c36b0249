"""What holds for any dates (no database: facts are made by hand)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.choices import NormUnit, PeriodLength
from activities.engine import PairState, month_index
from activities.engine.evaluate import evaluate
from activities.engine.facts import BranchFacts, Facts
from activities.engine.norms import NormBook
from activities.engine.periods import MONTHS, period_at, periods_ending_in
from activities.engine.records import Record
from activities.models import ActivityKind, Norm
from branches.models import Branch
from core.dates import covers, merged

days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
lengths = st.sampled_from([str(length) for length in PeriodLength])
KIND = ActivityKind(pk=1, code="X", name="类型", order=1)


def norm(length, times=1):
    return Norm(
        pk=1, kind=KIND, unit=NormUnit.BRANCH, times=times, period=length, effective_from=date(2000, 1, 1)
    )  # fmt: skip


def facts(length, held_on=(), *, times=1, founded_on=None, dissolved_on=None, coverage=((date.min, date.max),)):
    branch = Branch(pk=1, court_id=1, name="支部", founded_on=founded_on, dissolved_on=dissolved_on)
    known = Facts(
        kinds={1: KIND},
        norms=NormBook([norm(length, times)]),
        branches={1: BranchFacts(branch, records=[(span, frozenset()) for span in coverage])},
        members={},
        taken_part={},
    )
    for number, day in enumerate(held_on):
        known.add(
            Record(number, 1, 1, 1, None, has_quorum=None, period=month_index(day), for_year=None, joint_key=None)
        )
    return known


def states(known, start, end, as_of):
    return {pair.period: pair.state for pair in evaluate(known, start=start, end=end, as_of=as_of)}


@given(days, days, lengths)
def test_periods_tile_the_calendar(first, last, length):
    start, end = sorted((first, last))
    periods = periods_ending_in(length, start, end)
    for before, after in pairwise(periods):
        assert after.start == before.end + timedelta(days=1)
    assert all(start <= period.end <= end for period in periods)


@given(days, lengths)
def test_every_day_lies_in_one_period_of_its_length(day, length):
    period = period_at(month_index(day), length)
    assert period.start <= day <= period.end
    assert month_index(period.end) - month_index(period.start) + 1 == MONTHS[PeriodLength(length)]
    assert period in periods_ending_in(length, period.end, period.end)


@given(st.lists(days, max_size=12), days, lengths, st.integers(1, 3))
def test_each_pair_is_in_one_state_and_is_due_only_when_its_period_is_over(held, as_of, length, times):
    known = facts(length, held, times=times)
    for period, state in states(known, date(2019, 1, 1), date(2027, 12, 31), as_of).items():
        assert (state is PairState.OPEN) == (period.end > as_of)
        if state is PairState.MET:
            assert sum(period.start <= day <= period.end for day in held) >= times


@given(st.lists(days, max_size=12), days, lengths)
def test_one_more_meeting_never_makes_it_worse(held, more, length):
    span = (date(2019, 1, 1), date(2027, 12, 31), date(2027, 12, 31))
    before, after = states(facts(length, held), *span), states(facts(length, [*held, more]), *span)
    assert {period for period, state in before.items() if state is PairState.MET} <= {
        period for period, state in after.items() if state is PairState.MET
    }


@given(days, days, lengths)
def test_a_branch_owes_exactly_the_periods_it_existed_through(founded_on, dissolved_on, length):
    known = facts(length, founded_on=founded_on, dissolved_on=max(dissolved_on, founded_on + timedelta(days=1)))
    end = known.branches[1].branch.dissolved_on
    owed = states(known, date(2019, 1, 1), date(2027, 12, 31), date(2027, 12, 31))
    for period in periods_ending_in(length, date(2019, 1, 1), date(2027, 12, 31)):
        assert (period in owed) == (founded_on <= period.start and period.end < end)


@given(days, days, lengths)
def test_only_a_period_wholly_covered_is_known(first, last, length):
    start, end = sorted((first, last))
    known = facts(length, coverage=[(start, end)])
    for period, state in states(known, date(2019, 1, 1), date(2027, 12, 31), date(2027, 12, 31)).items():
        assert (state is PairState.NOT_KNOWN) == (not (start <= period.start and period.end <= end))


@given(st.lists(st.tuples(days, days).map(lambda pair: tuple(sorted(pair))), max_size=8), days)
def test_merged_spans_hold_the_same_days(spans, day):
    joined = merged(spans)
    assert covers(joined, day, day) == any(first <= day <= last for first, last in spans)
    assert all(after[0] > before[1] + timedelta(days=1) for before, after in pairwise(joined))


@pytest.mark.parametrize("length", PeriodLength.values)
def test_every_month_s_period_has_its_words(length):
    """The words of a December once failed, whatever the length."""
    labels = {period_at(2024 * 12 + month, length).label for month in range(12)}
    assert len(labels) == {"MONTH": 12, "QUARTER": 4, "HALF_YEAR": 2, "YEAR": 1}[length]
    assert {label[:5] for label in labels} == {"2024年"}
