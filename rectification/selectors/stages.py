"""Problems by how far they have come and how long they have been open, as filters of rows that `problems_on` gave."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rectification.choices import DAYS_OF_AGE, Age, MeasureState, ProblemState, Stage
from rectification.models import Measure, ProblemShare
from rectification.models.problems import CLAIMED, given_on
from rectification.selectors.standing import measures_on

WHY = "measures and shares of problems that were fetched for the user"


def came_to(problems: QuerySet[Any], stage: str, on: date) -> QuerySet[Any]:
    """Those that had come to `stage` or further by `on`: as selectors/supervision/sums.funnel counts them."""
    if stage == Stage.CLOSED:
        return problems.filter(state=ProblemState.CLOSED)
    if stage == Stage.REGISTERED:
        return problems
    further = ~Q(state=ProblemState.OPEN)
    if stage == Stage.CLOSE_ASKED:
        return problems.filter(further)
    measures = measures_on(Measure.objects.unscoped(WHY).filter(problem=OuterRef("pk")), on)
    open_ones = measures.exclude(state=MeasureState.DONE)
    if stage == Stage.MEASURES_DONE:
        return problems.filter(further | Exists(measures) & ~Exists(open_ones))
    reached = further | Exists(measures)
    return problems.filter(reached if stage == Stage.MEASURES else reached | _claimed(on))


def _claimed(on: date) -> Q:
    """Given to branches that have all taken it up."""
    shares = ProblemShare.objects.unscoped(WHY).filter(given_on(on), problem=OuterRef("pk"))
    claimed = CLAIMED & (Q(claimed_on__isnull=True) | Q(claimed_on__lte=on))
    return Q(Exists(shares)) & ~Q(Exists(shares.exclude(claimed)))


def of_age(problems: QuerySet[Any], age: str, on: date) -> QuerySet[Any]:
    """Those that are not closed and have been open that long on `on`: as selectors/supervision/sums.ageing counts."""
    open_ones = problems.exclude(state=ProblemState.CLOSED)
    if age == Age.UNKNOWN:
        return open_ones.filter(opened_on__isnull=True)
    first, last = DAYS_OF_AGE[Age(age)]
    old_enough = open_ones.filter(opened_on__lte=on - timedelta(first))
    return old_enough if last is None else old_enough.filter(opened_on__gte=on - timedelta(last))
