"""What each unit has planned and done of a campaign's tasks: the list behind every figure, and its forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from branches.models import Branch
from campaigns.choices import LineState, TaskUnit
from campaigns.filters import COURT, LineFilter
from campaigns.forms import LineForm
from campaigns.models import Aspect, Campaign, Task, TaskLine
from campaigns.selectors import TaskRow, branches_of, campaigns_of, evidence_for, task_rows, topics_of
from campaigns.services import line_save
from campaigns.views.common import address, branch_address, campaign_of, crumbs_of, number, with_version
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, page_of_list


def _units(request: HttpRequest, campaign: Campaign) -> list[Branch | None]:
    """The court itself and the branches that the user sees."""
    return [None, *branches_of(request.user, campaign)]


def _filtered(request: HttpRequest, campaign: Campaign, units: list[Branch | None]) -> tuple[LineFilter, list[TaskRow]]:
    """The filter in the address, and the tasks of the units that it leaves."""
    tasks = Task.objects.visible_to(request.user).filter(aspect__campaign=campaign)
    found = LineFilter(request.GET, tasks, request=request, campaign=campaign, units=units)
    unit, state = found.chosen("unit"), found.chosen("state")
    if unit:
        units = [each for each in units if unit == (str(each.pk) if each else COURT)]
    rows = task_rows(request.user, campaign, units, today(), found.qs)
    return found, [row for row in rows if state in ("", row.state)]


@requires("campaigns.view_campaigns")
def line_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every task as each unit that the user sees stands with it."""
    campaign = campaign_of(request, pk)
    found, rows = _filtered(request, campaign, _units(request, campaign))
    context = {
        "campaign": campaign,
        "page": page_of_list(request, rows),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "crumbs": crumbs_of(campaign),
        "export_url": address(campaign, "export"),
    }
    return render(request, "campaigns/line_list.html", context)


COLUMNS = (
    ("方面", lambda row: row.task.aspect.name),
    ("任务", lambda row: row.task.title),
    ("完成单位", lambda row: row.unit),
    ("责任人", lambda row: row.task.responsible),
    ("完成期限", lambda row: row.task.due_on),
    ("状态", lambda row: row.state.label),
    ("计划日期", lambda row: row.line and row.line.planned_on),
    ("负责人", lambda row: row.line and row.line.owner_name),
    ("完成日期", lambda row: row.line and row.line.done_on),
    ("印证的记录", lambda row: row.record and f"{row.record.held_on} {row.record.kind}"),
    ("完成情况", lambda row: row.line and row.line.note),
)


@requires("campaigns.export_campaign")
def campaign_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is filtered."""
    campaign = campaign_of(request, pk)
    _, rows = _filtered(request, campaign, _units(request, campaign))
    return export(
        user=request.user,
        action="campaigns.export_campaign",
        filename=f"{campaign.name}任务.xlsx",
        sheet_title="任务",
        columns=COLUMNS,
        rows=rows,
        subject=campaign,
    )


@requires("campaigns.view_campaigns")
def court_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks that the court does itself."""
    campaign = campaign_of(request, pk)
    may_change = allowed(request.user, "campaigns.manage_campaigns", campaign)
    return _tasks_page(request, campaign, None, may_change)


@requires("campaigns.view_campaigns")
def branch_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """The tasks of one branch in the campaign that `campaign=` names, or the last one of its court."""
    branch = _branch(request, pk)
    campaigns = campaigns_of(request.user).filter(court=branch.court_id)
    asked = request.GET.get("campaign")
    campaign = get_object_or_404(campaigns, pk=number(asked)) if asked else campaigns.first()
    if campaign is None:
        return redirect("campaigns:list")
    return _tasks_page(request, campaign, branch, allowed(request.user, "campaigns.change_line", branch))


def _branch(request: HttpRequest, pk: int) -> Branch:
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)
    ensure(request.user, "campaigns.view_campaigns", branch)
    return branch


def _tasks_page(request: HttpRequest, campaign: Campaign, branch: Branch | None, may_change: bool) -> HttpResponse:
    found, rows = _filtered(request, campaign, [branch])
    context = {
        "campaign": campaign,
        "branch": branch,
        "unit": branch.name if branch else TaskUnit.COURT.label,
        "aspects": _by_aspect(rows),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "kept": {"campaign": campaign.pk} if branch else {},
        "counts": [(state, sum(row.state == state for row in rows)) for state in LineState],
        "count": len(rows),
        "topics": topics_of(request.user, campaign),
        "may_change": may_change,
        "crumbs": crumbs_of(campaign),
    }
    return render(request, "campaigns/task_list.html", context)


def _by_aspect(rows: list[TaskRow]) -> list[tuple[Aspect, list[TaskRow]]]:
    aspects = {row.task.aspect_id: row.task.aspect for row in rows}
    return [(aspect, [row for row in rows if row.task.aspect_id == pk]) for pk, aspect in aspects.items()]


def _task(request: HttpRequest, pk: int | None, **where: Any) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("aspect__campaign", "court")
    return get_object_or_404(rows, pk=pk, **where)


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def court_line(request: HttpRequest, pk: int) -> HttpResponse:
    task = _task(request, pk, unit=TaskUnit.COURT)
    ensure(request.user, "campaigns.manage_campaigns", task)
    return _line_page(request, task, None, address(task.aspect.campaign, "court"))


@requires("campaigns.change_line", methods=("GET", "POST"))
def branch_line(request: HttpRequest, pk: int) -> HttpResponse:
    """What the branch says of the task that `task=` names, in the address or in the form."""
    branch = _branch(request, pk)
    ensure(request.user, "campaigns.change_line", branch)
    asked = request.POST.get("task") or request.GET.get("task")
    if not asked:
        return redirect("campaigns:branch", pk=pk)
    task = _task(request, number(asked), unit=TaskUnit.BRANCHES, court=branch.court_id)
    return _line_page(request, task, branch, branch_address(task.aspect.campaign, branch))


def _line_page(request: HttpRequest, task: Task, branch: Branch | None, back: str) -> HttpResponse:
    rows = TaskLine.objects.visible_to(request.user).filter(task=task, branch=branch)
    line = rows.first()
    names = ("version", "planned_on", "owner_name", "done_on", "activity", "note")

    def save(values: dict[str, Any]) -> TaskLine:
        return line_save(task=task, branch=branch, by=request.user, on=today(), **with_version(values))

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
        crumbs=crumbs_of(task.aspect.campaign),
        back=back,
    )
