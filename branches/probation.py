"""When probation is over: the one arithmetic of warnings, members' records and files (发展党员工作细则 32)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from branches.choices import LimitCode, MemberStatus
from core.dates import months_after

# The figure of a code on a day (branches.selectors.limits.LimitBook).
Figures = Callable[[str, date], Decimal]


def end_of_probation(voted_on: date, extended: int, figures: Figures) -> date:
    """So many years after the assembly admitted the person, by the rule of that day, and `extended` months later."""
    return months_after(voted_on, 12 * int(figures(LimitCode.PROBATION_YEARS, voted_on)) + extended)


def probation_ends_on(status: str, joined_on: date | None, extended: int, figures: Figures) -> date | None:
    """What a member's record says of it: None of a formal member, or where the day of joining is not known."""
    if status != MemberStatus.PROBATIONARY or joined_on is None:
        return None
    return end_of_probation(joined_on, extended, figures)
