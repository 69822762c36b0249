"""Who may do what about problems and their measures: the committee finds and approves, branches put right and apply.

Each transition has a name of its own, so that the audit trail says what was refused. Courts above read, never write.
That nobody approves what they put forward themselves is a rule of the services (selectors/parts.py).
"""

from typing import Any

from branches.choices import Role
from branches.permissions import is_committee_of, is_officer_of
from branches.scoping import standing_of
from core.access import permission
from rectification.choices import NodeStepKind, StepKind
from rectification.models import Finding, Problem

# The permission of each step: "rectification.close_out_ask" …
OF_COMMITTEE: dict[str, str] = {
    StepKind.OPENED: "rectification.problem_open",
    StepKind.CHANGED: "rectification.problem_change",
    StepKind.OFFERED: "rectification.problem_offer",
    StepKind.ASSIGNED: "rectification.problem_assign",
    StepKind.RELEASED: "rectification.problem_release",
    StepKind.SENT_BACK: "rectification.measure_send_back",
    StepKind.MEASURE_VOIDED: "rectification.measure_void",
    StepKind.EXTENSION_APPROVED: "rectification.extension_approve",
    StepKind.EXTENSION_REFUSED: "rectification.extension_refuse",
    StepKind.CLOSED: "rectification.close_out_approve",
    StepKind.CLOSE_REFUSED: "rectification.close_out_send_back",
    StepKind.REOPENED: "rectification.problem_reopen",
    StepKind.VOIDED: "rectification.problem_void",
}
OF_BRANCHES: dict[str, str] = {StepKind.DECLINED: "rectification.problem_decline"}
# The branch's; the committee's own where the measure is its own.
OF_OWN_MEASURE: dict[str, str] = {
    StepKind.EXTENSION_ASKED: "rectification.extension_ask",
    StepKind.EXTENSION_WITHDRAWN: "rectification.extension_withdraw",
}
# The branches'; the committee's own where no branch has a part in the problem.
OF_CLOSE_OUT: dict[str, str] = {
    StepKind.CLOSE_ASKED: "rectification.close_out_ask",
    StepKind.CLOSE_WITHDRAWN: "rectification.close_out_withdraw",
}
OF_BOTH: dict[str, str] = {
    StepKind.ADDED: "rectification.measure_add",
    StepKind.MEASURE_CHANGED: "rectification.measure_change",
    StepKind.PROGRESS: "rectification.measure_progress",
    StepKind.DONE: "rectification.measure_done",
}
# May be asked for by any officer of the court while the problem is offered.
CLAIM = "rectification.problem_claim"
PERMISSION_OF: dict[str, str] = {
    **OF_COMMITTEE,
    **OF_BRANCHES,
    **OF_OWN_MEASURE,
    **OF_CLOSE_OUT,
    **OF_BOTH,
    StepKind.CLAIMED: CLAIM,
}


@permission("rectification.view_problems")
def view_problems(user: Any, subject: Any = None) -> bool:
    """Which rows is the scope's answer; a group's leader sees none."""
    standing = standing_of(user)
    return standing.holds(Role.COMMITTEE) or is_officer_of(user)


@permission("rectification.export_problems")
def export_problems(user: Any, subject: Any = None) -> bool:
    return view_problems(user, subject)


@permission("rectification.view_supervision")
def view_supervision(user: Any, owner: Any = None) -> bool:
    """`owner`: a branch, to its officers and whoever may open its court; a court, to its committee, and to one above
    where it shares its records."""
    if owner is None:
        return view_problems(user)
    standing = standing_of(user)
    if owner._meta.model_name == "branch":
        officers = [grant for grant in standing.holding(Role.SECRETARY) if grant.group_id is None]
        return any(grant.branch_id == owner.pk for grant in officers) or view_supervision(user, owner.court)
    committees = standing.holding(Role.COMMITTEE)
    shared = owner.shares_records and any((owner.path or "").startswith(grant.court_path) for grant in committees)
    return shared or any(grant.court_id == owner.pk for grant in committees)


@permission("rectification.view_below")
def view_below(user: Any, court: Any = None) -> bool:
    """Sums of a court and the courts below it: its committee, and one above."""
    grants = standing_of(user).holding(Role.COMMITTEE)
    return any(court is None or (court.path or "").startswith(grant.court_path) for grant in grants)


def is_of_committee(user: Any, subject: Any = None) -> bool:
    return is_committee_of(user, subject)


def is_of_branches(user: Any, subject: Any = None) -> bool:
    """An officer of a branch that `subject` (a problem, a measure) is given to."""
    if subject is None:
        return is_officer_of(user)
    return bool(own_branches(user, subject))


def is_of_both(user: Any, subject: Any = None) -> bool:
    return is_of_branches(user, subject) or is_committee_of(user, subject)


def may_close_out(user: Any, subject: Any = None) -> bool:
    """An officer of a branch of the problem; of one without any branch, the committee."""
    if is_of_branches(user, subject):
        return True
    return is_committee_of(user, subject) and not (subject and subject.shares.filter(ends_on__isnull=True).exists())


