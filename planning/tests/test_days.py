"""Fixed days and dates carried over, for any rule and any day of the years that are known."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.holidays import DayTable
from core.holidays.services import published_days
from planning.days import carried_over, fixed_day, nominal_day
from planning.models import FixedDay

TABLE = DayTable(
    {day.on: day for year in (2024, 2025, 2026) for day in published_days(year)}, frozenset({2024, 2025, 2026})
)
BY_DATE = st.builds(FixedDay, every=st.just("DATE"), day=st.integers(1, 31))
BY_WEEKDAY = st.builds(FixedDay, every=st.just("WEEKDAY"), week=st.integers(1, 5), weekday=st.integers(0, 6))


@given(st.one_of(BY_DATE, BY_WEEKDAY), st.integers(2024, 2026), st.integers(1, 12))
def test_fixed_day_is_a_working_day_of_its_month(rule, year, month):
    planned, moved_from = fixed_day(rule, year, month, TABLE)
    assert (planned.year, planned.month) == (year, month)
    assert TABLE.is_workday(planned)
    assert moved_from == (None if TABLE.is_workday(nominal_day(rule, year, month)) else nominal_day(rule, year, month))


@given(BY_WEEKDAY, st.integers(2024, 2026), st.integers(1, 12))
def test_weekday_rule_names_that_weekday_of_that_week(rule, year, month):
    day = nominal_day(rule, year, month)
    assert day.weekday() == rule.weekday
    week = (day.day - 1) // 7 + 1
    assert week == rule.week if rule.week < 5 else week >= 4


@given(st.dates(date(2024, 1, 1), date(2025, 12, 31)))
def test_day_carried_over_is_a_working_day_of_the_same_month(day):
    planned, moved_from = carried_over(day, None, 1, TABLE)
    assert (planned.year, planned.month) == (day.year + 1, day.month)
    assert TABLE.is_workday(planned)
    assert (moved_from or planned).day == day.day or (day.month, day.day) == (2, 29)


def test_examples():
    fifth, first_friday = FixedDay(every="DATE", day=5), FixedDay(every="WEEKDAY", week=1, weekday=4)
    assert fixed_day(fifth, 2026, 10, TABLE) == (date(2026, 10, 8), date(2026, 10, 5))
    assert fixed_day(first_friday, 2026, 5, TABLE) == (date(2026, 5, 6), date(2026, 5, 1))
    assert fixed_day(FixedDay(every="DATE", day=31), 2026, 2, TABLE) == (date(2026, 2, 28), None)  # worked instead
    assert fixed_day(FixedDay(every="DATE", day=31), 2025, 8, TABLE) == (date(2025, 8, 29), date(2025, 8, 31))
    assert carried_over(date(2024, 2, 29), None, 1, TABLE) == (date(2025, 2, 28), None)
    # Of a moved day the day that it was moved from is carried over, not the chance of one year.
    assert carried_over(date(2025, 10, 9), date(2025, 10, 5), 1, TABLE) == (date(2026, 10, 8), date(2026, 10, 5))
