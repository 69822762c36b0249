"""What happens in the demo court beyond its records of meetings: each part lets its people do something."""

from collections.abc import Callable
from datetime import date

from branches.models import Court
from reports.demo_life import (
    assessments,
    campaigns,
    development,
    elections,
    imports,
    inspections,
    kinds,
    metrics,
    notices,
    papers,
    planning,
    records,
    rectification,
    registers,
    votes,
    work_lists,
    written,
)

# Each is given the court and the last day of the demo. Records come late: they archive and lock what is there by
# then. Notices ask about all of it, assessments count it, and reports tell of it.
PARTS: tuple[Callable[[Court, date], None], ...] = (
    development.load,
    elections.load,
    planning.load,
    campaigns.load,
    registers.load,
    metrics.load,
    work_lists.load,
    imports.load,
    inspections.load,
    votes.load,
    kinds.load,
    papers.load,
    rectification.load,
    records.load,
    notices.load,
    assessments.load,
    written.load,
)


def load_life(court: Court, on: date) -> None:
    """Everything that the parts have for `court`, up to `on`."""
    for part in PARTS:
        part(court, on)
