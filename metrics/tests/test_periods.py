"""Spans of figures: their names, their neighbours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import month_end
from metrics.choices import Length
from metrics.periods import Period, choices_of_a_year, month_of

CODES = [code for _, choices in choices_of_a_year() for code, _ in choices]
PERIODS = st.builds(Period.named, st.integers(1950, 2100), st.sampled_from(CODES))


@pytest.mark.parametrize(
    ("code", "start", "end", "label", "length"),
    [
        ("M03", (3, 1), (3, 31), "2024年3月", Length.MONTH),
        ("Q2", (4, 1), (6, 30), "2024年第二季度", Length.QUARTER),
        ("H1", (1, 1), (6, 30), "2024年上半年", Length.HALF),
        ("Y", (1, 1), (12, 31), "2024年", Length.YEAR),
        ("C05", (1, 1), (5, 31), "2024年1—5月", Length.CUMULATIVE),
    ],
)
def test_named_spans(code, start, end, label, length):
    period = Period.named(2024, code)
    assert (period.start, period.end) == (date(2024, *start), date(2024, *end))
    assert (period.label, period.code, period.length) == (label, code, length)


def test_spans_without_a_name():
    assert Period(date(2017, 1, 1), date(2024, 6, 30)).label == "2017年1月至2024年6月"
    for start, end in (((2024, 2, 1), (2024, 4, 30)), ((2024, 1, 2), (2024, 1, 31)), ((2024, 3, 1), (2024, 2, 29))):
        period = Period(date(*start), date(*end))
        assert (period.code, period.length) == ("", None)


@given(PERIODS)
def test_neighbours_are_as_long_and_touch(period):
    for other in (period.before, period.after, period.year_before):
        assert (other.months, other.is_whole) == (period.months, True)
    assert (period.start - period.before.end).days == 1
    assert (period.after.start - period.end).days == 1
    assert period.after.before == period
    assert period.year_before.code == period.code


@given(PERIODS)
def test_what_is_reported_next_ends_later(period):
    assert period.following.end > period.end
    assert period.following.is_whole


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_the_month_of_a_day(day):
    assert month_of(day) == Period(day.replace(day=1), month_end(day.year, day.month))
