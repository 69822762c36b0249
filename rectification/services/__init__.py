"""Writes of rectification: one service for each step, each with one audit event and one permission (permissions.py)."""

from rectification.services.closing import (
    close_out_approve,
    close_out_ask,
    close_out_send_back,
    close_out_withdraw,
    problem_reopen,
)
from rectification.services.evidence import evidence_withdraw
from rectification.services.extensions import (
    extension_approve,
    extension_ask,
    extension_refuse,
    extension_withdraw,
)
from rectification.services.findings import (
    finding_add,
    finding_change,
    finding_recheck,
    finding_void,
    findings_enter,
    findings_to_problems,
)
from rectification.services.inspections import (
    branch_checked,
    branch_unchecked,
    inspection_change,
    inspection_close,
    inspection_create,
    inspection_reopen,
    inspection_void,
)
from rectification.services.measures import (
    measure_add,
    measure_change,
    measure_done,
    measure_progress,
    measure_send_back,
    measure_void,
)
from rectification.services.opening import problem_open, problem_open_each
from rectification.services.problems import (
    problem_assign,
    problem_change,
    problem_claim,
    problem_decline,
    problem_offer,
    problem_release,
    problem_void,
)
from rectification.services.work_items import (
    work_item_change,
    work_item_create,
    work_item_void,
    work_items_enter,
    work_items_take_over,
)
from rectification.services.work_lists import work_list_set
from rectification.services.work_nodes import (
    work_node_done,
    work_node_move,
    work_node_progress,
    work_node_undo,
    work_node_void,
)

__all__ = [
    "branch_checked",
    "branch_unchecked",
    "close_out_approve",
    "close_out_ask",
    "close_out_send_back",
    "close_out_withdraw",
    "evidence_withdraw",
    "extension_approve",
    "extension_ask",
    "extension_refuse",
    "extension_withdraw",
    "finding_add",
    "finding_change",
    "finding_recheck",
    "finding_void",
    "findings_enter",
    "findings_to_problems",
    "inspection_change",
    "inspection_close",
    "inspection_create",
    "inspection_reopen",
    "inspection_void",
    "measure_add",
    "measure_change",
    "measure_done",
    "measure_progress",
    "measure_send_back",
    "measure_void",
    "problem_assign",
    "problem_change",
    "problem_claim",
    "problem_decline",
    "problem_offer",
    "problem_open",
    "problem_open_each",
    "problem_release",
    "problem_reopen",
    "problem_void",
    "work_item_change",
    "work_item_create",
    "work_item_void",
    "work_items_enter",
    "work_items_take_over",
    "work_list_set",
    "work_node_done",
    "work_node_move",
    "work_node_progress",
    "work_node_undo",
    "work_node_void",
]
