"""The list of reports, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import allowed, requires
from core.exports import export
from core.listing import Listing
from reports.choices import REPORT_TAGS, ReportState
from reports.forms.written import ReportFilter
from reports.selectors.written import reports_of
from reports.views.written.common import WRITE

REPORTS = Listing(
    columns=(
        ("title", "报告"),
        ("owner", "单位"),
        ("kind", "种类"),
        ("end", "时段"),
        ("state", "状态"),
        ("published_on", "发布日期"),
    ),
    sorts={
        "title": ("title", "id"),
        "end": ("end", "start", "id"),
        "published_on": ("published_on", "id"),
    },
    default="-end",
)


def _filtered(request: HttpRequest) -> ReportFilter:
    is_writer = allowed(request.user, WRITE)
    return ReportFilter(request.GET, reports_of(request.user), request=request, is_writer=is_writer)


@requires("reports.read_written")
def report_list(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = REPORTS.context(request, _filtered(request))
    is_writer = allowed(request.user, WRITE)
    outlines = {"label": "设置报告栏目", "url": reverse("reports:outlines"), "icon": "list-ol"}
    context |= {
        "rows": [(row, REPORT_TAGS[ReportState(row.state)]) for row in context["page"].rows],
        "new_url": reverse("reports:report_new") if is_writer else "",
        "export_url": reverse("reports:reports_export"),
        "menu": [outlines] if allowed(request.user, "reports.change_outline") else [],
        "unit": "份",
        "empty": {
            "thing": "工作报告",
            "words": "起草一份报告，系统按记录写好各栏目的文字和数据，修改以后发布，全院都能看到。"
            if is_writer
            else "机关党委和各支部发布的工作报告列在这里。",
        },
    }
    return render(request, "reports/written/list.html", context)


COLUMNS = (
    ("报告", lambda row: row.title),
    ("单位", lambda row: str(row.owner)),
    ("种类", lambda row: row.get_kind_display()),
    ("起始日期", lambda row: row.start),
    ("截止日期", lambda row: row.end),
    ("版次", lambda row: row.edition),
    ("状态", lambda row: row.get_state_display()),
    ("发布日期", lambda row: row.published_on),
    ("撤回原因", lambda row: row.withdrawal_reason),
)


@requires("reports.export_written")
def reports_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="reports.export_written",
        filename="工作报告.xlsx",
        sheet_title="工作报告",
        columns=COLUMNS,
        rows=REPORTS.ordered(request, _filtered(request)),
    )
