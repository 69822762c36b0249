"""Wraps every request with what the audit trail needs to know of it."""

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

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
