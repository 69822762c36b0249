"""One node of a list: how it stands, what happened, and the forms of its steps."""

from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from branches.permissions import is_officer_of
from core.access import allowed, ensure, requires
from core.clock import now, today
from core.editing import PageForm, form_page, posted
from rectification.choices import MeasureState, NodeStepKind
from rectification.forms.work_lists import DoneForm, MoveForm, ProgressForm, ReasonForm
from rectification.models import WorkNode, WorkNodeStep
from rectification.selectors.work_lists import STATE_TAGS, list_of
from rectification.selectors.work_standing import nodes_on
from rectification.services import (
    work_node_done,
    work_node_move,
    work_node_progress,
    work_node_undo,
    work_node_void,
)
from rectification.views.work_items import crumbs_of

STEP_TAGS = {
    NodeStepKind.DONE: "success",
    NodeStepKind.PROGRESS: "info",
    NodeStepKind.MOVED: "warning",
    NodeStepKind.UNDONE: "error",
}
# (page, label, icon, for a node that is done)
STEPS = (
    ("work_node_progress", "报告进展", "chat-left-text", False),
    ("work_node_done", "完成", "check2-circle", False),
    ("work_node_move", "调整时限", "calendar-event", False),
    ("work_node_undo", "取消完成", "arrow-counterclockwise", True),
)


def _node(request: HttpRequest, pk: int, permission: str = "rectification.view_lists") -> Any:
    rows = nodes_on(WorkNode.objects.visible_to(request.user), today())
    node = get_object_or_404(rows.select_related("item__campaign", "court", "branch"), pk=pk)
    ensure(request.user, permission, node)
    return node


def _crumbs(node: WorkNode) -> list[tuple[str, str]]:
    spec = list_of(node.court, node.item.code.lower())
    if spec is None:
        raise Http404
    return crumbs_of(spec)


@requires("rectification.view_lists")
def work_node(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk)
    state = MeasureState(node.state)
    steps = WorkNodeStep.objects.visible_to(request.user).filter(node=node).select_related("recorded_by", "branch")
    is_done = state is MeasureState.DONE
    buttons = [
        {"label": label, "url": reverse(f"rectification:{name}", args=[pk]), "icon": icon, "name": name}
        for name, label, icon, when_done in STEPS
        if when_done == is_done and allowed(request.user, f"rectification.{name}", node)
    ]
    rest = [("work_item_edit", "rectification.work_item_change", node.item_id, "修改事项和节点", "pencil")]
    rest.append(("work_node_drop", "rectification.work_node_void", pk, "作废节点", "x-circle"))
    main = next((each for each in buttons if each["name"] == "work_node_done"), None)
    context = {
        "node": node,
        "state": state,
        "tag": STATE_TAGS[state],
        "today": today(),
        "events": [_event(step) for step in steps.order_by("-order")],
        "crumbs": _crumbs(node),
        "main": main,
        "buttons": [each for each in buttons if each is not main],
        "menu": [
            {"label": label, "url": reverse(f"rectification:{name}", args=[key]), "icon": icon}
            for name, permission, key, label, icon in rest
            if allowed(request.user, permission, node)
        ],
    }
    return render(request, "rectification/work_node.html", context)


def _event(step: WorkNodeStep) -> dict[str, Any]:
    until = f"，新的时限 {step.until:%Y-%m-%d}" if step.until else ""
    who = f"{step.branch.name if step.branch else '机关党委'}　{step.recorded_by or ''}　登记于 "
    return {
        "at": step.recorded_at,
        "who": who,
        "what": f"{step.on:%Y-%m-%d} {step.get_kind_display()}{until}",
        "note": step.text,
        "kind": STEP_TAGS[NodeStepKind(step.kind)],
    }


def _acting(request: HttpRequest, node: WorkNode) -> Branch | None:
    """The branch for which the user acts, none for the committee."""
    return node.branch if node.branch_id and is_officer_of(request.user, node) else None


def _step_page(
    request: HttpRequest, node: WorkNode, form: PageForm, save: Any, *, title: str, said: str, **context: Any
) -> HttpResponse:
    here = reverse("rectification:work_node", args=[node.pk])
    return form_page(
        request,
        form,
        save,
        done=here,
        said=said,
        title=title,
        state=f"{node.item.title}：{node.title}",
        crumbs=[*_crumbs(node), (node.title, here)],
        back=here,
        **context,
    )


@requires("rectification.work_node_progress", methods=("GET", "POST"))
def work_node_tell(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk, "rectification.work_node_progress")

    def save(values: dict[str, Any]) -> WorkNodeStep:
        acting = _acting(request, node)
        return work_node_progress(node=node, on=today(), by=request.user, acting=acting, **values)

    form = ProgressForm(posted(request), initial={"submission_key": uuid4()})
    return _step_page(request, node, form, save, title="报告进展", said="已登记进展。")


@requires("rectification.work_node_done", methods=("GET", "POST"))
def work_node_finish(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk, "rectification.work_node_done")

    def save(values: dict[str, Any]) -> WorkNodeStep:
        return work_node_done(node=node, on=today(), by=request.user, acting=_acting(request, node), **values)

    form = DoneForm(posted(request), initial={"done_on": today()})
    return _step_page(request, node, form, save, title="完成节点", said="已登记完成。")


@requires("rectification.work_node_move", methods=("GET", "POST"))
def work_node_postpone(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk, "rectification.work_node_move")

    def save(values: dict[str, Any]) -> WorkNodeStep:
        return work_node_move(node=node, on=today(), by=request.user, **values)

    notes = [f"现在的时限是 {node.due_on:%Y-%m-%d}，原定 {node.first_due_on:%Y-%m-%d}。"]
    form = MoveForm(posted(request))
    return _step_page(request, node, form, save, title="调整时限", said="已调整时限。", notes=notes)


@requires("rectification.work_node_undo", methods=("GET", "POST"))
def work_node_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk, "rectification.work_node_undo")

    def save(values: dict[str, Any]) -> WorkNodeStep:
        return work_node_undo(node=node, reason=values["reason"], on=today(), by=request.user)

    return _step_page(request, node, ReasonForm(posted(request)), save, title="取消完成", said="节点恢复为未完成。")


@requires("rectification.work_node_void", methods=("GET", "POST"))
def work_node_drop(request: HttpRequest, pk: int) -> HttpResponse:
    node = _node(request, pk, "rectification.work_node_void")
    spec_url = _crumbs(node)[-1][1]

    def save(values: dict[str, Any]) -> WorkNode:
        return work_node_void(node=node, reason=values["reason"], by=request.user, at=now())

    here = reverse("rectification:work_node", args=[pk])
    return form_page(
        request,
        ReasonForm(posted(request)),
        save,
        done=spec_url,
        said=f"已作废节点“{node.title}”。",
        title="作废节点",
        state=f"{node.item.title}：{node.title}",
        notes=["作废的节点不再列入清单和统计，内容和原因留存。"],
        crumbs=[*_crumbs(node), (node.title, here)],
        back=here,
        submit_label="作废",
    )
