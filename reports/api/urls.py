"""Addresses of the interface, under /api/v1/."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from reports.api import pages
from reports.api.faults import NOT_ALLOWED, told
from reports.api.interface import api

app_name = "api"


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read without signing in, and in no other way than by GET."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "GET":
            return told(NOT_ALLOWED, "这里只能读取（GET）。", {"Allow": "GET"})
        return view(request, *args, **kwargs)

    answered.is_background = True  # type: ignore[attr-defined]  # what a program reads is no use of a session
    return login_not_required(answered)


urlpatterns = [
    path("openapi.json", pages.openapi, name="openapi"),
    path("docs/", pages.docs, name="docs"),
    # Without ninja's address of the whole, which answers nothing.
    *(
        path(str(each.pattern), read_only(each.callback), name=each.name)
        for each in api.urls[0]
        if each.name != "api-root"
    ),
    # Whatever else is asked for, line ends included.
    re_path(r"^[\s\S]*$", read_only(pages.unknown), name="unknown"),
]
