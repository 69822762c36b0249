"""Study hours and the year a meeting is for."""

from collections.abc import Iterator
from decimal import Decimal

from activities.services.entry import Fault, MeetingEntry

MOST_STUDY_HOURS = 24
# Of an event over several days, hours of 45 minutes with breaks for meals and the night.
MOST_STUDY_HOURS_A_DAY = 12
HALF_AN_HOUR = Decimal("0.5")
# The year a meeting is for may be over when it is held (an organisational-life meeting of 2023 in early 2024).
YEARS_BACK = 2


def hour_faults(entry: MeetingEntry) -> Iterator[Fault]:
    """Study hours in half hours; the year that yearly kinds ask for."""
    hours = entry.study_hours
    most = _most_hours(entry)
    if hours is not None and (not 0 <= hours <= most or hours % HALF_AN_HOUR):
        yield Fault("study_hours", f"学时应在 0 到 {most} 之间，以 0.5 为一档")
    if entry.kind is None or entry.held_on is None:
        return
    wants_year = entry.kind.for_year or any(also.for_year for also in entry.also_kinds)
    latest = entry.held_on.year
    if wants_year and entry.for_year is None and not entry.is_of_ledger:
        yield Fault("for_year", "请填写是哪一年度的")
    elif entry.for_year is not None and not latest - YEARS_BACK <= entry.for_year <= latest:
        yield Fault("for_year", f"所属年度应在 {latest - YEARS_BACK} 到 {latest} 年之间")


def _most_hours(entry: MeetingEntry) -> int:
    """What a day holds; of several days, each."""
    days = (entry.ends_on - entry.held_on).days + 1 if entry.ends_on and entry.held_on else 1
    return MOST_STUDY_HOURS if days <= 1 else days * MOST_STUDY_HOURS_A_DAY
