"""Inspections: the list, one with its branches, and what the committee sets of it."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from branches.models.courts import existing_on
from campaigns.selectors import court_of_committee
from core.access import allowed, requires
from core.clock import now, today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing
from rectification import services
from rectification.forms.inspection_filters import ALL_PUT_RIGHT, LATE, WAITING, InspectionFilter
from rectification.forms.inspections import CloseForm, InspectionForm, ReasonForm, initial_of
from rectification.links import findings_url
from rectification.models import Inspection
from rectification.selectors.inspection_paper import closing_words_for
from rectification.selectors.inspections import (
    BranchRow,
    Figures,
    branch_rows,
    inspections_of_branch,
    take_up_figures,
)
from rectification.views.inspection_frame import crumbs_of, inspection_for, page_of_inspection

INSPECTIONS = Listing(
    columns=(
        ("title", "检查"),
        ("kind", "类型"),
        ("period", "季度"),
        ("held_on", "检查日期"),
        ("checked", "已检查/应检查"),
        ("found", "发现问题"),
        ("put_right", "整改到位"),
        ("waiting", "等待复查"),
        ("state", "登记"),
    ),
    sorts={
        "title": ("title", "id"),
        "kind": ("kind", "held_on", "id"),
        "period": ("year", "quarter", "id"),
        "held_on": ("held_on", "id"),
    },
    default="-held_on",
    figures=("checked", "found", "put_right", "waiting"),
)
EMPTY = {"thing": "检查", "words": "机关党委新建检查、登记各支部检查情况以后，这里列出每次检查和整改的进展。"}


def _filtered(request: HttpRequest) -> InspectionFilter:
    rows = Inspection.objects.visible_to(request.user).select_related("court")
    return InspectionFilter(request.GET, rows, request=request)


def linked(figures: Figures, **where: Any) -> dict[str, tuple[int, str]]:
    """Each figure with the address of the findings that it counts; nothing is no link."""
    on = today()
    filters = {
        "found": {},
        "loose": {"state": "NOT_YET"},
        "put_right": {"state": ALL_PUT_RIGHT},
        "passed": {"state": "PASSED"},
        "waiting": {"show": WAITING},
        "late": {"show": LATE},
    }
    return {
        name: (getattr(figures, name), findings_url(on=on, **where, **chosen) if getattr(figures, name) else "")
        for name, chosen in filters.items()
    }


@requires("rectification.view_inspections")
def inspection_list(request: HttpRequest) -> HttpResponse:
    found = _filtered(request)
    context: dict[str, Any] = INSPECTIONS.context(request, found)
    rows = context["page"].rows
    take_up_figures(request.user, rows, today())
    for row in rows:
        row.linked = linked(row.figures, inspection=row.pk)
    may_create = allowed(request.user, "rectification.inspection_create")
    context |= {
        "several_courts": len({row.court_id for row in rows}) > 1,
        "new_url": reverse("rectification:inspection_new") if may_create else "",
        "menu": [{"label": "全部发现的问题", "url": reverse("rectification:findings"), "icon": "list-check"}],
        "export_url": reverse("rectification:inspections_export"),
        "unit": "次",
        "empty": EMPTY,
    }
    return render(request, "rectification/inspection_list.html", context)


EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("检查", lambda row: row.title),
    ("类型", lambda row: row.get_kind_display()),
    ("季度", lambda row: row.period),
    ("检查日期", lambda row: row.held_on),
    ("结束日期", lambda row: row.until),
    ("检查人员", lambda row: row.inspectors),
    ("检查依据", lambda row: row.basis),
    ("应检查支部", lambda row: row.due),
    ("已检查支部", lambda row: row.checked),
    ("发现问题", lambda row: row.figures.found),
    ("未列为问题", lambda row: row.figures.loose),
    ("整改到位", lambda row: row.figures.put_right),
    ("复查通过", lambda row: row.figures.passed),
    ("等待复查", lambda row: row.figures.waiting),
    ("超期未整改到位", lambda row: row.figures.late),
    ("登记结束", lambda row: row.closed_on),
)


@requires("rectification.export_inspections")
def inspections_export(request: HttpRequest) -> HttpResponse:
    rows = list(INSPECTIONS.ordered(request, _filtered(request)))
    take_up_figures(request.user, rows, today())
    return export(
        user=request.user,
        action="rectification.export_inspections",
        filename="检查.xlsx",
        sheet_title="检查",
        columns=EXPORT_COLUMNS,
        rows=rows,
    )


@requires("rectification.view_inspections")
def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The inspection branch by branch: whether it was checked, what was found, how far it is put right."""
    inspection = inspection_for(request, pk, "rectification.view_inspections")
    rows = branch_rows(request.user, inspection, today())
    may_act = allowed(request.user, "rectification.branch_check", inspection)
    total = _sum(rows)
    has_loose = bool(total.loose) and inspection.voided_at is None
    may_tell = has_loose and allowed(request.user, "rectification.findings_to_problems", inspection)
    context = {
        "inspection": inspection,
        "closing_words": closing_words_for(request.user, inspection),
        "rows": [(row, linked(row.figures, inspection=pk, branch=row.branch.pk)) for row in rows],
        "total": linked(total, inspection=pk),
        "problems_url": page_of_inspection(inspection, "inspection_problems") if may_tell else "",
        "checked": sum(row.visit is not None for row in rows),
        "unvisited": _unvisited(request, inspection, rows) if may_act and inspection.is_open else [],
        "may_write": may_act and inspection.is_open,
        "action_url": page_of_inspection(inspection, "findings_new") if may_act and inspection.is_open else "",
        "menu": _menu(request, inspection),
        "crumbs": [("检查", reverse("rectification:inspections"))],
    }
    return render(request, "rectification/inspection_detail.html", context)