def may_extend(user: Any, subject: Any = None) -> bool:
    """An officer of the measure's branch; of a measure without one, the committee."""
    if is_of_branches(user, subject):
        return True
    return is_committee_of(user, subject) and not (subject and subject.branch_id)


def own_branches(user: Any, subject: Any) -> set[int]:
    """Keys of the branches of a problem, or of the one of a measure, for which the user may act. A measure without a
    branch is the committee's own."""
    is_measure = subject._meta.model_name == "measure"
    problem = subject.problem if is_measure else subject
    shares = problem.shares.filter(ends_on__isnull=True)
    given = set(shares.values_list("branch_id", flat=True))
    grants = standing_of(user).holding(Role.SECRETARY)
    own = {grant.branch_id for grant in grants if grant.group_id is None and grant.branch_id} & given
    return own & {subject.branch_id} if is_measure else own


permission("rectification.evidence_withdraw")(is_of_both)
for _name in OF_COMMITTEE.values():
    permission(_name)(is_of_committee)
for _name in OF_BRANCHES.values():
    permission(_name)(is_of_branches)
for _name in OF_OWN_MEASURE.values():
    permission(_name)(may_extend)
for _name in OF_CLOSE_OUT.values():
    permission(_name)(may_close_out)
for _name in OF_BOTH.values():
    permission(_name)(is_of_both)


@permission(CLAIM)
def problem_claim(user: Any, subject: Any = None) -> bool:
    """`subject`: a problem; an offered one may be claimed by any branch of the court."""
    if subject is None:
        return is_officer_of(user)
    grants = [grant for grant in standing_of(user).holding(Role.SECRETARY) if grant.group_id is None]
    if subject.is_offered and any(grant.court_id == subject.court_id for grant in grants):
        return True
    return is_of_branches(user, subject)


# --- Inspections --------------------------------------------------------------------------------

# What the committee does about an inspection, each under a name of its own, with the words of the audit trail.
OF_INSPECTIONS = {
    "rectification.inspection_create": "新建检查",
    "rectification.inspection_change": "修改检查",
    "rectification.inspection_close": "结束检查登记",
    "rectification.inspection_reopen": "恢复检查登记",
    "rectification.inspection_void": "作废检查",
    "rectification.branch_check": "登记支部检查情况",
    "rectification.branch_uncheck": "删除支部检查情况",
    "rectification.finding_add": "登记检查发现的问题",
    "rectification.finding_change": "修改检查发现的问题",
    "rectification.finding_void": "作废检查发现的问题",
    "rectification.findings_to_problems": "把检查发现列为整改问题",
    "rectification.finding_recheck": "登记复查",
}
for _name in OF_INSPECTIONS:
    permission(_name)(is_of_committee)


@permission("rectification.view_inspections")
def view_inspections(user: Any, subject: Any = None) -> bool:
    """Which rows is the scope's answer; a group's leader sees none."""
    return view_problems(user, subject)


@permission("rectification.export_inspections")
def export_inspections(user: Any, subject: Any = None) -> bool:
    return view_problems(user, subject)


@permission("rectification.print_inspection")
def print_inspection(user: Any, subject: Any = None) -> bool:
    return view_problems(user, subject)


@permission("rectification.view_finding_of")
def view_finding_of(user: Any, problem: Problem | None = None) -> bool:
    """The finding that a problem came from, if it came from one."""
    if problem is None or not view_inspections(user):
        return view_inspections(user)
    return Finding.objects.visible_to(user).filter(problem=problem).exists()


# --- Work lists and the weekly dispatch -----------------------------------------------------------

# The permission of each step of a node.
NODE_PERMISSION_OF: dict[str, str] = {
    NodeStepKind.PROGRESS: "rectification.work_node_progress",
    NodeStepKind.DONE: "rectification.work_node_done",
    NodeStepKind.UNDONE: "rectification.work_node_undo",
    NodeStepKind.MOVED: "rectification.work_node_move",
}
OF_LISTS_COMMITTEE = (
    "rectification.work_list_settings",
    "rectification.work_item_create",
    "rectification.work_item_change",
    "rectification.work_item_void",
    "rectification.work_items_paste",
    "rectification.work_items_take_over",
    "rectification.work_node_undo",
    "rectification.work_node_move",
    "rectification.work_node_void",
)
for _name in OF_LISTS_COMMITTEE:
    permission(_name)(is_of_committee)


def is_of_node(user: Any, subject: Any = None) -> bool:
    """The committee for any node of its court, a branch's officers for their own."""
    return is_officer_of(user, subject) or is_committee_of(user, subject)


for _name in ("rectification.work_node_progress", "rectification.work_node_done"):
    permission(_name)(is_of_node)
for _name in ("rectification.view_lists", "rectification.export_lists"):
    permission(_name)(view_problems)
for _name in ("rectification.view_dispatch", "rectification.export_dispatch"):
    permission(_name)(view_problems)
