"""Standards: the list of the court's own with the shipped one, and the page of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from assessments.forms.standards import StandardFilter
from assessments.models import Standard
from assessments.selectors.standard_page import aspect_rows, history_of, shipped_size, size_of
from assessments.selectors.standards import own_standards
from assessments.views.standard_frame import crumbs_of, page_of_standard, standard_for
from core.access import allowed, requires
from core.exports import Column, export
from core.listing import Listing

LIST = Listing(
    columns=(
        *(("name", "标准"), ("year", "年度"), ("edition", "版次"), ("state", "状态"), ("asked", "指标")),
        *(("points", "总分"), ("adopted_on", "通过日期"), ("adopted_how", "通过情况")),
    ),
    sorts={
        "name": ("name", "id"),
        "year": ("year", "edition", "id"),
        "state": ("state", "year", "id"),
        "adopted_on": ("adopted_on", "id"),
    },
    default="-year",
    figures=("asked", "points"),
)
COLUMNS: tuple[Column, ...] = (
    ("法院", lambda row: row.court.name if row.court else "随系统提供"),
    ("标准", lambda row: row.name),
    ("年度", lambda row: row.year),
    ("版次", lambda row: row.edition),
    ("状态", lambda row: row.get_state_display()),
    ("指标", lambda row: row.asked),
    ("总分", lambda row: row.points),
    ("通过日期", lambda row: row.adopted_on),
    ("通过情况", lambda row: row.adopted_how),
)
# What may be done with a standard: words, address, permission, icon; of a draft, and of one that is adopted.
ANY_TIME = (("与另一份比较", "standard_difference", "assessments.view_standards", "arrow-left-right"),)
OF_DRAFT = (
    ("试算", "standard_trial", "assessments.standard_trial", "calculator"),
    ("修改名称和评星规定", "standard_edit", "assessments.standard_change", "sliders"),
    ("修改方面", "aspects_edit", "assessments.standard_change", "list-ol"),
    ("放弃草案", "standard_discard", "assessments.standard_discard", "trash"),
)


def _filtered(request: HttpRequest) -> StandardFilter:
    return StandardFilter(request.GET, own_standards(request.user), request=request)


@requires("assessments.view_standards")
def standard_list(request: HttpRequest) -> HttpResponse:
    context = LIST.context(request, _filtered(request))
    may_write = allowed(request.user, "assessments.standard_create")
    context |= {
        "new_url": reverse("assessments:standard_new") if may_write else "",
        "menu": [{"label": "导入标准", "url": reverse("assessments:standard_import"), "icon": "upload"}]
        if may_write
        else [],
        "export_url": reverse("assessments:standards_export"),
        "unit": "份",
        "empty": {"thing": "星级标准", "words": "起草一份，或者从 Excel 导入。"},
    }
    return render(request, "assessments/standard_list.html", context)


@requires("assessments.export_standard")
def standards_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_standard",
        filename="星级标准.xlsx",
        sheet_title="星级标准",
        columns=COLUMNS,
        rows=LIST.ordered(request, _filtered(request)),
    )


@requires("assessments.view_standards")
def standard_page(request: HttpRequest, pk: int) -> HttpResponse:
    standard = standard_for(request, pk, "assessments.view_standards")
    rows = aspect_rows(standard)
    is_writer = allowed(request.user, "assessments.standard_change", standard)
    context = {
        "standard": standard,
        "aspects": rows,
        "size": size_of(rows),
        "shipped": shipped_size(),
        "ties": [row.aspect.name for code in standard.tie_aspects for row in rows if row.aspect.code == code],
        "is_open": is_writer and standard.is_draft,
        "history": history_of(standard) if is_writer else [],
        "crumbs": crumbs_of(),
        "menu": _menu(request, standard),
    }
    return render(request, "assessments/standard.html", context)


def _menu(request: HttpRequest, standard: Standard) -> list[dict[str, Any]]:
    entries = [*(OF_DRAFT if standard.is_draft else ()), *ANY_TIME]
    menu = [
        {"label": label, "url": page_of_standard(standard, page), "icon": icon}
        for label, page, permission, icon in entries
        if allowed(request.user, permission, standard)
    ]
    if allowed(request.user, "assessments.standard_create"):
        copy = {"label": "复制为新的草案", "url": page_of_standard(standard, "standard_copy"), "icon": "copy"}
        menu.append(copy)
    return menu
