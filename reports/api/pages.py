"""The description of the interface, for programs as OpenAPI and for people as a page made of the same; and what is said
of an address that there is not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import ensure, requires
from reports.api.faults import NOT_FOUND, ApiRefusal, told
from reports.api.interface import description
from reports.api.security import token_of
from reports.api.words import operations_of, shapes_of
from reports.choices import ApiScope
from reports.services.api_tokens import MOST_A_MINUTE


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """With a token, or for those signed in who may read the page."""
    if request.user.is_authenticated and "Authorization" not in request.headers:
        ensure(request.user, "reports.read_api_docs")
        return _described()
    return _refusal_of(request) or _described()


def _described() -> JsonResponse:
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


def unknown(request: HttpRequest) -> JsonResponse:
    """An address that is none is answered in our words too, and only to who has a token."""
    return _refusal_of(request) or told(NOT_FOUND, "没有这个地址，请看接口说明。")


def _refusal_of(request: HttpRequest) -> JsonResponse | None:
    """Why somebody without a good token is not answered."""
    try:
        token_of(request)
    except ApiRefusal as refusal:
        return told(refusal.status, refusal.detail, refusal.headers)
    return None


@requires("reports.read_api_docs")
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    described = description()
    context = {
        "about": described["info"]["description"],
        "operations": operations_of(described),
        "shapes": shapes_of(described),
        "scopes": ApiScope.labels,
        "example": request.build_absolute_uri(reverse("api:courts")),
        "most_a_minute": MOST_A_MINUTE,
    }
    return render(request, "reports/api_docs.html", context)
