"""Courts (administrator), a court's own settings and general branches (committee)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.forms.branches import GeneralBranchForm
from branches.forms.courts import CourtForm, CourtSettingsForm
from branches.forms.filters import CourtFilter
from branches.models import Court, GeneralBranch
from branches.permissions import administers_all, is_committee_of
from branches.services.branches import general_branch_change, general_branch_create
from branches.services.courts import court_change, court_create, court_settings_change
from core.access import ensure, requires
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.listing import chips_of, heads_of, in_order, keyset_page_of

SORTS = {"path": ("path", "id"), "name": ("name", "id"), "level": ("level", "id")}
COLUMNS = [("name", "法院"), ("level", "层级"), ("parent", "上级法院"), ("shares_records", "上级可看记录")]


def _filtered(request: HttpRequest) -> CourtFilter:
    courts = Court.objects.visible_to(request.user).select_related("parent")
    return CourtFilter(request.GET, courts, request=request)


@requires("branches.manage_courts")
def court_list(request: HttpRequest) -> HttpResponse:
    filterset = _filtered(request)
    page = keyset_page_of(request, filterset.qs, sorts=SORTS, default="path")
    for court in page.rows:
        court.depth = (court.path or "").count("/") - 2
    context = {
        "page": page,
        "heads": heads_of(request, COLUMNS, sorts=SORTS, default="path"),
        "filter_form": filterset.form,
        "chips": chips_of(request, filterset),
    }
    return render(request, "branches/court_list.html", context)


EXPORT_COLUMNS = (
    ("法院", lambda row: row.name),
    ("层级", lambda row: row.get_level_display()),
    ("上级法院", lambda row: row.parent.name if row.parent else ""),
    ("上级可看记录", lambda row: "同意" if row.shares_records else "不同意"),
)


@requires("branches.manage_courts")
def court_export(request: HttpRequest) -> HttpResponse:
    """The courts as they are filtered."""
    return export(
        user=request.user,
        action="court.export",
        filename="法院.xlsx",
        sheet_title="法院",
        columns=EXPORT_COLUMNS,
        rows=in_order(request, _filtered(request).qs, sorts=SORTS, default="path"),
    )


def _kept(request: HttpRequest) -> Any:
    return Court.objects.visible_to(request.user)


def _check_parent(request: HttpRequest, parent: Court | None) -> None:
    """Only the installation's administrator makes a court without one above."""
    if parent is None:
        if not administers_all(request.user):
            raise Refused("请选择上级法院。", field="parent")
        return
    ensure(request.user, "branches.manage_courts", parent)


@requires("branches.manage_courts", methods=("GET", "POST"))
def court_new(request: HttpRequest) -> HttpResponse:
    def save(values: dict[str, Any]) -> Court:
        _check_parent(request, values["parent"])
        return court_create(name=values["name"], level=values["level"], parent=values["parent"], by=request.user)

    return form_page(
        request,
        CourtForm(posted(request), courts=_kept(request)),
        save,
        done=reverse("branches:court_list"),
        said="已新建法院。",
        title="新建法院",
        crumbs=[("法院", reverse("branches:court_list"))],
        back=reverse("branches:court_list"),
    )


@requires("branches.manage_courts", methods=("GET", "POST"))
def court_edit(request: HttpRequest, pk: int) -> HttpResponse:
    court = get_object_or_404(_kept(request), pk=pk)
    ensure(request.user, "branches.manage_courts", court)
    names = ("version", "name", "level", "parent", "order")
    form = CourtForm(
        posted(request),
        courts=_kept(request),
        court=court,
        initial={name: getattr(court, name) for name in names},
    )

    def save(values: dict[str, Any]) -> Court:
        if values["parent"] != court.parent:
            _check_parent(request, values["parent"])
        values = {**values, "version": values["version"] or 0}
        return court_change(court=court, by=request.user, **values)

    return form_page(
        request,
        form,
        save,
        done=reverse("branches:court_list"),
        said="已保存法院。",
        saved_row=lambda: _kept(request).get(pk=pk),
        title=f"修改{court}",
        crumbs=[("法院", reverse("branches:court_list"))],
        back=reverse("branches:court_list"),
    )


@requires("branches.change_court_settings", methods=("GET", "POST"))
def court_settings(request: HttpRequest, pk: int) -> HttpResponse:
    court = get_object_or_404(_kept(request), pk=pk)
    ensure(request.user, "branches.change_court_settings", court)
    names = ("version", "shares_records", "late_after_days")
    form = CourtSettingsForm(posted(request), initial={name: getattr(court, name) for name in names})
    return form_page(
        request,
        form,
        lambda values: court_settings_change(
            court=court,
            version=values["version"] or 0,
            by=request.user,
            shares_records=values["shares_records"],
            late_after_days=values["late_after_days"],
        ),
        done=reverse("branches:branch_list"),
        said="已保存本院设置。",
        saved_row=lambda: _kept(request).get(pk=pk),
        title="本院设置",
        crumbs=[("党支部", reverse("branches:branch_list"))],
        back=reverse("branches:branch_list"),
    )


@requires("branches.manage_general_branches")
def general_list(request: HttpRequest) -> HttpResponse:
    own = [court for court in _kept(request) if is_committee_of(request.user, court)]
    rows = GeneralBranch.objects.visible_to(request.user).filter(court__in=own).prefetch_related("branches")
    context = {
        "rows": rows,
        "own_court": own[0] if own else None,
        "crumbs": [("党支部", reverse("branches:branch_list"))],
    }
    return render(request, "branches/general_list.html", context)


@requires("branches.manage_general_branches", methods=("GET", "POST"))
def general_new(request: HttpRequest, court_pk: int) -> HttpResponse:
    court = get_object_or_404(_kept(request), pk=court_pk)
    ensure(request.user, "branches.manage_general_branches", court)
    form = GeneralBranchForm(posted(request))
    del form.fields["order"]
    return form_page(
        request,
        form,
        lambda values: general_branch_create(court=court, by=request.user, **values),
        done=reverse("branches:general_list"),
        said="已新建党总支。",
        title="新建党总支",
        crumbs=[("党总支", reverse("branches:general_list"))],
        back=reverse("branches:general_list"),
    )


@requires("branches.manage_general_branches", methods=("GET", "POST"))
def general_edit(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(GeneralBranch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "branches.manage_general_branches", row)
    form = GeneralBranchForm(posted(request), initial={"name": row.name, "order": row.order})
    return form_page(
        request,
        form,
        lambda values: general_branch_change(general_branch=row, by=request.user, **values),
        done=reverse("branches:general_list"),
        said="已保存党总支。",
        title=f"修改{row}",
        crumbs=[("党总支", reverse("branches:general_list"))],
        back=reverse("branches:general_list"),
    )
