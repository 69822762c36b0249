"""What waits for a branch: problems to claim, close-outs that the committee sent back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from branches.models import Branch
from rectification.choices import ProblemState, StepKind
from rectification.models import Problem, ProblemShare
from rectification.models.problems import given_on
from rectification.selectors.problems import not_claimed_on, unclaimed
from rectification.selectors.standing import problems_on

FEW = 5


@dataclass(frozen=True)
class BranchWaiting:
    """`to_claim`: the first problems given to the branch, or offered to all and still nobody's; `sent_back`: those to
    go on with."""

    to_claim: list[Any]
    sent_back: list[Any]


def branch_waiting(user: Any, branch: Branch, on: date) -> BranchWaiting:
    """What the branch has to do about its problems, the measures apart."""
    problems = problems_on(Problem.objects.visible_to(user).filter(court=branch.court_id), on)
    own = ProblemShare.objects.visible_to(user).filter(given_on(on), branch=branch).values("problem")
    given = Q(pk__in=own.filter(not_claimed_on(on)))
    free = Q(is_offered=True) & ~Q(pk__in=own)
    to_claim = unclaimed(user, problems, on).filter(given | free)
    sent_back = problems.filter(pk__in=own, state=ProblemState.OPEN, last_kind=StepKind.CLOSE_REFUSED)
    return BranchWaiting(list(to_claim.order_by("number")[:FEW]), list(sent_back.order_by("number")))
