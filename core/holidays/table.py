"""The days of a span of years, read once and asked for any number of dates."""

from dataclasses import dataclass, field
from datetime import date

from core.dates import ONE_DAY
from core.models import SpecialDay

SATURDAY = 5
WEEKEND = "双休日"
NOT_KNOWN = "这一年的节假日安排还没有录入，只按双休日推算"


@dataclass(frozen=True)
class DayTable:
    """`days` are the special days of the years read; `known` are those of the years that have any."""

    days: dict[date, SpecialDay] = field(default_factory=dict)
    known: frozenset[int] = frozenset()

    def is_workday(self, on: date) -> bool:
        """Whether one works on `on`; of a year that is not known by its weekday alone."""
        special = self.days.get(on)
        return special.is_workday if special else on.weekday() < SATURDAY

    def next_workday(self, on: date) -> date:
        """`on` itself where it is a working day, else the first one after it."""
        while not self.is_workday(on):
            on += ONE_DAY
        return on

    def previous_workday(self, on: date) -> date:
        """`on` itself where it is a working day, else the last one before it."""
        while not self.is_workday(on):
            on -= ONE_DAY
        return on

    def workday_in_month(self, on: date) -> date:
        """`next_workday`, kept within the month: the last working day before `on` where none comes after it."""
        later = self.next_workday(on)
        return later if later.month == on.month else self.previous_workday(on)

    def remark(self, on: date) -> str:
        """What stands beside the date: a holiday, a day worked instead, `双休日`; empty for any other day."""
        special = self.days.get(on)
        if special:
            return special.remark
        return WEEKEND if on.weekday() >= SATURDAY else ""

    def unknown_years(self, *years: int) -> list[int]:
        """Those of `years` of which nobody has entered the days."""
        return sorted(set(years) - self.known)

    def as_json(self) -> dict[str, str]:
        """The days for static/js/dates.js: remarks by date, and under `years` the years that are known."""
        days = {on.isoformat(): special.remark for on, special in self.days.items()}
        return {**days, "years": " ".join(map(str, sorted(self.known)))}


def day_table(first: int, last: int) -> DayTable:
    """The table for the years `first` to `last` and the first days of the year after (one query)."""
    rows = SpecialDay.objects.filter(on__year__gte=first, on__year__lte=last + 1)
    days = {row.on: row for row in rows}
    return DayTable(days, frozenset(on.year for on in days))


def is_workday(on: date) -> bool:
    """Whether one works on `on`."""
    return day_table(on.year, on.year).is_workday(on)


def next_workday(on: date) -> date:
    """`on` itself where it is a working day, else the first one after it."""
    return day_table(on.year, on.year).next_workday(on)
