"""Pages that leak on purpose, beside honest ones: the walk must find each leak, and nothing in the honest pages."""

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path
from openpyxl import Workbook

from activities.choices import CoverageSource
from activities.models import Activity, Coverage
from branches.models import Branch, Member
from core.access import requires
from tests.access.actors import TODAY
from tests.access.world import NOW

LOGGING = "activities.view_activities"
_remembered: dict[str, str] = {}


def _lines(rows: Any) -> HttpResponse:
    return HttpResponse("\n".join(str(row) for row in rows))


# --- Honest pages -------------------------------------------------------------------------------


@requires(LOGGING)
def honest_list(request: HttpRequest) -> HttpResponse:
    rows = Branch.objects.visible_to(request.user)
    return _lines(rows.filter(pk=request.GET["branch"]) if "branch" in request.GET else rows)


@requires(LOGGING)
def honest_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)))


def _refuse_courts_above(request: HttpRequest, branch: Branch) -> None:
    own = {"court_id": branch.court_id, "role": "COMMITTEE"}
    officer = {"branch_id": branch.pk, "role": "SECRETARY", "group": None}
    if not (request.user.appointments.filter(**own).exists() or request.user.appointments.filter(**officer).exists()):
        raise PermissionDenied


def _state_coverage(branch: Branch) -> HttpResponse:
    Coverage.all_rows.create(
        court_id=branch.court_id, branch=branch, starts_on=TODAY, ends_on=TODAY, source=CoverageSource.STATED
    )
    return redirect("leaks:honest_list")


@requires(LOGGING, methods=("GET", "POST"))
def honest_form(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user), pk=pk)
    _refuse_courts_above(request, branch)
    return _state_coverage(branch) if request.method == "POST" else HttpResponse(str(branch))


# --- Rows that should not be there ----------------------------------------------------------------


@requires(LOGGING)
def every_row(request: HttpRequest) -> HttpResponse:
    return _lines(Branch.all_rows.all())


@requires(LOGGING)
def every_row_as_json(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"places": [row.place for row in Activity.objects.unscoped("leak")]})


@requires(LOGGING)
def every_row_as_workbook(request: HttpRequest) -> HttpResponse:
    book, file = Workbook(), io.BytesIO()
    for row in Branch.all_rows.all():
        book.active.append([row.name])
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(file.getvalue(), content_type=kind)


@requires(LOGGING)
def detail_of_anything(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(str(get_object_or_404(Branch.all_rows, pk=pk)))


@requires(LOGGING)
def phones(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\n".join(row.phone for row in Member.objects.visible_to(request.user)))


@requires(LOGGING)
def filename(request: HttpRequest) -> HttpResponse:
    name = str(Branch.all_rows.last())
    return HttpResponse("", headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


@requires(LOGGING)
def remembered_for_all(request: HttpRequest) -> HttpResponse:
    text = "\n".join(str(row) for row in Branch.objects.visible_to(request.user))
    return HttpResponse(_remembered.setdefault("page", text))


@requires(LOGGING)
def drafts_of_the_court(request: HttpRequest) -> HttpResponse:
    """A relation walked from a visible row: Django's relations know no scope."""
    branches = Branch.objects.visible_to(request.user)
    return HttpResponse("\n".join(str(draft.data) for branch in branches for draft in branch.drafts.all()))


# --- Rows that are told to be there ---------------------------------------------------------------


@requires(LOGGING)
def refused_not_missing(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.all_rows, pk=pk)
    if not Branch.objects.visible_to(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return HttpResponse(str(branch))


@requires(LOGGING)
def missing_in_other_words(request: HttpRequest, pk: int) -> HttpResponse:
    branch = Branch.objects.visible_to(request.user).filter(pk=pk).first()
    if branch is None and Branch.all_rows.filter(pk=pk).exists():
        return HttpResponse("别院的支部", status=404)
    if branch is None:
        raise Http404
    return HttpResponse(str(branch))


@requires(LOGGING)
def filter_that_knows(request: HttpRequest) -> HttpResponse:
    known = Branch.all_rows.filter(pk=request.GET.get("branch", 0)).exists()
    return HttpResponse("没有记录" if known else "没有这个支部")


# --- Changes where nothing may change --------------------------------------------------------------


@requires(LOGGING, methods=("GET", "POST"))
def form_of_anything(request: HttpRequest, pk: int) -> HttpResponse:
    """The page is scoped, its sending is not."""
    rows = Branch.all_rows if request.method == "POST" else Branch.objects.visible_to(request.user)
    branch = get_object_or_404(rows, pk=pk)
    _refuse_courts_above(request, branch) if request.method == "GET" else None
    return _state_coverage(branch) if request.method == "POST" else HttpResponse(str(branch))


@requires(LOGGING, methods=("GET", "POST"))
def form_with_any_branch(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return HttpResponse("")
    branch = Branch.all_rows.filter(pk=request.POST.get("branch") or 0).first()
    return _state_coverage(branch) if branch else HttpResponse("没有这个支部", status=422)


# --- Tells of rows without showing them ------------------------------------------------------------


@requires(LOGGING)
def count_of_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"共 {Activity.all_rows.count()} 条")


@requires(LOGGING)
def next_link(request: HttpRequest, pk: int) -> HttpResponse:
    """The link to the next one leads to somebody else's."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    following = Activity.all_rows.filter(held_on__gte=activity.held_on).order_by("pk").last()
    return HttpResponse(f'{activity.place} <a href="/{following.pk if following else ""}">下一条</a>')


@requires(LOGGING)
def rank_among_all(request: HttpRequest) -> HttpResponse:
    behind = Activity.all_rows.filter(has_quorum=False).count()
    return HttpResponse(f"落后于 {behind} 次， {NOW:%Y-%m-%d}")


# --- Doors that are open -------------------------------------------------------------------------------


def unguarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def any_method(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


any_method.permission = LOGGING

LEAKS = ("leaks", "leaks")
_KEYED = (honest_detail, honest_form, detail_of_anything, refused_not_missing, missing_in_other_words)
_KEYED += (form_of_anything, next_link)
_PLAIN = (honest_list, every_row, every_row_as_json, every_row_as_workbook, phones, filename, remembered_for_all)
_PLAIN += (drafts_of_the_court, filter_that_knows, form_with_any_branch, count_of_all, rank_among_all)
_PLAIN += (unguarded, any_method)

_pages = [path(f"{view.__name__}/", view, name=view.__name__) for view in _PLAIN]
_pages += [path(f"{view.__name__}/<int:pk>/", view, name=view.__name__) for view in _KEYED]

urlpatterns = [path("leaks/", include((_pages, "leaks"))), path("", include("courts_party.urls"))]
