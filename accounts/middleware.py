"""Limits of a session, and the first change of a password that somebody else has set."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.session_limits import ended, note_use
from core.clock import now


class SessionLimitMiddleware:
    """Ends a session at its limits. What a page fetches by itself is no use: such an address is known by its view, and
    not by anything that a request says of itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        why = ended(request.session, now()) if request.user.is_authenticated else None
        if why:
            logout(request)
            said = f"{why.value}，为安全起见已退出，请重新登录。没有提交的内容已保存为草稿。"
            messages.info(request, said)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        if request.user.is_authenticated and not getattr(view, "is_background", False):
            note_use(request.session, now())


class PasswordChangeMiddleware:
    """Whoever was given a password by an administrator changes it before anything else that needs a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not (request.user.is_authenticated and request.user.must_change_password):
            return None
        if not getattr(view, "login_required", True):
            return None
        if request.path_info in (reverse("accounts:password_change"), reverse("accounts:logout")):
            return None
        return redirect("accounts:password_change")
