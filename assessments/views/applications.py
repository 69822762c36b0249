"""Applications for stars: the list, a branch's form, taking one back."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from assessments.forms.applications import (
    ApplicationFilter,
    ApplicationForm,
    application_year,
    application_years,
    initial_of,
)
from assessments.models import Application, Rating
from assessments.selectors.candidates import application_standing, not_applied
from assessments.services.applications import application_withdraw as withdraw
from assessments.services.applications import star_apply
from branches.models import Branch
from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.listing import Listing

CRUMBS = [("星级评定", "assessments:ratings"), ("星级申报", "assessments:applications")]
APPLICATIONS = Listing(
    columns=(
        ("branch", "党支部"),
        ("year", "年度"),
        ("stars", "申报星级"),
        ("text", "申报说明"),
        ("applied_on", "申报日期"),
        ("state", "状态"),
    ),
    sorts={
        "branch": ("branch__order", "branch_id", "id"),
        "year": ("year", "id"),
        "stars": ("stars", "id"),
        "applied_on": ("applied_on", "id"),
    },
    default="-year",
)
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("党支部", lambda row: row.branch.name),
    ("年度", lambda row: row.year),
    ("申报星级", lambda row: row.get_stars_display()),
    ("申报说明", lambda row: row.text),
    ("申报日期", lambda row: row.applied_on),
    ("撤回日期", lambda row: row.withdrawn_on),
)


def crumbs(count: int = 2) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in CRUMBS[:count]]


def _rows(request: HttpRequest) -> QuerySet[Application]:
    return Application.objects.visible_to(request.user).select_related("branch", "court")


def _filtered(request: HttpRequest) -> ApplicationFilter:
    return ApplicationFilter(request.GET, _rows(request), request=request)


@requires("assessments.view_ratings")
def application_list(request: HttpRequest) -> HttpResponse:
    """The committee sees besides who has not applied."""
    year = application_year(today())
    context: dict[str, Any] = APPLICATIONS.context(request, _filtered(request))
    court = court_of_committee(request.user)
    rows = context["page"].rows
    settled = _settled(request, rows)
    for row in rows:
        row.may_withdraw = _may_withdraw(request, row, settled)
    context |= {
        "year": year,
        "not_applied": not_applied(court, year, today()) if court else [],
        "is_committee": court is not None,
        "own": [(branch, _apply_url(branch, year)) for branch in _own_branches(request)],
        "export_url": reverse("assessments:applications_export"),
        "unit": "份",
        "crumbs": crumbs(1),
        "empty": {"thing": "星级申报", "words": "年底由各支部申报希望评定的星级。"},
    }
    return render(request, "assessments/application_list.html", context)


def _own_branches(request: HttpRequest) -> list[Branch]:
    rows = Branch.objects.visible_to(request.user).filter(dissolved_on=None).order_by("order", "pk")
    if not allowed(request.user, "assessments.star_apply"):
        return []
    return [branch for branch in rows if allowed(request.user, "assessments.star_apply", branch)]


def _apply_url(branch: Branch, year: int) -> str:
    return reverse("assessments:apply", args=(branch.pk, year))


def _settled(request: HttpRequest, rows: list[Application]) -> set[tuple[int, int]]:
    """(court, year) of published ratings."""
    found = Rating.objects.visible_to(request.user).filter(
        published_on__isnull=False, year__in={row.year for row in rows}
    )
    return set(found.values_list("court_id", "year"))


def _may_withdraw(request: HttpRequest, row: Application, settled: set[tuple[int, int]]) -> bool:
    is_open = row.withdrawn_on is None and (row.court_id, row.year) not in settled
    return is_open and allowed(request.user, "assessments.application_withdraw", row)


@requires("assessments.export_ratings")
def applications_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="assessments.export_ratings",
        filename="星级申报.xlsx",
        sheet_title="星级申报",
        columns=EXPORT_COLUMNS,
        rows=APPLICATIONS.ordered(request, _filtered(request)),
    )


@requires("assessments.star_apply", methods=("GET", "POST"))
def apply(request: HttpRequest, branch_pk: int, year: int) -> HttpResponse:
    """The branch's application for a year, or a change of it."""
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=branch_pk)
    ensure(request.user, "assessments.star_apply", branch)
    standing = application_standing(branch, year)
    if standing is None and year not in application_years(today()):
        raise Http404

    def save(values: dict[str, Any]) -> Application:
        values["version"] = values["version"] or 0
        return star_apply(branch=branch, year=year, on=today(), by=request.user, **values)

    return form_page(
        request,
        ApplicationForm(posted(request), initial=initial_of(standing)),
        save,
        done=reverse("assessments:applications"),
        said="已申报。公布以前可以修改或撤回。",
        saved_row=lambda: application_standing(branch, year) or Application(),
        title=f"申报{year}年度星级",
        state=branch.name,
        submit_label="保存修改" if standing else "申报",
        crumbs=crumbs(),
        back=reverse("assessments:applications"),
    )


@requires("assessments.application_withdraw", methods=("POST",))
def application_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(_rows(request), pk=pk)
    ensure(request.user, "assessments.application_withdraw", application)
    try:
        withdraw(application=application, on=today(), by=request.user)
    except Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
    else:
        messages.success(request, f"已撤回{application.year}年度的申报，公布以前可以重新申报。")
    return redirect("assessments:applications")
