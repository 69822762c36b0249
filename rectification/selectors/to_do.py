"""The measures that a branch is to report on: late, or due before long; those that one person answers for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from branches.models import Branch
from branches.scoping import standing_of
from rectification.choices import MeasureState, ProblemState
from rectification.links import measures_url
from rectification.models import Measure, Problem, ProblemShare
from rectification.models.problems import CLAIMED, given_on
from rectification.selectors.measures import with_standing
from rectification.selectors.standing import measures_on, problems_on

SOON_DAYS = 30
MOST_SHOWN = 8


@dataclass(frozen=True)
class MeasuresToDo:
    """The first `measures` by their deadline, each with its standing; how many `more` there are, and all of them."""

    measures: list[Any]
    more: int
    url: str


def measures_to_do(user: Any, branch: Branch, on: date) -> MeasuresToDo:
    """Of problems that the branch has claimed and is putting right, its measures that are late or due within
    SOON_DAYS."""
    claimed = ProblemShare.objects.visible_to(user).filter(CLAIMED, given_on(on), branch=branch)
    own = Problem.objects.visible_to(user).filter(pk__in=claimed.values("problem"))
    open_problems = problems_on(own, on).filter(state=ProblemState.OPEN)
    rows = measures_on(Measure.objects.visible_to(user).filter(branch=branch), on).exclude(state=MeasureState.DONE)
    due = rows.filter(due_on__lte=on + timedelta(SOON_DAYS), problem__in=open_problems.values("pk"))
    found = list(due.select_related("problem").order_by("due_on", "problem__number", "order"))
    url = measures_url(on=on, branch=branch.pk, sort="due_on")
    return MeasuresToDo(with_standing(found[:MOST_SHOWN], on), max(len(found) - MOST_SHOWN, 0), url)


def own_measures(user: Any, on: date) -> list[Any]:
    """The measures that the user answers for and that are not done, by their deadline, each with its standing."""
    member_id = standing_of(user).member_id
    own = Measure.objects.visible_to(user).filter(owner__isnull=False, owner=member_id)
    rows = measures_on(own, on).exclude(state=MeasureState.DONE)
    return with_standing(list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")), on)
