"""Pages of campaigns: how they go, their tasks, and what each unit has done."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from activities.models import Topic
from branches.models import Branch
from campaigns.choices import TaskUnit
from campaigns.forms import CampaignForm, CopyForm, LineForm, PasteForm, TaskForm, TopicsForm, initial_of
from campaigns.models import Campaign, Task, TaskLine
from campaigns.pasting import read_tasks
from campaigns.selectors import (
    branches_of,
    campaigns_of,
    court_of_committee,
    evidence_for,
    matrix,
    task_rows,
    topics_of,
)
from campaigns.services import (
    campaign_change,
    campaign_copy,
    campaign_create,
    line_save,
    task_change,
    tasks_enter,
    topics_set,
)
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export

TITLE = "主题教育"


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("court"), pk=pk)


def _managed(request: HttpRequest, pk: int) -> Campaign:
    campaign = _campaign(request, pk)
    ensure(request.user, "campaigns.manage_campaigns", campaign)
    return campaign


def _address(campaign: Campaign, name: str = "detail") -> str:
    return reverse(f"campaigns:{name}", args=(campaign.pk,))


def _branch_address(campaign: Campaign, branch: Branch) -> str:
    return f"{reverse('campaigns:branch', args=(branch.pk,))}?campaign={campaign.pk}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def _crumbs(campaign: Campaign | None = None) -> list[tuple[str, str]]:
    crumbs = [(TITLE, reverse("campaigns:list"))]
    return [*crumbs, (campaign.name, _address(campaign))] if campaign else crumbs


def _with_version(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "version": values["version"] or 0}


# --- The campaign -------------------------------------------------------------------------------


@requires("campaigns.view_campaigns")
def campaign_list(request: HttpRequest) -> HttpResponse:
    context = {
        "campaigns": campaigns_of(request.user),
        "today": today(),
        "new_url": reverse("campaigns:new") if court_of_committee(request.user) else "",
    }
    return render(request, "campaigns/campaign_list.html", context)


@requires("campaigns.view_campaigns")
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix of branches and aspects; an officer of one branch is led to its tasks."""
    campaign = _campaign(request, pk)
    branches = branches_of(request.user, campaign)
    may_manage = allowed(request.user, "campaigns.manage_campaigns", campaign)
    if not may_manage and len(branches) == 1:
        return redirect(_branch_address(campaign, branches[0]))
    aspects = matrix(request.user, campaign, branches, today())
    context = {
        "campaign": campaign,
        "state": _days(campaign),
        "aspects": aspects,
        "rows": [
            (branch, _branch_address(campaign, branch), [aspect.branches[branch.pk] for aspect in aspects])
            for branch in branches
        ],
        "topics": topics_of(request.user, campaign),
        "may_manage": may_manage,
        "crumbs": _crumbs(),
        "paste_url": _address(campaign, "tasks") if may_manage else "",
        "menu": _menu(campaign) if may_manage else [],
    }
    return render(request, "campaigns/campaign_detail.html", context)


def _days(campaign: Campaign) -> str:
    days = f"{campaign.starts_on:%Y-%m-%d} 至 {campaign.ends_on:%Y-%m-%d}"
    return f"{days}；依据：{campaign.source}" if campaign.source else days


