"""Items of the lists with their nodes: written together on one page, pasted, taken over from a campaign's tasks."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from branches.models import Branch, Court, Member
from campaigns.models import Campaign, Task
from core import audit
from core.changes import GONE, save_change
from core.errors import EditConflict, Refused
from rectification.choices import WRITTEN_LISTS, ListCode
from rectification.models import WorkItem, WorkNode
from rectification.services.steps import key_of, needed, void

SEVERAL_NAMES = re.compile(r"[、,，;；/／\n]")


@dataclass(frozen=True)
class NodeFacts:
    """A node as it is written; with a `pk` one that is there already, whose day then stays (services/work_nodes.py)."""

    title: str
    owner_name: str
    due_on: date | None
    branch: Branch | None = None
    pk: int | None = None

    @property
    def key(self) -> tuple[str, int | None, str]:
        """What tells the nodes of an item apart: several branches may have one of the same title."""
        return self.title, self.branch.pk if self.branch else None, self.owner_name


@dataclass(frozen=True)
class PastedNode:
    """A row of a spreadsheet."""

    aspect: str
    title: str
    node: NodeFacts


@transaction.atomic
def work_item_create(
    *,
    court: Court,
    code: str,
    nodes: Sequence[NodeFacts],
    on: date,
    by: Any,
    submission_key: UUID | None = None,
    **facts: Any,
) -> WorkItem:
    """`facts`: aspect, title, detail, campaign. A form that was sent twice (`submission_key`) makes one item."""
    _hold(court)
    key = key_of(submission_key, court.pk, code, facts["aspect"], facts["title"])
    sent = WorkItem.objects.within(court).filter(submission_key=key).first() if key else None
    if sent is not None:
        return sent
    if not nodes:
        raise Refused("请至少写一个节点：办什么、谁负责、哪天前办完。", field="nodes")
    item = _create(court, code, submission_key=key, **facts)
    _add_nodes(item, nodes, on=on)
    audit.record(actor=by, action="rectification.work_item_create", subject=item, detail={"nodes": len(nodes)})
    return item


@transaction.atomic
def work_item_change(
    *, item: WorkItem, version: int, nodes: Sequence[NodeFacts], on: date, by: Any, **facts: Any
) -> WorkItem:
    """Change an item that was opened at `version`, and the words, branch and person of its nodes; add new ones."""
    _hold(item.court)
    rows = WorkItem.objects.within(item.court)
    _refuse_voided(rows.filter(pk=item.pk).first())
    if facts["aspect"] != item.aspect:
        item.aspect_order = _aspect_order(item.court, item.code, facts["aspect"])
        item.save(update_fields=["aspect_order"])
    save_change(item, rows, values=facts, by=by, action="rectification.work_item_change", version=version)
    _change_nodes(item, [each for each in nodes if each.pk is not None], by=by)
    new = [each for each in nodes if each.pk is None]
    if new:
        _add_nodes(item, new, on=on)
        detail = {"nodes": [each.title for each in new]}
        audit.record(actor=by, action="rectification.work_nodes_add", subject=item, detail=detail)
    return item


def _change_nodes(item: WorkItem, nodes: Sequence[NodeFacts], *, by: Any) -> None:
    there = {node.pk: node for node in item.nodes.filter(voided_at__isnull=True)}
    owners = _owners(item.court, nodes)
    for each in nodes:
        node = there.get(each.pk or 0)
        if node is None:
            raise EditConflict("您打开之后，别人已经作废了其中的节点。请核对后重新打开这个事项。")
        _check_branch(item, each.branch)
        values: dict[str, Any] = {"title": each.title, "branch": each.branch, "owner_name": _one_name(each.owner_name)}
        if values["owner_name"] != node.owner_name or values["branch"] != node.branch:
            values["owner"] = owners(each)
        rows = WorkNode.objects.within(item.court)
        save_change(node, rows, values=values, by=by, action="rectification.work_node_change")


@transaction.atomic
def work_item_void(*, item: WorkItem, reason: str, by: Any, at: datetime) -> WorkItem:
    """An item entered by mistake counts on no day, nor do its nodes; it stays to be read with the reason."""
    _hold(item.court)
    current = WorkItem.objects.within(item.court).select_for_update().filter(pk=item.pk).first()
    current = _refuse_voided(current)
    reason = needed(reason, "请写明作废的原因。", "reason")
    void(current, reason=reason, by=by, at=at)
    audit.record(actor=by, action="rectification.work_item_void", subject=current, detail={"reason": reason})
    return current


@transaction.atomic
def work_items_enter(*, court: Court, code: str, pasted: Sequence[PastedNode], on: date, by: Any) -> int:
    """Add what was pasted. An item of the same aspect and title takes further nodes; a node that is there stays as it
    is. Answers how many nodes are new; again: none."""
    _hold(court)
    items = {(item.aspect, item.title): item for item in _written(court, code).prefetch_related("nodes")}
    there = {
        (item.pk, (node.title, node.branch_id, node.owner_name))
        for item in items.values()
        for node in item.nodes.all()
        if node.voided_at is None
    }
    made = 0
    for key in dict.fromkeys((each.aspect, each.title) for each in pasted):
        item = items.get(key) or _create(court, code, aspect=key[0], title=key[1])
        rows = {each.node.key: each.node for each in pasted if (each.aspect, each.title) == key}
        new = [node for own, node in rows.items() if (item.pk, own) not in there]
        _add_nodes(item, new, on=on)
        made += len(new)
    if made:
        detail = {"list": code, "nodes": made}
        audit.record(actor=by, action="rectification.work_items_paste", subject=court, detail=detail)
    return made


@transaction.atomic
def work_items_take_over(*, campaign: Campaign, on: date, by: Any) -> int:
    """Put a campaign's tasks into the list of main tasks. A task with a person and a day brings its first node, another
    waits to be broken down. Answers how many are new; again: none."""
    court = campaign.court
    _hold(court)
    taken = set(_written(court, ListCode.TASKS).filter(task__isnull=False).values_list("task_id", flat=True))
    tasks = Task.objects.within(court).filter(aspect__campaign=campaign).exclude(pk__in=taken)
    new = list(tasks.select_related("aspect").order_by("aspect__order", "order", "pk"))
    for task in new:
        facts = {"aspect": task.aspect.name, "title": task.title, "campaign": campaign, "task": task}
        item = _create(court, ListCode.TASKS, **facts)
        one = task.responsible if not SEVERAL_NAMES.search(task.responsible) else ""
        if one and task.due_on:
            _add_nodes(item, [NodeFacts(task.title, one, task.due_on)], on=on)
    if new:
        detail = {"items": len(new)}
        audit.record(actor=by, action="rectification.work_items_take_over", subject=campaign, detail=detail)
    return len(new)


def _hold(court: Court) -> None:
    """Let only one at a time write the court's lists, until the transaction ends."""
    Court.objects.within(court).select_for_update(no_key=True).get()


