"""The list of problems, as they stood on a day: how each is shown beside its branches and its measures."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from branches.choices import Role
from branches.models import Branch
from branches.scoping import standing_of
from rectification.choices import PROBLEM_TAGS, MeasureState, ProblemState
from rectification.links import measures_url
from rectification.models import Measure, Problem, ProblemShare
from rectification.models.problems import given_on
from rectification.selectors.standing import measures_on, with_state

BATCH = 500


@dataclass
class ProblemRow:
    """One problem as the list shows it on a day: `done` of `measures`, of which `late` are past their day.
    `is_unclaimed`: a branch is still to take it up."""

    problem: Problem
    day: date
    state: ProblemState
    closed_on: date | None = None
    shares: list[ProblemShare] = field(default_factory=list)
    measures: int = 0
    done: int = 0
    late: int = 0
    may_claim: bool = False
    is_unclaimed: bool = False

    @property
    def measures_url(self) -> str:
        return measures_url(on=self.day, problem=self.problem.pk)

    @property
    def tag(self) -> str:
        return PROBLEM_TAGS[self.state]

    @property
    def branches(self) -> list[Branch]:
        """The leading branch first."""
        found = [share.branch for share in self.shares]
        return sorted(found, key=lambda branch: branch.pk != self.problem.branch_id)


def problems_for_list(user: Any) -> QuerySet[Problem]:
    """The problems that the user sees, voided ones too, with what a row of the list names."""
    return Problem.objects.visible_to(user).select_related("court", "campaign", "leader")


def unclaimed(user: Any, problems: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Of problems with their state: those that a branch is still to take up."""
    shares = ProblemShare.objects.visible_to(user).filter(given_on(on))
    waiting = shares.filter(not_claimed_on(on))
    free = Q(is_offered=True) & ~Q(pk__in=shares.values("problem"))
    return problems.filter(Q(pk__in=waiting.values("problem")) | free, state=ProblemState.OPEN)


def not_claimed_on(on: date) -> Q:
    """Shares that had not been taken up by `on`."""
    return Q(claimed_on__isnull=True, starts_on__isnull=False) | Q(claimed_on__gt=on)


def of_branch(user: Any, problems: QuerySet[Any], branch: Branch, on: date) -> QuerySet[Any]:
    """Those that the branch led or shared on `on`."""
    shares = ProblemShare.objects.visible_to(user).filter(given_on(on), branch=branch)
    return problems.filter(pk__in=shares.values("problem"))


def with_late_measures(user: Any, problems: QuerySet[Any], on: date) -> QuerySet[Any]:
    late = measures_on(Measure.objects.visible_to(user), on).filter(state=MeasureState.OVERDUE)
    return problems.filter(pk__in=late.values("problem"))


def rows_of(user: Any, problems: Sequence[Problem], on: date) -> list[ProblemRow]:
    """`problems` in their order, each as it stood on `on` (3 queries for 500)."""
    rows = []
    for start in range(0, len(problems), BATCH):
        rows += _rows_of(user, problems[start : start + BATCH], on)
    return rows


def _rows_of(user: Any, problems: Sequence[Problem], on: date) -> list[ProblemRow]:
    stood = {row.pk: row for row in with_state(Problem.objects.visible_to(user).filter(pk__in=_keys(problems)), on)}
    shares = _shares(user, problems)
    counts = _counts(user, problems, on)
    own = claiming_branches(user)
    rows = []
    for problem in problems:
        found, of_states = stood[problem.pk], counts[problem.pk]
        given = [share for share in shares[problem.pk] if share.is_given_on(on)]
        row = ProblemRow(problem, on, ProblemState(found.state), found.closed_on, given)
        row.measures, row.done = of_states.total(), of_states[MeasureState.DONE]
        row.late = of_states[MeasureState.OVERDUE]
        if row.state == ProblemState.OPEN:
            standing = [share for share in shares[problem.pk] if share.ends_on is None]
            row.may_claim = bool(claimable(problem, standing, own))
            row.is_unclaimed = _is_unclaimed(problem, row.shares, on)
        rows.append(row)
    return rows


def _is_unclaimed(problem: Problem, shares: list[ProblemShare], on: date) -> bool:
    """As `unclaimed` says it of many."""
    if not shares:
        return problem.is_offered
    return any(not share.is_claimed_on(on) for share in shares)


def _keys(problems: Iterable[Problem]) -> list[int]:
    return [problem.pk for problem in problems]


def _shares(user: Any, problems: Sequence[Problem]) -> defaultdict[int, list[ProblemShare]]:
    rows = ProblemShare.objects.visible_to(user).filter(problem__in=_keys(problems))
    found: defaultdict[int, list[ProblemShare]] = defaultdict(list)
    for share in rows.select_related("branch"):
        found[share.problem_id].append(share)
    return found


def _counts(user: Any, problems: Sequence[Problem], on: date) -> defaultdict[int, Counter[str]]:
    rows = measures_on(Measure.objects.visible_to(user).filter(problem__in=_keys(problems)), on)
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for problem_id, state in rows.values_list("problem_id", "state"):
        found[problem_id][state] += 1
    return found


def claiming_branches(user: Any) -> dict[int, int]:
    """The branches that the user may claim for, each with its court."""
    grants = standing_of(user).holding(Role.SECRETARY)
    return {
        grant.branch_id: grant.court_id
        for grant in grants
        if grant.group_id is None and grant.branch_id and grant.court_id
    }


def claimable(problem: Problem, shares: Iterable[ProblemShare], own: dict[int, int]) -> list[int]:
    """For which of the `own` branches the problem may be claimed; `shares` are those that stand."""
    if problem.voided_at is not None:
        return []
    claimed = {share.branch_id: share.is_claimed_on(date.max) for share in shares}
    return [
        branch_id
        for branch_id, court_id in own.items()
        if claimed.get(branch_id) is False
        or (branch_id not in claimed and problem.is_offered and court_id == problem.court_id)
    ]
