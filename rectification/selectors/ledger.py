"""The ledger of a court on a day: its problems with their branches and measures, as courts keep it in a workbook."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.models import Branch, Court
from rectification.models import Measure, Problem, ProblemShare
from rectification.models.problems import given_on
from rectification.selectors.standing import measures_on, problems_on


@dataclass
class LedgerProblem:
    """`problem` and `measures` have what `problems_on` and `measures_on` say of the day; `branches`: the leading one
    first, none where the committee deals with it itself."""

    problem: Any
    branches: list[Branch]
    measures: list[Any]

    def is_of_lead(self, measure: Any) -> bool:
        return bool(measure.branch_id == self.problem.branch_id)


def ledger_on(user: Any, court: Court, on: date, *, branch: Branch | None = None) -> list[LedgerProblem]:
    """What the user sees of the court's problems, or of those that `branch` has; in three queries."""
    shares = ProblemShare.objects.visible_to(user).filter(given_on(on), court=court)
    problems = Problem.objects.visible_to(user).filter(court=court).select_related("leader")
    if branch is not None:
        problems = problems.filter(pk__in=shares.filter(branch=branch).values("problem"))
    found = problems_on(problems, on).order_by("number")
    branches: defaultdict[int, list[Branch]] = defaultdict(list)
    measures: defaultdict[int, list[Any]] = defaultdict(list)
    for share in shares.select_related("branch").order_by("order", "pk"):
        branches[share.problem_id].append(share.branch)
    rows = Measure.objects.visible_to(user).filter(court=court).select_related("owner", "branch")
    for measure in measures_on(rows, on).order_by("problem", "order"):
        measures[measure.problem_id].append(measure)
    return [_line(row, branches[row.pk], measures[row.pk]) for row in found]


def _line(problem: Any, branches: list[Branch], measures: list[Any]) -> LedgerProblem:
    """The measures of the leading branch stand before those of others."""
    lead = problem.branch_id
    return LedgerProblem(
        problem,
        sorted(branches, key=lambda branch: branch.pk != lead),
        sorted(measures, key=lambda measure: measure.branch_id != lead),
    )
