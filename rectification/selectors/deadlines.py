"""Deadlines of measures and problems for others to build on: what is late, what falls due, what was kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from branches.models import Branch, Court
from core.dates import Span
from rectification.choices import SETS_DEADLINE, MeasureState, ProblemState, StepKind
from rectification.models import Measure, ProblemShare, RectificationStep
from rectification.models.problems import given_on
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


class Deadline(NamedTuple):
    """Of a measure or a problem: the day, and whether it was kept."""

    on: date
    is_kept: bool


# Branch → what fell due for it (measures, or problems, by their keys).
Kept = dict[int, dict[int, Deadline]]


def done_on_time(branch: Branch, start: date, end: date, as_of: date) -> OnTime:
    """As `measures_kept` says it, of one branch."""
    return _on_time(measures_kept(branch, start, end, as_of).get(branch.pk, {}))


def closed_on_time(branch: Branch, start: date, end: date, as_of: date) -> OnTime:
    """As `problems_kept` says it, of one branch."""
    return _on_time(problems_kept(branch, start, end, as_of).get(branch.pk, {}))


def _on_time(due: dict[int, Deadline]) -> OnTime:
    return OnTime(sum(each.is_kept for each in due.values()), len(due))


def measures_kept(owner: Court | Branch, start: date, end: date, as_of: date, *, with_below: bool = False) -> Kept:
    """Of each branch's measures that fell due in `start`..`end` and by `as_of`: done on time, and not sent back since.
    A deadline that was extended counts as extended (1 query)."""
    days = (start, min(end, as_of))
    measures = measures_of(owner, with_below=with_below).filter(
        _may_fall_due(owner, days, with_below), branch__isnull=False
    )
    found: defaultdict[int, dict[int, Deadline]] = defaultdict(dict)
    rows = measures_on(measures, as_of).filter(due_on__range=days)
    for branch_id, pk, done_on, due_on in rows.order_by().values_list("branch_id", "pk", "done_on", "due_on"):
        found[branch_id][pk] = Deadline(due_on, done_on is not None and done_on <= due_on)
    return dict(found)


def _may_fall_due(owner: Court | Branch, days: Span, with_below: bool) -> Q:
    """Measures of which some deadline, the first one or as extended once, lies in `days`."""
    extended = RectificationStep.objects.within(_court_of(owner), with_below=with_below).filter(
        kind__in=SETS_DEADLINE, until__range=days
    )
    return Q(first_due_on__range=days) | Q(pk__in=extended.values("measure"))


def problems_kept(owner: Court | Branch, start: date, end: date, as_of: date, *, with_below: bool = False) -> Kept:
    """Of each branch's problems that fell due in `start`..`end` and by `as_of`: closed by now, applied for on time and
    never reopened. How long the committee took is not the branch's (up to 4 queries).

    A problem without a deadline of its own has the last one of its measures; where one of these goes on for good, none.
    """
    days = (start, min(end, as_of))
    measures = Measure.objects.within(_court_of(owner), with_below=with_below)
    by_measures = measures.filter(_may_fall_due(owner, days, with_below), problem=OuterRef("pk"))
    problems = problems_of(owner, as_of, with_below=with_below).filter(
        Q(due_on__range=days) | Q(Exists(by_measures), due_on__isnull=True)
    )
    values = ("pk", "due_on", "state", "closed_on")
    rows = list(problems_on(problems, as_of).order_by().values_list(*values))
    last_due = _last_deadlines(measures.filter(problem__in=[pk for pk, due_on, *_ in rows if due_on is None]), as_of)
    steps = RectificationStep.objects.within(_court_of(owner), with_below=with_below)
    closed = [pk for pk, _, state, _ in rows if state == ProblemState.CLOSED]
    asked, reopened = _asked_and_reopened(steps.filter(problem__in=closed, on__lte=as_of))
    kept: dict[int, Deadline] = {}
    for pk, own_due_on, state, closed_on in rows:
        due_on = own_due_on or last_due.get(pk)
        if due_on is not None and days[0] <= due_on <= days[1]:
            in_time = state == ProblemState.CLOSED and asked.get(pk, closed_on) <= due_on
            kept[pk] = Deadline(due_on, in_time and pk not in reopened)
    return _by_branch(kept, owner, as_of, with_below)


def _asked_and_reopened(steps: QuerySet[RectificationStep]) -> tuple[dict[int, date], set[int]]:
    """Key of a problem → when its close-out was asked for last, and the problems that were reopened."""
    asked: dict[int, date] = {}
    reopened = set()
    rows = steps.filter(kind__in=(StepKind.CLOSE_ASKED, StepKind.REOPENED)).order_by("on", "order")
    for problem_id, kind, on in rows.values_list("problem_id", "kind", "on"):
        if kind == StepKind.REOPENED:
            reopened.add(problem_id)
        else:
            asked[problem_id] = on
    return asked, reopened


def _by_branch(kept: dict[int, Deadline], owner: Court | Branch, on: date, with_below: bool) -> Kept:
    """A problem is of each branch that it was given to."""
    shares = ProblemShare.objects.within(_court_of(owner), with_below=with_below).filter(
        given_on(on), problem__in=list(kept)
    )
    if isinstance(owner, Branch):
        shares = shares.filter(branch=owner)
    found: defaultdict[int, dict[int, Deadline]] = defaultdict(dict)
    for branch_id, problem_id in shares.order_by().values_list("branch_id", "problem_id"):
        found[branch_id][problem_id] = kept[problem_id]
    return dict(found)


def _last_deadlines(measures: QuerySet[Measure], on: date) -> dict[int, date]:
    """Key of a problem → the last deadline of its measures, where each has one."""
    deadlines: defaultdict[int, list[date | None]] = defaultdict(list)
    for problem_id, due_on in measures_on(measures, on).order_by().values_list("problem_id", "due_on"):
        deadlines[problem_id].append(due_on)
    return {pk: max(filter(None, days)) for pk, days in deadlines.items() if all(days)}


def _court_of(owner: Court | Branch) -> Court:
    return owner.court if isinstance(owner, Branch) else owner


def _with_people(measures: QuerySet[Any]) -> QuerySet[Any]:
    return measures.select_related("problem", "branch", "owner").order_by("due_on", "problem__number", "order")


def _duty(row: Any, on: date) -> Duty:
    late = (on - row.due_on).days if row.state == MeasureState.OVERDUE else 0
    return Duty(row, row.owner.name if row.owner else row.owner_name, row.due_on, row.done_on, late)
