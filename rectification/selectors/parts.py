"""Who has a part in a problem: for which branch somebody acts, and who may not answer for the committee."""

from datetime import date
from typing import Any

from django.db.models import Q

from branches.models import Branch
from rectification.choices import FOR_BRANCH, OF_BRANCH, StepKind
from rectification.models import Measure, Problem, RectificationStep
from rectification.models.problems import CLAIMED
from rectification.permissions import own_branches


def acting_branch(user: Any, subject: Problem | Measure) -> Branch | None:
    """The branch for which the user acts on a problem or a measure, rather one that has claimed it; None: for the
    committee."""
    own = own_branches(user, subject)
    if not own:
        return None
    problem = subject if isinstance(subject, Problem) else subject.problem
    rows = Branch.objects.visible_to(user).filter(pk__in=own)
    return min(rows, key=lambda branch: not has_claimed(problem, branch), default=None)


def has_claimed(problem: Problem, branch: Branch) -> bool:
    """Whether the branch has taken up the problem, and acts on it from now on."""
    return problem.shares.filter(CLAIMED, branch=branch, ends_on__isnull=True).exists()


def is_to_claim(user: Any, subject: Problem | Measure) -> bool:
    """Whether the user acts for a branch that is still to claim the problem."""
    problem = subject if isinstance(subject, Problem) else subject.problem
    branch = acting_branch(user, subject)
    return branch is not None and not has_claimed(problem, branch)


def branches_on(problem: Problem) -> list[Branch]:
    """The branches that a problem is given to now, the leading one first."""
    shares = problem.shares.filter(ends_on__isnull=True).select_related("branch")
    return sorted((share.branch for share in shares), key=lambda branch: branch.pk != problem.branch_id)


def has_measures(problem: Problem) -> bool:
    return Measure.objects.within(problem.court).filter(problem=problem, voided_at__isnull=True).exists()


def may_move(measure: Measure, on: date) -> bool:
    """Whether another branch may still answer for the measure: it was added on that day, and nothing was done since."""
    return measure.opened_on == on and not measure.steps.exclude(kind=StepKind.ADDED).exists()


def own_part(problem: Problem, user: Any) -> str:
    """Why this user does not answer for the committee: took a step of a branch, is an officer of one, or answers for
    a measure; nothing for others. Nobody approves what they put forward themselves, nor for the own branch. The
    responsible leader may: he answers for the field, the branch applies."""
    steps = RectificationStep.objects.within(problem.court).filter(problem=problem, recorded_by=user)
    # Whoever brings in a ledger writes down what branches did, and does not do it for them.
    of_branch = Q(kind__in=OF_BRANCH) | Q(kind__in=FOR_BRANCH, branch__isnull=False)
    own = steps.filter(of_branch, import_batch__isnull=True).order_by("-order").first()
    if own is not None:
        return f"这个问题的“{own.get_kind_display()}”是您本人登记的，请由机关党委的其他同志办理。"
    if own_branches(user, problem):
        return "这个问题由您所在的支部负责整改，请由机关党委的其他同志办理。"
    measures = Measure.objects.within(problem.court).filter(problem=problem, voided_at__isnull=True)
    if measures.filter(owner__user=user).exists():
        return "您是这个问题整改措施的责任人，请由机关党委的其他同志办理。"
    return ""
