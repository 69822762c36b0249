"""The figures of rectification on a day (seed 000: 13 problems, 1 closed; 46 measures = 11 + 35 + 0)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from branches.models import Branch, Court
from rectification.choices import MeasureState, ProblemState
from rectification.links import measures_url, problems_url
from rectification.models import Measure, Problem, ProblemShare
from rectification.models.problems import given_on
from rectification.selectors.standing import measures_on, problems_on


@dataclass(frozen=True)
class Figures:
    """Counts of problems and measures; of a problem shared by several branches each counts it, their court once."""

    problems: int
    problems_closed: int
    measures: int
    measures_done: int
    measures_on_schedule: int
    measures_overdue: int


def figures_on(owner: Court | Branch, on: date, *, with_below: bool = False) -> Figures:
    """Everything opened on or before `on`, whatever its age."""
    problems = problems_of(owner, on, with_below=with_below)
    return figures_among(problems, measures_of(owner, with_below=with_below), on)


def figures_among(problems: QuerySet[Problem], measures: QuerySet[Measure], on: date) -> Figures:
    """The same of any problems and measures."""
    of_problems = _by_state(problems_on(problems, on))
    of_measures = _by_state(measures_on(measures, on))
    return Figures(
        problems=of_problems.total(),
        problems_closed=of_problems[ProblemState.CLOSED],
        measures=of_measures.total(),
        measures_done=of_measures[MeasureState.DONE],
        measures_on_schedule=of_measures[MeasureState.ON_SCHEDULE],
        measures_overdue=of_measures[MeasureState.OVERDUE],
    )


def _by_state(rows: QuerySet[Any]) -> Counter[str]:
    """One group each, so that the state of a row is worked out once and not for every figure."""
    return Counter(dict(rows.order_by().values_list("state").annotate(number=Count("pk"))))


def kept_figures(owner: Court | Branch, on: date, *, with_below: bool = False) -> Figures | None:
    """The same; None where no problem was ever registered in the court: what is not kept here is not known, never 0."""
    court = owner.court if isinstance(owner, Branch) else owner
    if not Problem.objects.within(court, with_below=with_below).exists():
        return None
    return figures_on(owner, on, with_below=with_below)


def problems_of(owner: Court | Branch, on: date, *, with_below: bool = False) -> QuerySet[Problem]:
    """The problems of a court (`with_below`: and of the courts below it), or those that were a branch's on `on`."""
    if isinstance(owner, Court):
        return Problem.objects.within(owner, with_below=with_below)
    shares = ProblemShare.objects.within(owner.court).filter(given_on(on), branch=owner)
    return Problem.objects.within(owner.court).filter(pk__in=shares.values("problem"))


def measures_of(owner: Court | Branch, *, with_below: bool = False) -> QuerySet[Measure]:
    """The measures of a court, or those that a branch answers for."""
    if isinstance(owner, Court):
        return Measure.objects.within(owner, with_below=with_below)
    return Measure.objects.within(owner.court).filter(branch=owner)


def linked(figures: Figures, **of: Any) -> list[tuple[str, int, str]]:
    """(label, number, the list that it counts)."""
    return [
        ("问题", figures.problems, problems_url(**of)),
        ("已销号", figures.problems_closed, problems_url(state=ProblemState.CLOSED, **of)),
        ("整改措施", figures.measures, measures_url(**of)),
        ("已完成", figures.measures_done, measures_url(state=MeasureState.DONE, **of)),
        ("序时推进", figures.measures_on_schedule, measures_url(state=MeasureState.ON_SCHEDULE, **of)),
        ("未按时完成", figures.measures_overdue, measures_url(state=MeasureState.OVERDUE, **of)),
    ]
