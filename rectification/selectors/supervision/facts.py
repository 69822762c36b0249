"""The problems and measures of a court or a branch as they stood on a day, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from rectification.choices import MeasureState, ProblemState
from rectification.models import Measure, ProblemShare
from rectification.models.problems import given_on
from rectification.selectors.figures import measures_of, problems_of
from rectification.selectors.standing import measures_on, problems_on, waiting_on


@dataclass(frozen=True, slots=True)
class ProblemFact:
    """`claims`: key of each branch that it was given to on the day, and whether that branch had taken it up."""

    pk: int
    source: str
    opened_on: date | None
    state: str
    claims: dict[int, bool]

    @property
    def is_closed(self) -> bool:
        return self.state == ProblemState.CLOSED

    @property
    def is_claimed(self) -> bool:
        return bool(self.claims) and all(self.claims.values())


@dataclass(frozen=True, slots=True)
class MeasureFact:
    pk: int
    problem_id: int
    source: str
    branch_id: int | None
    owner_name: str
    state: str
    due_on: date | None

    @property
    def is_late(self) -> bool:
        return self.state == MeasureState.OVERDUE

    def days_left(self, on: date) -> int | None:
        """Days until the deadline, negative when it has passed; None for what is done or goes on for good."""
        if self.due_on is None or self.state == MeasureState.DONE:
            return None
        return (self.due_on - on).days


@dataclass(frozen=True)
class Facts:
    """`measures`: those the owner answers for; `around`: all measures of its problems, other branches' too.
    `waiting`: keys of measures whose extension was asked for and not answered."""

    owner: Court | Branch
    on: date
    problems: list[ProblemFact]
    measures: list[MeasureFact]
    around: list[MeasureFact]
    waiting: frozenset[int]


def facts_on(owner: Court | Branch, on: date) -> Facts:
    """What stood on `on`, in four queries whatever the number of rows."""
    around = _measures(owner, on)
    own = [each for each in around if each.branch_id == owner.pk] if isinstance(owner, Branch) else around
    waiting = waiting_on(measures_on(measures_of(owner), on), on).values_list("pk", flat=True)
    return Facts(owner, on, _problems(owner, on), own, around, frozenset(waiting))


def _problems(owner: Court | Branch, on: date) -> list[ProblemFact]:
    claims: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for share in _shares(owner, on):
        claims[share.problem_id][share.branch_id] = share.is_claimed_on(on)
    rows = problems_on(problems_of(owner, on), on).order_by("number")
    return [
        ProblemFact(pk, source, opened_on, state, claims[pk])
        for pk, source, opened_on, state in rows.values_list("pk", "source", "opened_on", "state")
    ]


def _shares(owner: Court | Branch, on: date) -> QuerySet[ProblemShare]:
    shares = ProblemShare.objects.within(_court(owner)).filter(given_on(on))
    if isinstance(owner, Branch):
        shares = shares.filter(problem__in=problems_of(owner, on).values("pk"))
    return shares.only("problem_id", "branch_id", "starts_on", "claimed_on")


def _measures(owner: Court | Branch, on: date) -> list[MeasureFact]:
    rows = measures_on(_measures_around(owner, on), on).order_by("problem__number", "order")
    words = ("pk", "problem_id", "problem__source", "branch_id", "owner__name", "owner_name", "state", "due_on")
    return [
        MeasureFact(pk, problem_id, source, branch_id, member_name or name, state, due_on)
        for pk, problem_id, source, branch_id, member_name, name, state, due_on in rows.values_list(*words)
    ]


def _measures_around(owner: Court | Branch, on: date) -> QuerySet[Measure]:
    """The measures of a court; a branch's own with the others of its problems."""
    measures = Measure.objects.within(_court(owner))
    if isinstance(owner, Court):
        return measures
    return measures.filter(Q(branch=owner) | Q(problem__in=problems_of(owner, on).values("pk")))


def _court(owner: Court | Branch) -> Court:
    return owner.court if isinstance(owner, Branch) else owner
