"""Calendar periods in which a norm is owed."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from activities.choices import PeriodLength

MONTHS = {PeriodLength.MONTH: 1, PeriodLength.QUARTER: 3, PeriodLength.HALF_YEAR: 6, PeriodLength.YEAR: 12}


@dataclass(frozen=True, order=True)
class Period:
    """One month, quarter, half-year or year."""

    start: date
    end: date
    length: str

    def __hash__(self) -> int:
        return hash((self.start, self.length))

    @property
    def code(self) -> str:
        """2024-03, 2024Q1, 2024H1 or 2024."""
        year, first = self.start.year, self.start.month
        return {
            PeriodLength.MONTH: f"{year}-{first:02d}",
            PeriodLength.QUARTER: f"{year}Q{(first + 2) // 3}",
            PeriodLength.HALF_YEAR: f"{year}H{(first + 5) // 6}",
            PeriodLength.YEAR: f"{year}",
        }[PeriodLength(self.length)]

    @property
    def label(self) -> str:
        year, first = self.start.year, self.start.month
        return {
            PeriodLength.MONTH: f"{year}年{first}月",
            PeriodLength.QUARTER: f"{year}年第{'一二三四'[(first - 1) // 3]}季度",
            PeriodLength.HALF_YEAR: f"{year}年{'上' if first == 1 else '下'}半年",
            PeriodLength.YEAR: f"{year}年",
        }[PeriodLength(self.length)]


def month_index(day: date) -> int:
    """Months since the year 0, as stored in `Activity.period`."""
    return day.year * 12 + day.month - 1


def period_at(index: int, length: str) -> Period:
    """The period of `length` that holds the month `index`."""
    size = MONTHS[PeriodLength(length)]
    first = index - index % size
    last = first + size - 1
    return Period(date(first // 12, first % 12 + 1, 1), _month_end(last), str(length))


@lru_cache(maxsize=256)
def periods_ending_in(length: str, start: date, end: date) -> tuple[Period, ...]:
    """The periods of `length` whose last day lies in `start`..`end`, in order."""
    size = MONTHS[PeriodLength(length)]
    first = month_index(start) - month_index(start) % size
    candidates = (period_at(index, length) for index in range(first, month_index(end) + 1, size))
    return tuple(period for period in candidates if start <= period.end <= end)


def _month_end(index: int) -> date:
    year, month = index // 12, index % 12 + 1
    return date(year, month, monthrange(year, month)[1])