def _unvisited(request: HttpRequest, inspection: Inspection, rows: list[BranchRow]) -> list[Branch]:
    """The branches that an inspection of chosen ones may still be of."""
    shown = [row.branch.pk for row in rows]
    branches = Branch.objects.visible_to(request.user).filter(existing_on(inspection.held_on), court=inspection.court)
    return list(branches.exclude(pk__in=shown))


def _sum(rows: list[BranchRow]) -> Figures:
    names = Figures.__dataclass_fields__
    return Figures(**{name: sum(getattr(row.figures, name) for row in rows) for name in names})


def _menu(request: HttpRequest, inspection: Inspection) -> list[dict[str, str]]:
    is_voided = inspection.voided_at is not None
    offers = (
        (inspection.is_open, "inspection_change", "inspection_edit", "修改检查", "pencil"),
        (inspection.is_open, "inspection_close", "inspection_close", "结束登记", "check2-square"),
        (
            *(inspection.closed_on is not None and not is_voided, "inspection_reopen", "inspection_reopen"),
            *("恢复登记", "arrow-counterclockwise"),
        ),
        (not is_voided, "inspection_void", "inspection_void", "作废这次检查", "x-lg"),
        (True, "export_inspections", "inspection_export", "导出 Excel", "download"),
        (True, "print_inspection", "inspection_pdf", "下载 PDF（打印）", "printer"),
        (True, "print_inspection", "inspection_docx", "下载 Word", "file-earmark-word"),
    )
    return [
        {"label": label, "url": page_of_inspection(inspection, page), "icon": icon}
        for may, permission, page, label, icon in offers
        if may and allowed(request.user, f"rectification.{permission}", inspection)
    ]


BRANCH_COLUMNS = (
    ("党支部", lambda row: row.branch.name),
    ("检查日期", lambda row: row.visit.checked_on if row.visit else "未检查"),
    ("检查内容", lambda row: row.visit.looked_at if row.visit else ""),
    ("检查结论", lambda row: row.conclusion),
    ("发现问题", lambda row: row.figures.found if row.visit else None),
    ("未列为问题", lambda row: row.figures.loose if row.visit else None),
    ("整改到位", lambda row: row.figures.put_right if row.visit else None),
    ("复查通过", lambda row: row.figures.passed if row.visit else None),
    ("超期未整改到位", lambda row: row.figures.late if row.visit else None),
)


