"""What the pages of written reports share: which report is asked for, addresses and crumbs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core.access import allowed, ensure
from core.clock import today
from reports.models import Report
from reports.selectors.sight import sight_of
from reports.selectors.written import asked_of, reports_of

TITLE = "工作报告"
WRITE = "reports.write_report"


def report_for(request: HttpRequest, pk: int, permission: str = "") -> Report:
    """404 for a report that the user does not see, 403 for one that is not theirs to act on."""
    report = get_object_or_404(reports_of(request.user), pk=pk)
    if permission:
        ensure(request.user, permission, report)
    return report


def closed_to(user: Any, report: Report) -> str | None:
    """How the addresses behind figures begin that would show the user less than was counted, None where all open.

    A mere reader opens none of them; the roster shows an officer no longer who has gone to another branch since.
    """
    if not allowed(user, "reports.open_figures", report):
        return ""
    opens = sight_of(user, report.owner).opens_roster(report.owner, asked_of(report, today()).as_of)
    return None if opens else reverse("branches:member_list")


def not_a_draft(request: HttpRequest, report: Report) -> HttpResponse | None:
    """To the report itself with the reason, for whoever opens a form that only a draft has."""
    if report.is_draft or request.method != "GET":
        return None
    messages.warning(request, f"这份报告{report.get_state_display()}，不能再修改；需要修改的，请修订一版。")
    return redirect(address(report))


def address(report: Report, name: str = "report") -> str:
    return reverse(f"reports:{name}", args=(report.pk,))


def crumbs(*reports: Report) -> list[tuple[str, str]]:
    return [(TITLE, reverse("reports:written")), *((report.title, address(report)) for report in reports)]


def menu_of(report: Report, entries: list[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """`entries`: (label, name of the page, icon)."""
    return [{"label": label, "url": address(report, name), "icon": icon} for label, name, icon in entries]
