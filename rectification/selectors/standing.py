"""How problems and measures stood on a day, from their dated steps: never from a column that says how they stand now.

What stood on a day is what the last step of its chain on or before that day says. A problem's chain is its close-out,
a measure has two: whether it is done, and until when it was extended.
"""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rectification.choices import (
    CLOSES,
    LEADS_TO,
    OF_EXTENSION,
    SAYS_DONE,
    SETS_DEADLINE,
    MeasureState,
    ProblemState,
    StepKind,
)
from rectification.models import Measure, Problem, RectificationStep


def problems_on(problems: QuerySet[Problem], on: date) -> QuerySet[Any]:
    """The problems that were there on `on`, each with `state`, `last_kind` of step, `closed_on` or None."""
    return with_state(problems_there(problems, on), on)


def problems_there(problems: QuerySet[Problem], on: date) -> QuerySet[Problem]:
    """Those that had been found by `on`, and were no mistake."""
    return problems.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=on), voided_at__isnull=True)


def with_state(problems: QuerySet[Problem], on: date) -> QuerySet[Any]:
    """These problems, whichever they are, with what `problems_on` says of each."""
    last = _last(tuple(LEADS_TO), on, problem=OuterRef("pk"))
    leads = Case(*(When(kind=kind, then=Value(state)) for kind, state in LEADS_TO.items()), output_field=CharField())
    closed_on = Case(When(kind__in=CLOSES, then=F("on")), output_field=DateField())
    return problems.annotate(
        last_kind=Subquery(last.values("kind")[:1]),
        state=Coalesce(_of(last, leads), Value(ProblemState.OPEN), output_field=CharField()),
        closed_on=_of(last, closed_on),
    )


def measures_on(measures: QuerySet[Measure], on: date) -> QuerySet[Any]:
    """The measures that were there on `on`, each with `state`, `done_on` (None while open) and `due_on` as extended by
    then (None: goes on for good). A measure is late from the day after its deadline."""
    said = _last(SAYS_DONE, on, measure=OuterRef("pk"))
    extended = _last(SETS_DEADLINE, on, measure=OuterRef("pk"), until__isnull=False)
    there = Q(opened_on__isnull=True) | Q(opened_on__lte=on)
    of_problem = Q(problem__opened_on__isnull=True) | Q(problem__opened_on__lte=on)
    rows = measures.filter(there, of_problem, voided_at__isnull=True, problem__voided_at__isnull=True)
    done_on = Case(When(kind=StepKind.DONE, then=F("on")), output_field=DateField())
    return rows.annotate(
        done_on=_of(said, done_on),
        due_on=Coalesce(_of(extended, F("until")), F("first_due_on"), output_field=DateField()),
        state=Case(
            When(done_on__isnull=False, then=Value(MeasureState.DONE)),
            When(due_on__lt=on, then=Value(MeasureState.OVERDUE)),
            default=Value(MeasureState.ON_SCHEDULE),
            output_field=CharField(),
        ),
    )


def waiting_on(measures: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Of the measures that `measures_on` gave for `on`, those whose request for an extension waited for its answer."""
    return measures.filter(pk__in=requests_on(_steps(), on).values("measure"))


def requests_on(steps: QuerySet[RectificationStep], on: date) -> QuerySet[RectificationStep]:
    """Of `steps` the requests for an extension that waited on `on`: of what had happened by then, nothing about the
    extension or about being done was written down after them. Whoever answers goes by the order, not by the days."""
    after = _steps().filter(
        measure=OuterRef("measure"), order__gt=OuterRef("order"), kind__in=(*OF_EXTENSION, *SAYS_DONE), on__lte=on
    )
    return steps.filter(~Exists(after), kind=StepKind.EXTENSION_ASKED, on__lte=on)


def _of(steps: QuerySet[RectificationStep], what: Any) -> Subquery:
    """What the first of `steps` says, in one look-up: whatever is worked out from two is looked up twice."""
    return Subquery(steps.annotate(said=what).values("said")[:1])


def _last(kinds: tuple[str, ...], on: date, **of: Any) -> QuerySet[RectificationStep]:
    """The steps of these kinds that had happened by `on`, the last one first."""
    return _steps().filter(kind__in=kinds, on__lte=on, **of).order_by("-on", "-order")


def _steps() -> QuerySet[RectificationStep]:
    return RectificationStep.objects.unscoped("steps of rows that were fetched for the user")


def problem_state(problem: Problem, on: date) -> ProblemState:
    """Where one problem stood on `on`."""
    rows = problems_on(Problem.objects.within(problem.court).filter(pk=problem.pk), on)
    return ProblemState(rows.values_list("state", flat=True).get())


def measure_on(measure: Measure, on: date) -> Any:
    """The measure as it stood on `on`, with what `measures_on` gives."""
    return measures_on(Measure.objects.within(measure.problem.court).filter(pk=measure.pk), on).get()


def pending_extension(measure: Measure) -> RectificationStep | None:
    """The request for an extension that waits for its answer."""
    return requests_on(
        RectificationStep.objects.within(measure.problem.court).filter(measure=measure), date.max
    ).first()