def _menu(campaign: Campaign) -> list[dict[str, str]]:
    return [
        {"label": "修改名称和起止", "url": _address(campaign, "edit"), "icon": "pencil"},
        {"label": "设置专题", "url": _address(campaign, "topics"), "icon": "bookmark"},
        {"label": "复制成另一次", "url": _address(campaign, "copy"), "icon": "copy"},
        {"label": "导出 Excel", "url": _address(campaign, "export"), "icon": "download"},
    ]


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def campaign_new(request: HttpRequest) -> HttpResponse:
    def save(values: dict[str, Any]) -> Campaign:
        values.pop("version")
        return campaign_create(court=court_of_committee(request.user), by=request.user, **values)

    return form_page(
        request,
        CampaignForm(posted(request)),
        save,
        done=lambda made: _address(made, "tasks"),
        said="已新建，请录入任务。",
        title="新建主题教育",
        crumbs=_crumbs(),
        back=reverse("campaigns:list"),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _managed(request, pk)

    def save(values: dict[str, Any]) -> Campaign:
        return campaign_change(campaign=campaign, by=request.user, **_with_version(values))

    return form_page(
        request,
        CampaignForm(posted(request), initial=initial_of(campaign)),
        save,
        done=_address(campaign),
        said="已保存。",
        saved_row=lambda: _campaign(request, pk),
        title="修改主题教育",
        crumbs=_crumbs(campaign),
        back=_address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def campaign_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Another campaign with the same aspects and tasks."""
    campaign = _managed(request, pk)
    return form_page(
        request,
        CopyForm(posted(request)),
        lambda values: campaign_copy(campaign=campaign, by=request.user, **values),
        done=_address,
        said="已复制方面和任务，期限随开始日期顺移。",
        title=f"复制“{campaign}”",
        crumbs=_crumbs(campaign),
        back=_address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def tasks_paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Many tasks at once, as they stand in a spreadsheet or a document."""
    campaign = _managed(request, pk)
    return form_page(
        request,
        PasteForm(posted(request)),
        lambda values: tasks_enter(campaign=campaign, tasks=read_tasks(values["text"]), by=request.user),
        done=_address(campaign),
        said="已录入；已有的任务没有重复。",
        title="录入任务",
        state=campaign.name,
        crumbs=_crumbs(campaign),
        back=_address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def topics_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _managed(request, pk)
    topics = Topic.objects.visible_to(request.user).filter(court=campaign.court, branch__isnull=True)
    chosen = campaign.campaign_topics.values_list("topic_id", flat=True)
    return form_page(
        request,
        TopicsForm(posted(request), topics=topics, initial={"topics": list(chosen)}),
        lambda values: topics_set(campaign=campaign, topics=values["topics"], by=request.user),
        done=_address(campaign),
        said="已设置专题。",
        title="设置专题",
        state=campaign.name,
        crumbs=_crumbs(campaign),
        back=_address(campaign),
    )


COLUMNS = (
    ("方面", lambda row: row[0].name),
    ("任务", lambda row: row[1].task.title),
    ("完成单位", lambda row: row[2]),
    ("责任人", lambda row: row[1].task.responsible),
    ("完成期限", lambda row: row[1].task.due_on),
    ("状态", lambda row: row[1].state.label),
    ("计划日期", lambda row: row[1].line and row[1].line.planned_on),
    ("负责人", lambda row: row[1].line and row[1].line.owner_name),
    ("完成日期", lambda row: row[1].line and row[1].line.done_on),
    ("完成情况", lambda row: row[1].line and row[1].line.note),
)


@requires("campaigns.export_campaign")
def campaign_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every task as each unit that the user sees stands with it."""
    campaign = _campaign(request, pk)
    units: list[Branch | None] = [None, *branches_of(request.user, campaign)]
    rows = [
        (aspect, row, unit.name if unit else TaskUnit.COURT.label)
        for unit in units
        for aspect, own in task_rows(request.user, campaign, unit, today())
        for row in own
    ]
    return export(
        user=request.user,
        action="campaigns.export_campaign",
        filename=f"{campaign.name}任务.xlsx",
        sheet_title="任务",
        columns=COLUMNS,
        rows=rows,
        subject=campaign,
    )


# --- Tasks and what was done --------------------------------------------------------------------


@requires("campaigns.view_campaigns")
def court_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks that the court does itself."""
    campaign = _campaign(request, pk)
    may_change = allowed(request.user, "campaigns.manage_campaigns", campaign)
    return _tasks_page(request, campaign, None, may_change)


@requires("campaigns.view_campaigns")
def branch_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks of one branch in the campaign that `campaign=` names, or the last one of its court."""
    branch = _branch(request, pk)
    campaigns = campaigns_of(request.user).filter(court=branch.court_id)
    asked = request.GET.get("campaign")
    campaign = get_object_or_404(campaigns, pk=_number(asked)) if asked else campaigns.first()
    if campaign is None:
        return redirect("campaigns:list")
    return _tasks_page(request, campaign, branch, allowed(request.user, "campaigns.change_line", branch))


def _branch(request: HttpRequest, pk: int) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "campaigns.view_campaigns", branch)
    return branch


def _tasks_page(request: HttpRequest, campaign: Campaign, branch: Branch | None, may_change: bool) -> HttpResponse:
    aspects = task_rows(request.user, campaign, branch, today())
    context = {
        "campaign": campaign,
        "branch": branch,
        "unit": branch.name if branch else TaskUnit.COURT.label,
        "aspects": [each for each in aspects if each[1]],
        "done": sum(row.state == "DONE" for _, rows in aspects for row in rows),
        "overdue": sum(row.state == "OVERDUE" for _, rows in aspects for row in rows),
        "count": sum(len(rows) for _, rows in aspects),
        "topics": topics_of(request.user, campaign),
        "may_change": may_change,
        "may_manage": allowed(request.user, "campaigns.manage_campaigns", campaign),
        "crumbs": _crumbs(campaign),
    }
    return render(request, "campaigns/task_list.html", context)


def _task(request: HttpRequest, pk: int | None, **where: Any) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("aspect__campaign", "court")
    return get_object_or_404(rows, pk=pk, **where)


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    ensure(request.user, "campaigns.manage_campaigns", task)
    campaign = task.aspect.campaign
    names = ("version", "title", "unit", "responsible", "due_on")

    def save(values: dict[str, Any]) -> Task:
        return task_change(task=task, by=request.user, **_with_version(values))

    return form_page(
        request,
        TaskForm(posted(request), initial={name: getattr(task, name) for name in names}),
        save,
        done=_address(campaign),
        said="已保存任务。",
        saved_row=lambda: _task(request, pk),
        title="修改任务",
        state=task.aspect.name,
        crumbs=_crumbs(campaign),
        back=_address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def court_line(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk, unit=TaskUnit.COURT)
    ensure(request.user, "campaigns.manage_campaigns", task)
    return _line_page(request, task, None, _address(task.aspect.campaign, "court"))


@requires("campaigns.change_line", methods=("GET", "POST"))
def branch_line(request: HttpRequest, pk: int) -> HttpResponse:
    """What the branch says of the task that `task=` names, in the address or in the form."""
    branch = _branch(request, pk)
    ensure(request.user, "campaigns.change_line", branch)
    asked = request.POST.get("task") or request.GET.get("task")
    if not asked:
        return redirect("campaigns:branch", pk=pk)
    task = _task(request, _number(asked), unit=TaskUnit.BRANCHES, court=branch.court_id)
    return _line_page(request, task, branch, _branch_address(task.aspect.campaign, branch))


def _line_page(request: HttpRequest, task: Task, branch: Branch | None, back: str) -> HttpResponse:
    rows = TaskLine.objects.visible_to(request.user).filter(task=task, branch=branch)
    line = rows.first()
    names = ("version", "planned_on", "owner_name", "done_on", "activity", "note")

    def save(values: dict[str, Any]) -> TaskLine:
        on: date = today()
        return line_save(task=task, branch=branch, by=request.user, on=on, **_with_version(values))

    return form_page(
        request,
        LineForm(
            posted(request),
            records=evidence_for(request.user, task, branch),
            initial={name: getattr(line, name) for name in names} if line else {},
        ),
        save,
        done=back,
        said="已登记。",
        saved_row=rows.get,
        title="登记任务进展",
        state=f"{branch or '全院'}：{task.title}",
        crumbs=_crumbs(task.aspect.campaign),
        back=back,
    )
