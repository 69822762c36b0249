"""Days on which one meets."""

from datetime import date, timedelta
from functools import lru_cache
from random import Random

import chinese_calendar

from core.dates import ONE_DAY


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    """By the calendar of public holidays; in years it does not know yet, Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def working_day_from(day: date, last: date) -> date:
    """The first working day from `day` on, or the last one before it if there is none until `last`."""
    later = day
    while later <= last:
        if is_working_day(later):
            return later
        later += ONE_DAY
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def day_between(rng: Random, first: date, last: date) -> date:
    """Some working day of `first`..`last`."""
    return working_day_from(first + timedelta(rng.randint(0, (last - first).days)), last)


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; of a leap day the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def known(day: date | None) -> date:
    """A date that a model allows to be missing and the generator always gives."""
    if day is None:
        raise ValueError("a generated fact has its dates")
    return day
