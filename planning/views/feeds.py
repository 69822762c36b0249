"""A person's calendar address: made and closed on a page, read by programs without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import allowed, requires
from core.clock import now, today
from core.crypto import fingerprint
from core.requests import current_origin
from core.throttle import allows
from planning.ics import calendar_of
from planning.models import CalendarFeed
from planning.selectors.calendar import feed_entries
from planning.services import feed_close, feed_open, feed_used

READ_A_MINUTE, GUESSED_A_MINUTE = 20, 30
TOO_MANY = 429


@requires("planning.subscribe", methods=("GET", "POST"))
def subscription(request: HttpRequest) -> HttpResponse:
    """How the own address stands. POST makes a new one, which this answer alone shows."""
    address = ""
    if request.method == "POST":
        token = feed_open(user=request.user, at=now())
        address = request.build_absolute_uri(reverse("planning:feed", args=(token,)))
    context = {
        "address": address,
        "kept": CalendarFeed.objects.filter(user=request.user).first(),
        "crumbs": [("日历", reverse("planning:calendar"))],
    }
    return render(request, "planning/subscription.html", context)


@requires("planning.subscribe", methods=("POST",))
def subscription_close(request: HttpRequest) -> HttpResponse:
    feed_close(user=request.user, by=request.user)
    messages.success(request, "已停用，原来的地址不能再读取。")
    return redirect("planning:subscription")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's calendar by the rights of this moment. A token that is unknown, or whose owner has no role any more,
    is answered like any address that is not there."""
    digest = fingerprint(token)
    found = CalendarFeed.objects.filter(digest=digest).select_related("user").first()
    name, most = (f"feed:{digest}", READ_A_MINUTE) if found else (f"no-feed:{_address()}", GUESSED_A_MINUTE)
    if not allows(name, most=most, at=now()):
        return HttpResponse("请稍后再试", status=TOO_MANY, headers={"Retry-After": "60"})
    if found is None or not allowed(found.user, "planning.subscribe"):
        raise Http404
    feed_used(feed=found, on=today())
    content = calendar_of(feed_entries(found.user, today()), name="支部工作日历", at=now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _address() -> str:
    return current_origin.get().address
