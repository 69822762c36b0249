"""Pages that belong to no app: health, and the answer to a form that is out of date."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import health
from core.access import requires
from core.design import sample_context


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part works, 503 when one fails; for monitors and load balancers."""
    checks = health.checks()
    works = all(state == "ok" for state in checks.values())
    return JsonResponse({"status": "ok" if works else "failed", "checks": checks}, status=200 if works else 503)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django calls this (CSRF_FAILURE_VIEW) when a form's token is missing or no longer valid."""
    return render(request, "errors/403_csrf.html", status=403)


@requires("core.view_design")
def design(request: HttpRequest) -> HttpResponse:
    """The living page: every component in all its states, with made-up data."""
    return render(request, "core/design.html", sample_context())