@requires("rectification.export_inspections")
def inspection_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of the inspection's page."""
    inspection = inspection_for(request, pk, "rectification.export_inspections")
    return export(
        user=request.user,
        action="rectification.export_inspections",
        filename=f"{inspection.title}.xlsx",
        sheet_title="各支部",
        columns=BRANCH_COLUMNS,
        rows=branch_rows(request.user, inspection, today()),
        subject=inspection,
    )


# --- What the committee sets of it --------------------------------------------------------------


@requires("rectification.inspection_create", methods=("GET", "POST"))
def inspection_new(request: HttpRequest) -> HttpResponse:
    def save(values: dict[str, Any]) -> Inspection:
        return services.inspection_create(court=court_of_committee(request.user), by=request.user, **values)

    initial = {"held_on": today(), "year": today().year, "submission_key": uuid4()}
    return form_page(
        request,
        InspectionForm(posted(request), initial=initial),
        save,
        done=page_of_inspection,
        said="已新建检查，请登记各支部的检查情况。",
        title="新建检查",
        back=reverse("rectification:inspections"),
    )


@requires("rectification.inspection_change", methods=("GET", "POST"))
def inspection_edit(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_for(request, pk, "rectification.inspection_change")

    def save(values: dict[str, Any]) -> Inspection:
        version = values.pop("version") or 0
        return services.inspection_change(inspection=inspection, version=version, by=request.user, **values)

    return form_page(
        request,
        InspectionForm(posted(request), of=inspection, initial=initial_of(inspection)),
        save,
        done=page_of_inspection(inspection),
        said="已保存。",
        saved_row=lambda: Inspection.objects.visible_to(request.user).get(pk=pk),
        title="修改检查",
        crumbs=crumbs_of(inspection),
        back=page_of_inspection(inspection),
    )


@requires("rectification.inspection_close", methods=("GET", "POST"))
def inspection_close(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_for(request, pk, "rectification.inspection_close")

    def save(values: dict[str, Any]) -> Inspection:
        return services.inspection_close(inspection=inspection, on=today(), by=request.user, **values)

    notes = ["结束以后不再登记检查情况和发现的问题；整改和复查照常进行。"]
    return _step(request, inspection, CloseForm(posted(request)), save, "结束登记", notes=notes)


@requires("rectification.inspection_reopen", methods=("GET", "POST"))
def inspection_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_for(request, pk, "rectification.inspection_reopen")

    def save(values: dict[str, Any]) -> Inspection:
        return services.inspection_reopen(inspection=inspection, by=request.user, **values)

    return _step(request, inspection, ReasonForm(posted(request)), save, "恢复登记")


@requires("rectification.inspection_void", methods=("GET", "POST"))
def inspection_void(request: HttpRequest, pk: int) -> HttpResponse:
    inspection = inspection_for(request, pk, "rectification.inspection_void")

    def save(values: dict[str, Any]) -> Inspection:
        return services.inspection_void(inspection=inspection, by=request.user, at=now(), **values)

    return _step(request, inspection, ReasonForm(posted(request)), save, "作废检查", danger=True)


def _step(
    request: HttpRequest, inspection: Inspection, form: Any, save: Any, title: str, **context: Any
) -> HttpResponse:
    back = page_of_inspection(inspection)
    facts = {"title": title, "submit_label": title, "state": inspection.title, "crumbs": crumbs_of(inspection)}
    return form_page(request, form, save, done=back, said=f"已{title}。", back=back, **facts, **context)


# --- On other pages -----------------------------------------------------------------------------


@requires("rectification.view_inspections")
def branch_panel(request: HttpRequest, branch_pk: int) -> HttpResponse:
    """The last inspections of a branch: a fragment of the branch's page."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=branch_pk)
    rows = inspections_of_branch(request.user, branch, today())
    context = {
        "branch": branch,
        "rows": [(row, linked(row.figures, inspection=row.visit.inspection_id, branch=branch.pk)) for row in rows],
        "findings_url": findings_url(on=today(), branch=branch.pk),
    }
    return render(request, "rectification/_inspection_branch_panel.html", context)
