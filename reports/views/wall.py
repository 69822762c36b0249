"""The dark page for the wall of a meeting room, and the fragment that it fetches every minute."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.session_limits import ends_at
from branches.models import Court
from core.access import requires
from core.clock import now, today
from reports.selectors.wall import wall_of
from reports.views.frame import court_for


@requires("reports.view_court", methods=("GET", "POST"))
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole page. To go on is to send its form: somebody is there, and the session lasts again."""
    court = court_for(request, pk)
    if request.method == "POST":
        return redirect("reports:wall", pk)
    return render(request, "reports/wall.html", _context(request, court))


@requires("reports.view_court", background=True)
def wall_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page fetches by itself; it keeps nobody signed in."""
    return render(request, "reports/_wall_figures.html", _context(request, court_for(request, pk)))


def _context(request: HttpRequest, court: Court) -> dict[str, Any]:
    return {"wall": wall_of(court, today()), "at": now(), "ends_at": ends_at(request.session)}
