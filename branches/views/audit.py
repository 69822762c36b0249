"""The audit trail (auditor)."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime

from branches.forms.filters import AuditFilter
from branches.selectors.accounts import events_of
from branches.selectors.trail import described
from core.access import requires
from core.actions import label_of
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {"at": ("id",)}
COLUMNS = [
    ("at", "时间"),
    ("actor", "操作人"),
    ("action", "操作"),
    ("outcome", "结果"),
    ("subject", "对象"),
    ("address", "来源地址"),
    ("detail", "详情"),
]


def _filtered(request: HttpRequest) -> AuditFilter:
    return AuditFilter(request.GET, events_of(request.user), request=request)


@requires("core.read_audit")
def audit_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    page = keyset_page_of(request, filterset.qs, sorts=SORTS, default="-at")
    for event in page.rows:
        event.words = label_of(event.action)
        event.detail_text = described(event)
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="-at"),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
    }
    return render(request, "branches/audit_list.html", context)


@requires("core.read_audit")
def audit_export(request: HttpRequest) -> HttpResponse:
    columns = [
        ("时间", lambda row: localtime(row.at)),
        ("操作人", lambda row: row.actor_name),
        ("账号", lambda row: row.actor.username if row.actor else ""),
        ("操作", lambda row: label_of(row.action)),
        ("操作代码", lambda row: row.action),
        ("结果", lambda row: row.get_outcome_display()),
        ("对象", lambda row: row.subject_label),
        ("来源地址", lambda row: row.address),
        ("请求编号", lambda row: row.request_id),
        ("详情", described),
        ("详情（原始）", lambda row: json.dumps(row.detail, ensure_ascii=False)),
    ]
    return export(
        user=request.user,
        action="audit.export",
        filename="审计记录.xlsx",
        sheet_title="审计记录",
        columns=columns,
        rows=in_order(request, _filtered(request).qs, sorts=SORTS, default="-at"),
    )
