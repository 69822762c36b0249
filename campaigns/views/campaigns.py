"""Pages of campaigns themselves: the list, how one goes, and what the committee sets of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from activities.models import Topic
from campaigns.filters import COURT, CampaignFilter
from campaigns.forms import CampaignForm, CopyForm, TopicsForm, initial_of
from campaigns.models import Campaign
from campaigns.selectors import (
    AspectRow,
    Progress,
    branches_of,
    campaigns_of,
    court_of_committee,
    matrix,
    sum_of,
    topics_of,
)
from campaigns.services import campaign_change, campaign_copy, campaign_create, topics_set
from campaigns.views.common import address, branch_address, campaign_of, crumbs_of, managed, with_version
from core.access import allowed, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {
    "name": ("name", "id"),
    "starts_on": ("starts_on", "id"),
    "ends_on": ("ends_on", "id"),
    "tasks": ("tasks_count", "id"),
}
COLUMNS = (("name", "名称"), ("starts_on", "开始"), ("ends_on", "结束"), ("source", "依据"), ("tasks", "任务"))
NEWEST_FIRST = "-starts_on"


def _filtered(request: HttpRequest) -> CampaignFilter:
    return CampaignFilter(request.GET, campaigns_of(request.user), request=request)


@requires("campaigns.view_campaigns")
def campaign_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context = {
        "page": keyset_page_of(request, found.qs, sorts=SORTS, default=NEWEST_FIRST),
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default=NEWEST_FIRST, figures=("tasks",)),
        "filter_form": found.form,
        "chips": chips_of(request, found),
        "today": today(),
        "new_url": reverse("campaigns:new") if court_of_committee(request.user) else "",
    }
    return render(request, "campaigns/campaign_list.html", context)


EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("名称", lambda row: row.name),
    ("开始日期", lambda row: row.starts_on),
    ("结束日期", lambda row: row.ends_on),
    ("依据", lambda row: row.source),
    ("任务", lambda row: row.tasks_count),
)


@requires("campaigns.export_campaigns")
def list_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="campaigns.export_campaigns",
        filename="主题教育.xlsx",
        sheet_title="主题教育",
        columns=EXPORT_COLUMNS,
        rows=in_order(request, _filtered(request).qs, sorts=SORTS, default=NEWEST_FIRST),
    )


@requires("campaigns.view_campaigns")
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix of branches and aspects; an officer of one branch is led to its tasks."""
    campaign = campaign_of(request, pk)
    branches = branches_of(request.user, campaign)
    may_manage = allowed(request.user, "campaigns.manage_campaigns", campaign)
    if not may_manage and len(branches) == 1:
        return redirect(branch_address(campaign, branches[0]))
    aspects = matrix(request.user, campaign, branches, today())
    lines = address(campaign, "lines")
    context = {
        "campaign": campaign,
        "state": _days(campaign),
        "aspects": [(row, _linked(row.total, lines, aspect=row.aspect.pk), _own(row, lines)) for row in aspects],
        "total": _linked(sum_of(row.total for row in aspects), lines),
        "rows": [
            (
                branch,
                branch_address(campaign, branch),
                [_linked(row.branches[branch.pk], lines, aspect=row.aspect.pk, unit=branch.pk) for row in aspects],
                _linked(sum_of(row.branches[branch.pk] for row in aspects), lines, unit=branch.pk),
            )
            for branch in branches
        ],
        "topics": topics_of(request.user, campaign),
        "may_manage": may_manage,
        "paste_url": address(campaign, "tasks") if may_manage else "",
        "menu": _menu(campaign) if may_manage else [],
    }
    return render(request, "campaigns/campaign_detail.html", context)


def _own(row: AspectRow, lines: str) -> dict[str, Any]:
    return _linked(row.court, lines, aspect=row.aspect.pk, unit=COURT)


def _linked(progress: Progress, lines: str, **where: Any) -> dict[str, Any]:
    """A progress with the addresses of the lists that its figures count."""
    states = {"all": {}, "overdue": {"state": "OVERDUE"}, "not_known": {"state": "NOT_KNOWN"}}
    urls = {name: f"{lines}?{urlencode({**where, **state})}" for name, state in states.items()}
    return {"progress": progress, "urls": urls}


def _days(campaign: Campaign) -> str:
    days = f"{campaign.starts_on:%Y-%m-%d} 至 {campaign.ends_on:%Y-%m-%d}"
    return f"{days}；依据：{campaign.source}" if campaign.source else days


def _menu(campaign: Campaign) -> list[dict[str, str]]:
    return [
        {"label": "修改名称和起止", "url": address(campaign, "edit"), "icon": "pencil"},
        {"label": "设置专题", "url": address(campaign, "topics"), "icon": "bookmark"},
        {"label": "复制成另一次", "url": address(campaign, "copy"), "icon": "copy"},
        {"label": "导出 Excel", "url": address(campaign, "export"), "icon": "download"},
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
        done=lambda made: address(made, "tasks"),
        said="已新建，请录入任务。",
        title="新建主题教育",
        back=reverse("campaigns:list"),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = managed(request, pk)

    def save(values: dict[str, Any]) -> Campaign:
        return campaign_change(campaign=campaign, by=request.user, **with_version(values))

    return form_page(
        request,
        CampaignForm(posted(request), initial=initial_of(campaign)),
        save,
        done=address(campaign),
        said="已保存。",
        saved_row=lambda: campaign_of(request, pk),
        title="修改主题教育",
        crumbs=crumbs_of(campaign),
        back=address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def campaign_duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Another campaign with the same aspects and tasks."""
    campaign = managed(request, pk)
    return form_page(
        request,
        CopyForm(posted(request)),
        lambda values: campaign_copy(campaign=campaign, by=request.user, **values),
        done=address,
        said="已复制方面和任务，期限随开始日期顺移。",
        title=f"复制“{campaign}”",
        crumbs=crumbs_of(campaign),
        back=address(campaign),
    )


@requires("campaigns.manage_campaigns", methods=("GET", "POST"))
def topics_edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = managed(request, pk)
    topics = Topic.objects.visible_to(request.user).filter(court=campaign.court, branch__isnull=True)
    chosen = [link.topic_id for link in campaign.campaign_topics.all()]

    def save(values: dict[str, Any]) -> None:
        topics_set(campaign=campaign, by=request.user, **with_version(values))

    def saved() -> Campaign:
        row = campaign_of(request, pk)
        row.topics = [link.topic for link in row.campaign_topics.select_related("topic")]
        return row

    return form_page(
        request,
        TopicsForm(posted(request), topics=topics, initial={"topics": chosen, "version": campaign.version}),
        save,
        done=address(campaign),
        said="已设置专题。",
        saved_row=saved,
        title="设置专题",
        state=campaign.name,
        crumbs=crumbs_of(campaign),
        back=address(campaign),
    )
