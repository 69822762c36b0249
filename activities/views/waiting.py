"""What waits for a committee: records to be archived or sent back, and corrections to be decided on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from activities.forms.lists import CorrectionFilter, WaitingFilter
from activities.models import Correction
from activities.selectors.history import corrections_to_review, histories, records_to_review
from activities.selectors.snapshots import differences
from activities.views.records import EXPORT_COLUMNS, SITTING_IN_COUNT
from core.access import requires
from core.exports import export
from core.listing import Listing

WAITING = Listing(
    columns=(
        ("tick", "勾选"),
        ("held_on", "日期"),
        ("kind", "类型"),
        ("branch", "党支部"),
        ("topic", "议题"),
        ("present", "实到/应到"),
        ("submitted_at", "提交"),
    ),
    sorts={
        "held_on": ("held_on", "id"),
        "kind": ("kind__order", "kind_id", "held_on", "id"),
        "branch": ("branch__order", "branch_id", "held_on", "id"),
        "submitted_at": ("submitted_at", "id"),
    },
    default="held_on",
    figures=("present",),
)


@requires("activities.review_activity")
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Records that are submitted and not archived."""
    found = WaitingFilter(request.GET, records_to_review(request.user), request=request)
    context = {**WAITING.context(request, found), "corrections": corrections_to_review(request.user).count()}
    return render(request, "activities/waiting_list.html", context)


@requires("activities.review_activity")
def waiting_export(request: HttpRequest) -> HttpResponse:
    rows = records_to_review(request.user).annotate(sitting_in=SITTING_IN_COUNT)
    rows = rows.prefetch_related("also_kinds", *histories(request.user))
    return export(
        user=request.user,
        action="activities.export_activities",
        filename="待审核记录.xlsx",
        sheet_title="待审核记录",
        columns=EXPORT_COLUMNS,
        rows=WAITING.ordered(request, WaitingFilter(request.GET, rows, request=request)),
    )


# --- Corrections ----------------------------------------------------------------------------------

CORRECTIONS = Listing(
    columns=(
        ("asked_at", "申请时间"),
        ("branch", "党支部"),
        ("held_on", "记录"),
        ("changes", "更正内容"),
        ("reason", "原因"),
        ("asked_by", "申请人"),
    ),
    sorts={
        "asked_at": ("asked_at", "id"),
        "branch": ("activity__branch__order", "activity__branch_id", "id"),
        "held_on": ("activity__held_on", "id"),
    },
    default="asked_at",
)


@requires("activities.review_activity")
def correction_list(request: HttpRequest) -> HttpResponse:
    """Corrections that the user may decide on, the oldest first."""
    context = CORRECTIONS.context(request, _corrections(request))
    for row in context["page"].rows:
        row.changes = _changes(row)
    crumbs = [("记录审核", reverse("activities:waiting"))]
    return render(request, "activities/correction_list.html", {**context, "crumbs": crumbs})


@requires("activities.review_activity")
def correction_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="activities.export_corrections",
        filename="待审批的更正.xlsx",
        sheet_title="待审批的更正",
        columns=CORRECTION_COLUMNS,
        rows=CORRECTIONS.ordered(request, _corrections(request)),
    )


def _corrections(request: HttpRequest) -> Any:
    return CorrectionFilter(request.GET, corrections_to_review(request.user), request=request)


def _changes(row: Correction) -> str:
    return "、".join(each.label for each in differences(row.before, row.after))


CORRECTION_COLUMNS = (
    ("申请时间", lambda row: row.asked_at),
    ("党支部", lambda row: str(row.activity.branch or "全院")),
    ("日期", lambda row: row.activity.held_on),
    ("类型", lambda row: row.activity.kind.name),
    ("更正内容", _changes),
    ("原因", lambda row: row.reason),
    ("申请人", lambda row: str(row.asked_by or "")),
)
