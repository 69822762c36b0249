"""Steps of a node: progress, done, not done after all, another day. One service, one event, one permission each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Branch
from core import audit
from core.changes import GONE
from core.errors import EditConflict, Refused
from rectification.choices import SAYS_NODE_DONE, NodeStepKind
from rectification.models import WorkNode, WorkNodeStep
from rectification.permissions import NODE_PERMISSION_OF
from rectification.selectors.work_standing import node_on
from rectification.services.steps import key_of, last_of, needed, void


@transaction.atomic
def work_node_progress(
    *, node: WorkNode, text: str, on: date, by: Any, acting: Branch | None = None, submission_key: UUID | None = None
) -> WorkNodeStep:
    """Say how far a node has come. `acting`: the branch for which `by` acts, none for the committee. A form that was
    sent twice (`submission_key`) makes one step."""
    current = _hold(node)
    key = key_of(submission_key, node.pk, text)
    sent = current.steps.filter(submission_key=key).first() if key else None
    if sent is not None:
        return sent
    if _is_done(current):
        raise Refused("节点已经完成，不用再报告进展。")
    text = needed(text, "请写明做了什么、到了哪一步。", "text")
    return _step(current, NodeStepKind.PROGRESS, on=on, by=by, text=text, branch=acting, submission_key=key)


@transaction.atomic
def work_node_done(
    *, node: WorkNode, text: str, done_on: date, on: date, by: Any, acting: Branch | None = None
) -> WorkNodeStep:
    """The node was carried out on `done_on`, never a day to come, nor before it was last said not to be done."""
    current = _hold(node)
    if _is_done(current):
        raise Refused("节点已经完成，不用再登记。")
    text = needed(text, "请写明完成情况。", "text")
    if done_on > on:
        raise Refused(f"完成日期 {done_on:%Y-%m-%d} 还没有到。", field="done_on")
    last = last_of(current.steps, SAYS_NODE_DONE)
    if last is not None and done_on < last.on:
        raise Refused(f"完成日期不能早于取消完成的 {last.on:%Y-%m-%d}。", field="done_on")
    return _step(current, NodeStepKind.DONE, on=done_on, by=by, text=text, branch=acting)


@transaction.atomic
def work_node_undo(*, node: WorkNode, reason: str, on: date, by: Any) -> WorkNodeStep:
    """What is said to be done is not: it counts as open again from `on`."""
    current = _hold(node)
    if not _is_done(current):
        raise Refused("节点还没有完成，不用取消。")
    reason = needed(reason, "请写明取消完成的原因。", "reason")
    return _step(current, NodeStepKind.UNDONE, on=on, by=by, text=reason)


@transaction.atomic
def work_node_move(*, node: WorkNode, until: date, reason: str, on: date, by: Any) -> WorkNodeStep:
    """Another day from `on`; the first one stays on record."""
    current = _hold(node)
    if _is_done(current):
        raise Refused("节点已经完成，不用调整时限。")
    reason = needed(reason, "请写明调整时限的原因。", "reason")
    if until < on:
        raise Refused("新的时限已经过去。", field="until")
    if until == node_on(current, on).due_on:
        raise Refused("新的时限与现在的时限相同。", field="until")
    return _step(current, NodeStepKind.MOVED, on=on, by=by, text=reason, until=until)


@transaction.atomic
def work_node_void(*, node: WorkNode, reason: str, by: Any, at: datetime) -> WorkNode:
    """A node entered by mistake counts on no day; it stays to be read with the reason."""
    current = _hold(node)
    reason = needed(reason, "请写明作废的原因。", "reason")
    void(current, reason=reason, by=by, at=at)
    audit.record(actor=by, action="rectification.work_node_void", subject=current, detail={"reason": reason})
    return current


def _hold(node: WorkNode) -> WorkNode:
    """The node as it is now, locked until the transaction ends."""
    rows = WorkNode.objects.within(node.court).select_for_update(of=("self",)).select_related("item", "court")
    current = rows.filter(pk=node.pk).first()
    if current is None:
        raise EditConflict(GONE)
    if current.voided_at is not None or current.item.voided_at is not None:
        raise Refused("这个节点已作废。")
    return current


def _is_done(node: WorkNode) -> bool:
    last = last_of(node.steps, SAYS_NODE_DONE)
    return last is not None and last.kind == NodeStepKind.DONE


def _step(node: WorkNode, kind: str, *, on: date, by: Any, branch: Branch | None = None, **words: Any) -> WorkNodeStep:
    highest = node.steps.aggregate(Max("order"))["order__max"] or 0
    facts = {"court_id": node.court_id, "node": node, "branch": branch, "recorded_by": by}
    step = WorkNodeStep(order=highest + 1, kind=kind, on=on, **facts, **words)
    step.full_clean()
    step.save()
    until = step.until.isoformat() if step.until else ""
    detail = {"on": on.isoformat(), "text": step.text, "until": until, **({"branch": branch.name} if branch else {})}
    audit.record(actor=by, action=NODE_PERMISSION_OF[kind], subject=node, detail=detail)
    return step
