"""Sums court by court over a court and the courts below it, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from branches.models import Court
from rectification.choices import MeasureState, ProblemState
from rectification.selectors.figures import measures_of, problems_of
from rectification.selectors.standing import measures_on, problems_on


@dataclass
class CourtLine:
    """`is_open`: its own pages may be opened from here."""

    court: Court
    is_open: bool = False
    problems: int = 0
    closed: int = 0
    measures: int = 0
    done: int = 0
    on_schedule: int = 0
    overdue: int = 0


def court_lines(top: Court, on: date, courts: list[Court]) -> list[CourtLine]:
    """A line for each of `courts`, which are `top` and courts below it."""
    lines = {court.pk: CourtLine(court, is_open=court == top or court.shares_records) for court in courts}
    for court_id, state, number in _counted(problems_on(problems_of(top, on, with_below=True), on)):
        if line := lines.get(court_id):
            line.problems += number
            line.closed += number if state == ProblemState.CLOSED else 0
    for court_id, state, number in _counted(measures_on(measures_of(top, with_below=True), on)):
        if line := lines.get(court_id):
            line.measures += number
            line.done += number if state == MeasureState.DONE else 0
            line.on_schedule += number if state == MeasureState.ON_SCHEDULE else 0
            line.overdue += number if state == MeasureState.OVERDUE else 0
    return list(lines.values())


def _counted(rows: QuerySet[Any]) -> Any:
    """(court, state, how many), counted by the database."""
    return rows.order_by().values_list("court_id", "state").annotate(number=Count("pk"))
