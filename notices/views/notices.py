"""Notices: the list, and what the export takes of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.access import allowed, requires
from core.clock import today
from core.exports import Column, export
from core.listing import Listing
from notices.choices import NoticeState
from notices.forms.filters import NoticeFilter
from notices.permissions import is_of_committee
from notices.selectors.notices import item_sums, notices_of
from notices.selectors.standing import BranchRow, branch_rows

_FIRST = (("title", "工作提示"), ("series", "系列"), ("number", "期号"), ("month", "月份"))
_DAYS = (("issued_on", "签发日期"), ("due_on", "完成期限"), ("state", "状态"))
_SORTS = {
    "title": ("title", "id"),
    "series": ("series__name", "number", "id"),
    "number": ("number", "id"),
    "month": ("month", "id"),
    "issued_on": ("issued_on", "id"),
    "due_on": ("due_on", "id"),
    "state": ("stage", "-issued_on", "-id"),
}
OF_COURT = Listing(
    columns=(*_FIRST, *_DAYS, ("acknowledged", "已签收"), ("completed", "已完成")),
    sorts=_SORTS,
    default="state",
    figures=("acknowledged", "completed"),
)
OF_BRANCH = Listing(columns=(*_FIRST, *_DAYS, ("settled", "事项完成")), sorts=_SORTS, default="state")
# Other pages of notices: words, address, permission, icon.
MENU = (
    ("签收情况", "matrix", "notices.view_matrix", "grid-3x3"),
    ("督办通报", "bulletins", "notices.view_bulletins", "flag"),
    ("设置", "settings", "notices.settings_change", "gear"),
    ("投递情况", "deliveries", "notices.view_deliveries", "envelope"),
)
EMPTY_OF_COURT = "每月由系统按应办的事项起草，机关党委看过、改好再签发；也可以随时自己起草。"
EMPTY_OF_BRANCH = "机关党委签发给本支部的工作提示单列在这里，签收以后按事项办理。"


def _listing(request: HttpRequest) -> Listing:
    return OF_COURT if is_of_committee(request.user) else OF_BRANCH


def _filtered(request: HttpRequest) -> NoticeFilter:
    return NoticeFilter(request.GET, notices_of(request.user), request=request)


def _take_up(request: HttpRequest, rows: list[Any]) -> None:
    """Give each notice of the page its branches; of one that is not issued, or void, nothing is counted."""
    standing = branch_rows(request.user, [row for row in rows if row.state is NoticeState.ISSUED], today())
    for row in rows:
        row.branch_rows = standing.get(row.pk, [])
        row.is_own = is_of_committee(request.user, row)
        row.acknowledged = sum(each.is_acknowledged for each in row.branch_rows)
        row.completed = sum(each.is_completed for each in row.branch_rows)
        row.is_running = row.completed < len(row.branch_rows)


@requires("notices.view_notices")
def notice_list(request: HttpRequest) -> HttpResponse:
    """For the committee all of its court, drafts first; for officers what was sent to their branches."""
    found = _filtered(request)
    context = _listing(request).context(request, found)
    _take_up(request, context["page"].rows)
    is_writer = allowed(request.user, "notices.notice_create")
    context |= {
        "is_writer": is_writer,
        "new_url": reverse("notices:new") if is_writer else "",
        "menu": [
            {"label": label, "url": reverse(f"notices:{page}"), "icon": icon}
            for label, page, permission, icon in MENU
            if allowed(request.user, permission)
        ],
        "sums": item_sums(request.user, found.qs),
        "export_url": reverse("notices:export"),
        "unit": "期",
        "empty": {"thing": "工作提示单", "words": EMPTY_OF_COURT if is_writer else EMPTY_OF_BRANCH},
    }
    return render(request, "notices/list.html", context)


def _words(row: BranchRow) -> str:
    return f"{row.branch}：{row.state.label}，事项 {row.figures}"


_PLAIN: tuple[Column, ...] = (
    ("法院", lambda row: row.court.name),
    ("系列", lambda row: row.series.name),
    ("期号", lambda row: row.number),
    ("标题", lambda row: row.title),
    ("月份", lambda row: f"{row.month:%Y-%m}" if row.month else ""),
    ("签发日期", lambda row: row.issued_on),
    ("完成期限", lambda row: row.due_on),
    ("状态", lambda row: row.state.label),
)
EXPORT_OF_COURT: tuple[Column, ...] = (
    *_PLAIN,
    # Not for branches: to them the committee has issued it.
    ("签发人", lambda row: str(row.issued_by or "")),
    ("发给支部", lambda row: len(row.branch_rows)),
    ("已签收", lambda row: row.acknowledged),
    ("已完成", lambda row: row.completed),
)
EXPORT_OF_BRANCH: tuple[Column, ...] = (
    *_PLAIN,
    ("办理情况", lambda row: "；".join(map(_words, row.branch_rows))),
)


@requires("notices.export_notices")
def notices_export(request: HttpRequest) -> HttpResponse:
    rows = list(_listing(request).ordered(request, _filtered(request)))
    _take_up(request, rows)
    return export(
        user=request.user,
        action="notices.export_notices",
        filename="工作提示单.xlsx",
        sheet_title="工作提示单",
        columns=EXPORT_OF_COURT if is_of_committee(request.user) else EXPORT_OF_BRANCH,
        rows=rows,
    )
