"""Pages of a campaign's tasks: many pasted at once, one changed or taken out, an aspect renamed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.forms import AspectForm, PasteForm, TaskForm
from campaigns.models import Aspect, Campaign, Task
from campaigns.pasting import PastedTask, read_tasks
from campaigns.selectors import tasks_there
from campaigns.services import aspect_rename, task_change, task_remove, tasks_enter
from campaigns.views.common import address, crumbs_of, managed, with_version
from core.access import ensure, requires
from core.editing import UNPROCESSABLE, form_page, posted, refusals_on
from core.errors import Refused


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def tasks_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Many tasks at once, as they stand in a spreadsheet or a document: first shown as a table, then entered."""
    campaign = managed(request, pk)
    form = PasteForm(posted(request))
    tasks: list[PastedTask] = []
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            tasks = read_tasks(form.cleaned_data["text"])
            if form.was_seen:
                number = tasks_enter(campaign=campaign, tasks=tasks, by=request.user)
                messages.success(request, f"已录入 {number} 项任务。" if number else "这些任务都已录入过，没有新增。")
                return redirect(address(campaign))
    return _preview(request, campaign, form, tasks)


def _preview(request: HttpRequest, campaign: Campaign, form: PasteForm, tasks: list[PastedTask]) -> HttpResponse:
    there = tasks_there(request.user, campaign)
    preview = [(task, (task.aspect, task.title) in there) for task in tasks]
    if preview and not form.errors:
        form.data = {**form.data.dict(), "seen": form.mark}
    context = {
        "form": form,
        "preview": preview,
        "fresh": sum(not is_there for _, is_there in preview),
        "title": "录入任务",
        "state": campaign.name,
        "crumbs": crumbs_of(campaign),
        "back": address(campaign),
        "submit_label": "录入" if preview and not form.errors else "预览",
    }
    return render(request, "campaigns/paste.html", context, status=UNPROCESSABLE if form.errors else 200)


def _task(request: HttpRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("aspect__campaign", "court")
    task = get_object_or_404(rows, pk=pk)
    ensure(request.user, "campaigns.manage_campaigns", task)
    return task


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    campaign = task.aspect.campaign
    names = ("version", "title", "unit", "responsible", "due_on")

    def save(values: dict[str, Any]) -> Task:
        return task_change(task=task, by=request.user, **with_version(values))

    return form_page(
        request,
        TaskForm(posted(request), initial={name: getattr(task, name) for name in names}),
        save,
        done=address(campaign),
        said="已保存任务。",
        saved_row=lambda: Task.objects.visible_to(request.user).get(pk=pk),
        template="campaigns/task_form.html",
        title="修改任务",
        state=task.aspect.name,
        crumbs=crumbs_of(campaign),
        back=address(campaign),
        task=task,
    )


@requires("campaigns.manage_campaigns", methods=("POST",))
def task_drop(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    try:
        task_remove(task=task, by=request.user)
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
        return redirect("campaigns:task", pk=pk)
    messages.success(request, f"已删除任务“{task.title}”。")
    return redirect(address(task.aspect.campaign))


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def aspect_edit(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Aspect.objects.visible_to(request.user).select_related("campaign", "court")
    aspect = get_object_or_404(rows, pk=pk)
    ensure(request.user, "campaigns.manage_campaigns", aspect)
    campaign = aspect.campaign

    def save(values: dict[str, Any]) -> Aspect:
        return aspect_rename(aspect=aspect, by=request.user, **with_version(values))

    return form_page(
        request,
        AspectForm(posted(request), initial={"version": aspect.version, "name": aspect.name}),
        save,
        done=address(campaign),
        said="已改名。",
        saved_row=lambda: rows.get(pk=pk),
        title="修改方面名称",
        state=campaign.name,
        crumbs=crumbs_of(campaign),
        back=address(campaign),
    )
