"""Deadlines of measures and problems for others to build on: what is late, what falls due, what was kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from branches.models import Branch, Court
from rectification.choices import MeasureState, ProblemState, StepKind
from rectification.models import Measure, RectificationStep
from rectification.selectors.figures import measures_of, problems_of
from rectification.selectors.standing import measures_on, problems_on


@dataclass(frozen=True)
class Duty:
    """A measure with who answers for it. `done_on` is None while it is open; `days_late`: 0 for what is not late."""

    measure: Measure
    owner: str
    due_on: date
    done_on: date | None
    days_late: int


class OnTime(NamedTuple):
    """How many of those that were due were kept."""

    on_time: int
    due: int


def overdue_measures(owner: Court | Branch, on: date, *, most: int | None = None) -> list[Duty]:
    """The measures that were late on `on`, the longest late first; no more than `most`."""
    rows = _with_people(measures_on(measures_of(owner), on)).filter(state=MeasureState.OVERDUE)
    return [_duty(row, on) for row in rows[:most]]


def nearing_measures(owner: Court | Branch, on: date, *, days: int, most: int | None = None) -> list[Duty]:
    """The measures that were open on `on` and due within so many days, the first due first; no more than `most`."""
    rows = _with_people(measures_on(measures_of(owner), on)).filter(state=MeasureState.ON_SCHEDULE)
    return [_duty(row, on) for row in rows.filter(due_on__lte=on + timedelta(days))[:most]]


def measures_due(owner: Court | Branch, start: date, end: date) -> list[Duty]:
    """The measures whose deadline lies in `start`..`end`, done or not, as they stood on `end`."""
    rows = _with_people(measures_on(measures_of(owner), end)).filter(due_on__range=(start, end))
    return [_duty(row, end) for row in rows]


def done_on_time(branch: Branch, start: date, end: date, as_of: date) -> OnTime:
    """Of the branch's measures that fell due in `start`..`end` and by `as_of`: done on time, and not sent back since.
    A deadline that was extended counts as extended."""
    rows = measures_on(measures_of(branch), as_of).filter(due_on__range=(start, min(end, as_of)))
    days = list(rows.values_list("done_on", "due_on"))
    return OnTime(sum(done_on is not None and done_on <= due_on for done_on, due_on in days), len(days))


def closed_on_time(branch: Branch, start: date, end: date, as_of: date) -> OnTime:
    """Of the branch's problems that fell due in `start`..`end` and by `as_of`: closed by now, applied for on time and
    never reopened. How long the committee took is not the branch's.

    A problem without a deadline of its own has the last one of its measures; where one of these goes on for good, none.
    """
    rows = problems_on(problems_of(branch, as_of), as_of).values_list("pk", "due_on", "state", "closed_on")
    asked = _days_asked(branch, as_of)
    by_measures = _last_deadlines(branch, as_of)
    last = min(end, as_of)
    due = {}
    for pk, own_due_on, state, closed_on in rows:
        due_on = own_due_on or by_measures.get(pk)
        if due_on is not None and start <= due_on <= last:
            due[pk] = state == ProblemState.CLOSED and asked.get(pk, closed_on) <= due_on
    kept = [pk for pk, was_kept in due.items() if was_kept]
    reopened = RectificationStep.objects.within(branch.court).filter(
        problem__in=kept, kind=StepKind.REOPENED, on__lte=as_of
    )
    return OnTime(len(kept) - reopened.values("problem").distinct().count(), len(due))


def _days_asked(branch: Branch, on: date) -> dict[int, date]:
    """Key of a problem → the day on which its close-out was last applied for."""
    steps = RectificationStep.objects.within(branch.court).filter(
        problem__in=problems_of(branch, on).values("pk"), kind=StepKind.CLOSE_ASKED, on__lte=on
    )
    return dict(steps.order_by("on", "order").values_list("problem_id", "on"))


def _last_deadlines(branch: Branch, on: date) -> dict[int, date]:
    """Key of a problem → the last deadline of its measures, where each has one."""
    measures = Measure.objects.within(branch.court).filter(problem__in=problems_of(branch, on).values("pk"))
    deadlines: defaultdict[int, list[date | None]] = defaultdict(list)
    for problem_id, due_on in measures_on(measures, on).values_list("problem_id", "due_on"):
        deadlines[problem_id].append(due_on)
    return {pk: max(filter(None, days)) for pk, days in deadlines.items() if all(days)}


def _with_people(measures: QuerySet[Any]) -> QuerySet[Any]:
    return measures.select_related("problem", "branch", "owner").order_by("due_on", "problem__number", "order")


def _duty(row: Any, on: date) -> Duty:
    late = (on - row.due_on).days if row.state == MeasureState.OVERDUE else 0
    return Duty(row, row.owner.name if row.owner else row.owner_name, row.due_on, row.done_on, late)
