"""Notices: the list, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.access import requires
from notices.selectors.notices import notices_of


@requires("notices.view_notices")
def notice_list(request: HttpRequest) -> HttpResponse:
    """What the user sees."""
    return render(request, "notices/list.html", {"notices": notices_of(request.user)[:50]})


@requires("notices.view_notices")
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice with its items."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    return render(request, "notices/notice.html", {"notice": notice})
