"""All registers of a court with what they hold, and those of one branch on its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.models import Branch
from core.access import allowed, ensure, requires
from core.clock import today
from registers.selectors.counts import RegisterRow, registers_of
from registers.selectors.kinds import courts_of
from registers.views.common import Place, court_of


@requires("registers.view_entries")
def overview(request: HttpRequest) -> HttpResponse:
    court = court_of(request)
    rows = registers_of(request.user, court, today())
    menu = []
    if allowed(request.user, "registers.manage_kinds", court):
        address = reverse("registers:kinds", query={"court": court.pk})
        menu.append({"label": "登记簿设置", "url": address, "icon": "sliders"})
    context = {
        "court": court,
        "courts": courts_of(request.user),
        "year": today().year,
        "rows": [(row, Place(court, row.kind).address(), _new(row, court)) for row in rows],
        "menu": menu,
    }
    return render(request, "registers/overview.html", context)


def _new(row: RegisterRow, court: object, **query: object) -> str:
    return Place(court, row.kind).address("new", **query) if row.may_add else ""


@requires("registers.view_entries")
def branch_panel(request: HttpRequest, pk: int) -> HttpResponse:
    branch = get_object_or_404(Branch.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "registers.view_entries", branch)
    rows = registers_of(request.user, branch.court, today(), branch)
    shown = [(row, Place(branch.court, row.kind).address(branch=branch.pk)) for row in rows if row.entries]
    context = {"branch": branch, "rows": shown, "overview": reverse("registers:overview")}
    return render(request, "registers/branch_panel.html", context)
