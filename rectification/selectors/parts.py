"""Who has a part in a problem: for which branch somebody acts, and who may not answer for the committee."""

from typing import Any

from branches.models import Branch
from rectification.choices import OF_BRANCH
from rectification.models import Measure, Problem, RectificationStep
from rectification.permissions import own_branches


def acting_branch(user: Any, subject: Problem | Measure) -> Branch | None:
    """The branch for which the user acts on a problem or a measure; None: for the committee."""
    own = own_branches(user, subject)
    return Branch.objects.visible_to(user).filter(pk__in=own).first() if own else None


def branches_on(problem: Problem) -> list[Branch]:
    """The branches that a problem is given to now, the leading one first."""
    shares = problem.shares.filter(ends_on__isnull=True).select_related("branch")
    return sorted((share.branch for share in shares), key=lambda branch: branch.pk != problem.branch_id)


def own_part(problem: Problem, user: Any) -> str:
    """Why this user does not answer for the committee: took a step of the branch, or answers for a measure; nothing for
    others. Nobody approves what they put forward themselves."""
    steps = RectificationStep.objects.within(problem.court).filter(problem=problem, recorded_by=user)
    # Whoever brings in a ledger writes down what branches did, and does not do it for them.
    own = steps.filter(kind__in=OF_BRANCH, import_batch__isnull=True).order_by("-order").first()
    if own is not None:
        return f"这个问题的“{own.get_kind_display()}”是您本人登记的，请由机关党委的其他同志办理。"
    measures = Measure.objects.within(problem.court).filter(problem=problem, voided_at__isnull=True)
    if measures.filter(owner__user=user).exists():
        return "您是这个问题整改措施的责任人，请由机关党委的其他同志办理。"
    return ""
