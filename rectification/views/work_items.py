"""Items of a list with their nodes: written on one page, pasted, taken over from a campaign, voided."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from branches.models import Branch, Court, Member
from branches.models.courts import existing_on
from core.access import ensure, requires
from core.clock import now, today
from core.editing import UNPROCESSABLE, form_page, posted, refusals_on
from rectification.choices import ListCode
from rectification.forms.work_items import ItemForm, PasteItemsForm, campaigns_for
from rectification.forms.work_lists import ReasonForm, TakeOverForm
from rectification.models import WorkItem, WorkNode
from rectification.pasting import read_items
from rectification.selectors.work_lists import ListSpec, aspects_of, list_of
from rectification.selectors.work_standing import nodes_on
from rectification.services import (
    work_item_change,
    work_item_create,
    work_item_void,
    work_items_enter,
    work_items_take_over,
)
from rectification.services.work_items import PastedNode
from rectification.views.work_lists import TITLE, address, court_for, spec_for


def _written(request: HttpRequest, slug: str) -> tuple[Court, ListSpec]:
    """A list that is written here; the others come from problems and measures."""
    court, spec = spec_for(request, slug)
    if spec.is_taken:
        raise Http404
    return court, spec


def _branches(request: HttpRequest, court: Court, kept: Iterable[Branch | None] = ()) -> Any:
    """Those of today, and those that a node has already: a dissolved one stays on its nodes."""
    chosen = existing_on(today()) | Q(pk__in=[branch.pk for branch in kept if branch is not None])
    return Branch.objects.visible_to(request.user).filter(chosen, court=court).order_by("order", "pk")


def crumbs_of(spec: ListSpec) -> list[tuple[str, str]]:
    return [(TITLE, reverse("rectification:work_lists")), (spec.name, address(spec))]


@requires("rectification.work_item_create", methods=("GET", "POST"))
def work_item_new(request: HttpRequest, slug: str) -> HttpResponse:
    court, spec = _written(request, slug)
    initial = {"aspect": request.GET.get("aspect", "")[:100], "submission_key": uuid4()}
    form = _form(request, court, spec, [], initial)

    def save(values: dict[str, Any]) -> WorkItem:
        facts = {**form.facts(), "nodes": form.node_facts(), "submission_key": values["submission_key"]}
        return work_item_create(court=court, code=spec.code, on=today(), by=request.user, **facts)

    return _page(request, court, spec, form, save, title=f"新增：{spec.name}", said="已新增。")


@requires("rectification.work_item_change", methods=("GET", "POST"))
def work_item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    item, spec = _item(request, pk, "rectification.work_item_change")
    nodes = list(nodes_on(WorkNode.objects.visible_to(request.user).filter(item=item), today()).order_by("order"))
    names = ("version", "aspect", "title", "detail", "campaign")
    rows = [{name: getattr(node, name) for name in ("pk", "title", "branch", "owner_name", "due_on")} for node in nodes]
    form = _form(request, item.court, spec, rows, {name: getattr(item, name) for name in names})

    def save(values: dict[str, Any]) -> WorkItem:
        version = values["version"] or 0
        nodes = form.node_facts()
        return work_item_change(item=item, version=version, nodes=nodes, on=today(), by=request.user, **form.facts())

    return _page(
        request,
        item.court,
        spec,
        form,
        save,
        title="修改事项",
        said="已保存。",
        saved_row=lambda: WorkItem.objects.visible_to(request.user).get(pk=pk),
        item=item,
        saved_nodes=nodes,
    )


def _item(request: HttpRequest, pk: int, permission: str) -> tuple[WorkItem, ListSpec]:
    rows = WorkItem.objects.visible_to(request.user).filter(voided_at__isnull=True).select_related("court")
    item = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, item)
    spec = list_of(item.court, item.code.lower())
    if spec is None:
        raise Http404
    return item, spec


def _form(
    request: HttpRequest, court: Court, spec: ListSpec, nodes: list[dict[str, Any]], initial: dict[str, Any]
) -> ItemForm:
    return ItemForm(
        posted(request),
        spec=spec,
        campaigns=campaigns_for(request.user, court),
        branches=_branches(request, court, [node["branch"] for node in nodes]),
        nodes=nodes,
        initial=initial,
    )


def _page(
    request: HttpRequest, court: Court, spec: ListSpec, form: ItemForm, save: Any, **context: Any
) -> HttpResponse:
    names = (
        Member.objects.visible_to(request.user).filter(court=court).order_by("pinyin").values_list("name", flat=True)
    )
    return form_page(
        request,
        form,
        save,
        done=address(spec),
        template="rectification/work_item_form.html",
        state=spec.name,
        crumbs=crumbs_of(spec),
        back=address(spec),
        spec=spec,
        labels={key: spec.label(key) for key in ("node", "branch", "owner", "due_on")},
        names=list(dict.fromkeys(names)),
        aspects=aspects_of(request.user, court, spec.code),
        **context,
    )


@requires("rectification.work_item_void", methods=("GET", "POST"))
def work_item_drop(request: HttpRequest, pk: int) -> HttpResponse:
    item, spec = _item(request, pk, "rectification.work_item_void")

    def save(values: dict[str, Any]) -> WorkItem:
        return work_item_void(item=item, reason=values["reason"], by=request.user, at=now())

    return form_page(
        request,
        ReasonForm(posted(request)),
        save,
        done=address(spec),
        said=f"已作废“{item.title}”。",
        title="作废事项",
        state=item.title,
        notes=["事项和它的全部节点都不再列入清单和统计，内容和原因留存。只作废一个节点的，请打开那个节点。"],
        crumbs=crumbs_of(spec),
        back=reverse("rectification:work_item_edit", args=[pk]),
        submit_label="作废",
    )


@requires("rectification.work_items_paste", methods=("GET", "POST"))
def work_items_paste(request: HttpRequest, slug: str) -> HttpResponse:
    """Many at once, as they stand in a spreadsheet: first shown as a table, then entered."""
    court, spec = _written(request, slug)
    form = PasteItemsForm(posted(request))
    pasted: list[PastedNode] = []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            branches = {branch.name: branch for branch in _branches(request, court)}
            pasted = read_items(form.cleaned_data["text"], branches)
            if form.was_seen:
                number = work_items_enter(court=court, code=spec.code, pasted=pasted, on=today(), by=request.user)
                messages.success(request, f"已录入 {number} 个节点。" if number else "这些都已录入过，没有新增。")
                return redirect(address(spec))
    return _preview(request, court, spec, form, pasted)


def _preview(
    request: HttpRequest, court: Court, spec: ListSpec, form: PasteItemsForm, pasted: list[PastedNode]
) -> HttpResponse:
    nodes = WorkNode.objects.visible_to(request.user).filter(
        court=court, item__code=spec.code, voided_at__isnull=True, item__voided_at__isnull=True
    )
    there = set(nodes.values_list("item__aspect", "item__title", "title", "branch", "owner_name"))
    preview = [(each, (each.aspect, each.title, *each.node.key) in there) for each in pasted]
    if preview and not form.errors:
        form.data = {**form.data.dict(), "seen": form.mark}
    context = {
        "form": form,
        "spec": spec,
        "preview": preview,
        "fresh": sum(not is_there for _, is_there in preview),
        "title": "粘贴录入",
        "state": spec.name,
        "crumbs": crumbs_of(spec),
        "back": address(spec),
        "submit_label": "录入" if preview and not form.errors else "预览",
    }
    return render(request, "rectification/work_paste.html", context, status=UNPROCESSABLE if form.errors else 200)


@requires("rectification.work_items_take_over", methods=("GET", "POST"))
def work_items_draw(request: HttpRequest) -> HttpResponse:
    """A campaign's tasks into the list of main tasks."""
    court = court_for(request)
    ensure(request.user, "rectification.work_items_take_over", court)
    spec = list_of(court, ListCode.TASKS.lower())
    if spec is None:
        raise Http404
    campaigns = campaigns_for(request.user, court)
    form = TakeOverForm(posted(request), campaigns=campaigns, initial={"campaign": campaigns.first()})

    def save(values: dict[str, Any]) -> int:
        number = work_items_take_over(campaign=values["campaign"], on=today(), by=request.user)
        messages.info(request, f"引入 {number} 项任务。" if number else "任务都已引入过，没有新增。")
        return number

    return form_page(
        request,
        form,
        save,
        done=address(spec),
        said="已引入。",
        title="从主题教育引入任务",
        state=spec.name,
        notes=["任务写了一位责任人和期限的，直接成为一个节点；没有写的，引入后请分解到节点。引入过的不会重复。"],
        crumbs=crumbs_of(spec),
        back=address(spec),
        submit_label="引入",
    )