def _written(court: Court, code: str) -> Any:
    return WorkItem.objects.within(court).filter(code=code, voided_at__isnull=True)


def _refuse_voided(item: WorkItem | None) -> WorkItem:
    if item is None:
        raise EditConflict(GONE)
    if item.voided_at is not None:
        raise Refused("这个事项已作废。")
    return item


def _create(court: Court, code: str, **facts: Any) -> WorkItem:
    if code not in WRITTEN_LISTS:
        raise Refused("这张清单由已登记的问题和措施生成，请到问题、措施的页面登记。")
    highest = WorkItem.objects.within(court).filter(code=code).aggregate(Max("number"))["number__max"] or 0
    order = _aspect_order(court, code, facts["aspect"])
    item = WorkItem(court=court, code=code, number=highest + 1, aspect_order=order, **facts)
    item.full_clean()
    item.save()
    return item


def _aspect_order(court: Court, code: str, aspect: str) -> int:
    """The place of the aspect in its list: that of its other items, or after all."""
    rows = WorkItem.objects.within(court).filter(code=code)
    same = rows.filter(aspect=aspect).values_list("aspect_order", flat=True).first()
    return same or (rows.aggregate(Max("aspect_order"))["aspect_order__max"] or 0) + 1


def _add_nodes(item: WorkItem, nodes: Sequence[NodeFacts], *, on: date) -> None:
    owners = _owners(item.court, nodes)
    highest = item.nodes.aggregate(Max("order"))["order__max"] or 0
    for order, each in enumerate(nodes, start=highest + 1):
        if each.due_on is None:
            raise Refused(f"节点“{each.title}”没有写时限。", field="nodes")
        _check_branch(item, each.branch)
        node = WorkNode(
            court_id=item.court_id,
            item=item,
            order=order,
            title=each.title,
            branch=each.branch,
            owner=owners(each),
            owner_name=_one_name(each.owner_name),
            opened_on=on,
            first_due_on=each.due_on,
        )
        node.full_clean()
        node.save()


def _check_branch(item: WorkItem, branch: Branch | None) -> None:
    if branch is not None and branch.court_id != item.court_id:
        raise Refused(f"{branch}不是本院的支部。", field="nodes")


def _one_name(name: str) -> str:
    name = needed(name, "每个节点都要有责任人。", "nodes")
    if SEVERAL_NAMES.search(name):
        raise Refused(f"一个节点只写一位责任人，“{name}”请分成几个节点。", field="nodes")
    return name


def _owners(court: Court, nodes: Iterable[NodeFacts]) -> Any:
    """Who of the court's members a node names: the only one of that name in its branch, or in the court."""
    names = {each.owner_name.strip() for each in nodes}
    members = list(Member.objects.within(court).filter(name__in=names))

    def owner(node: NodeFacts) -> Member | None:
        same = [member for member in members if member.name == node.owner_name.strip()]
        own = [member for member in same if node.branch and member.branch_id == node.branch.pk] or same
        return own[0] if len(own) == 1 else None

    return owner
