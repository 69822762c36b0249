"""What is done with every request: noted for the audit trail, refused where it is too long."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.requests import Origin, client_address, current_origin


class RequestContextMiddleware:
    """Notes address and id of the request, and keeps pages out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = Origin(address=client_address(request), request_id=uuid4().hex)
        token = current_origin.set(origin)
        try:
            response = self.get_response(request)
        finally:
            current_origin.reset(token)
        response.headers.setdefault("X-Request-ID", origin.request_id)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


# The form to sign in is all that a stranger has to send.
STRANGERS_BYTES = 64 * 1024


class BodyLimitMiddleware:
    """Refuses a request that is longer than its page takes, before a byte of it is read.

    Stands before the check of the form's token, which reads the whole form. What a request says of its length holds:
    the server reads no further.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length == "0":
            return None
        is_stranger = not request.user.is_authenticated
        most = getattr(view, "most_bytes", None) or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and int(length) <= (STRANGERS_BYTES if is_stranger else most):
            return None
        if is_stranger and getattr(view, "login_required", True):
            return redirect_to_login(request.get_full_path())
        return render(request, "errors/413.html", status=413)
