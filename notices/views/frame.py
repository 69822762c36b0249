"""What the pages of notices share: rows fetched within the user's scope, addresses, crumbs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from core.access import ensure
from notices.models import Notice, NoticeReceipt
from notices.selectors.notices import notices_of

LONGEST_VERSION = 9


def notice_for(request: HttpRequest, pk: int, permission: str) -> Notice:
    """404 for a notice that the user does not see, 403 for one that is not theirs to act on."""
    notice = get_object_or_404(notices_of(request.user), pk=pk)
    ensure(request.user, permission, notice)
    return notice


def receipt_for(request: HttpRequest, pk: int, permission: str) -> NoticeReceipt:
    rows = NoticeReceipt.objects.visible_to(request.user).select_related("notice__series", "notice__court", "branch")
    receipt = get_object_or_404(rows, pk=pk)
    ensure(request.user, permission, receipt)
    return receipt


def version_sent(request: HttpRequest) -> int:
    """The version of the draft that was read; 0, which none has, for what is no number."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_VERSION else 0


def page_of_notice(notice: Notice, name: str = "notice", **query: Any) -> str:
    address = reverse(f"notices:{name}", args=[notice.pk])
    return f"{address}?{urlencode(query)}" if query else address


def crumbs_of(notice: Notice | None = None) -> list[tuple[str, str]]:
    here = [(str(notice), page_of_notice(notice))] if notice else []
    return [("工作提示", reverse("notices:list")), *here]
