"""Publication, and what may follow it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from reports.forms.written import PublishForm, WithdrawForm
from reports.models import Report
from reports.selectors.written import checked, seen_version
from reports.services import written as services
from reports.views.written.common import WRITE, address, crumbs, not_a_draft, report_for


@requires(WRITE, methods=("GET", "POST"))
def written_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What does not agree is listed first; who publishes says that it was looked at."""
    report = report_for(request, pk, WRITE)
    if refused := not_a_draft(request, report):
        return refused
    found = checked(report, today()) if report.is_draft else None

    def save(values: dict[str, Any]) -> Report:
        return services.report_publish(
            report=report,
            version=values["version"] or 0,
            has_checked=values["has_checked"],
            on=today(),
            by=request.user,
        )

    return form_page(
        request,
        PublishForm(posted(request), asks=bool(found and found.faults), initial={"version": seen_version(report)}),
        save,
        done=address(report),
        said="已发布，全院可以查看。文字和数据已经定格。",
        template="reports/written/publish.html",
        title="发布工作报告",
        state=report.title,
        checked=found,
        submit_label="发布",
        crumbs=crumbs(report),
        back=address(report),
    )


@requires(WRITE, methods=("GET", "POST"))
def written_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_for(request, pk, WRITE)

    def save(values: dict[str, Any]) -> Report:
        return services.report_withdraw(report=report, by=request.user, **values)

    return form_page(
        request,
        WithdrawForm(posted(request)),
        save,
        done=address(report),
        said="已撤回，读者不再看到这份报告。",
        title="撤回工作报告",
        state=f"{report.title}。撤回后只有起草单位能看到，原因记录在案。",
        submit_label="撤回",
        crumbs=crumbs(report),
        back=address(report),
    )


@requires(WRITE, methods=("POST",))
def written_revise(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(
        request,
        pk,
        lambda report: services.report_revise(report=report, at=now(), by=request.user),
        said="已按原文开始新的一版，修改后发布；发布之前，读者看到的仍是原来的一版。",
    )


@requires(WRITE, methods=("POST",))
def written_discard(request: HttpRequest, pk: int) -> HttpResponse:
    return _done(
        request,
        pk,
        lambda report: services.report_discard(report=report, by=request.user),
        said="已放弃这份草稿。",
    )


def _done(request: HttpRequest, pk: int, act: Callable[[Report], Report], *, said: str) -> HttpResponse:
    report = report_for(request, pk, WRITE)
    try:
        report = act(report)
    except Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
    else:
        messages.success(request, said)
    return redirect(address(report))
