"""Limits of a session, and the first change of a password that somebody else has set."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.clock import now

STARTED = "session_started_at"
SEEN = "session_seen_at"
# A page that refreshes itself sends this header: polling keeps nobody signed in.
BACKGROUND_HEADER = "X-Background"
_STORE_EVERY_SECONDS = 60


class SessionLimitMiddleware:
    """Idle and absolute limits (等保 2.0 三级), counted on the server. Background requests don't count as use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._apply_limits(request)
        return self.get_response(request)

    def _apply_limits(self, request: HttpRequest) -> None:
        moment = now().timestamp()
        started = request.session.setdefault(STARTED, moment)
        seen = request.session.setdefault(SEEN, moment)
        idle = moment - seen > settings.SESSION_IDLE_LIMIT.total_seconds()
        if idle or moment - started > settings.SESSION_ABSOLUTE_LIMIT.total_seconds():
            logout(request)
            reason = "30 分钟没有操作" if idle else "已连续登录 8 小时"
            messages.info(request, f"{reason}，为安全起见已退出，请重新登录。没有提交的内容已保存为草稿。")
        elif BACKGROUND_HEADER not in request.headers and moment - seen > _STORE_EVERY_SECONDS:
            request.session[SEEN] = moment


class PasswordChangeMiddleware:
    """Whoever was given a password by an administrator changes it before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            here = request.path_info
            if here not in (reverse("accounts:password_change"), reverse("accounts:logout")):
                return redirect("accounts:password_change")
        return self.get_response(request)
