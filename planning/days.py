"""Pure arithmetic of planned days: the fixed day of a month, and a date carried over to another year."""

from datetime import date, timedelta

from core.dates import month_end, years_after
from core.holidays import DayTable
from planning.choices import Every, Week
from planning.models import FixedDay

# A planned day, and the day that it was moved from where that was no working day.
Planned = tuple[date, date | None]


def nominal_day(rule: FixedDay, year: int, month: int) -> date:
    """The day that the rule names; the month's last where it has no 31st."""
    first, last = date(year, month, 1), month_end(year, month)
    if rule.every == Every.DATE:
        return min(first + timedelta(days=(rule.day or 1) - 1), last)
    weekday = rule.weekday or 0
    if rule.week == Week.LAST:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * ((rule.week or 1) - 1))


def off_holidays(day: date, table: DayTable) -> Planned:
    """`day`, or the next working day of its month (the last one before where none is left), with what it was."""
    planned = table.workday_in_month(day)
    return planned, (day if planned != day else None)


def fixed_day(rule: FixedDay, year: int, month: int, table: DayTable) -> Planned:
    """The working day of a month on which the rule has something take place."""
    return off_holidays(nominal_day(rule, year, month), table)


def carried_over(planned: date, moved_from: date | None, years: int, table: DayTable) -> Planned:
    """The same day `years` later (28 February for the 29th), off holidays; of a moved day the one it was moved from."""
    return off_holidays(years_after(moved_from or planned, years), table)
