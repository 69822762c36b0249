"""The inbox: what was sent to those that the user stands for; opening a message leads to its page."""

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import requires
from core.clock import now
from core.exports import export
from core.listing import Listing
from notices.forms.messages import MessageFilter
from notices.selectors.messages import messages_of
from notices.services.reading import messages_read

MESSAGES = Listing(
    columns=(("read", "状态"), ("title", "消息"), ("rule", "类别"), ("to", "发给"), ("at", "时间")),
    sorts={
        "read": ("is_read", "-at", "-id"),
        "title": ("title", "id"),
        "rule": ("rule", "-at", "-id"),
        "at": ("at", "id"),
    },
    default="read",
)
EMPTY = {"thing": "消息", "words": "工作提示单、催办和督办提醒通报发出以后，在这里提醒您。"}
COMMITTEE = "机关党委"


def _filtered(request: HttpRequest) -> MessageFilter:
    return MessageFilter(request.GET, messages_of(request.user), request=request)


@requires("notices.view_messages")
def message_list(request: HttpRequest) -> HttpResponse:
    """Unread first, each the latest first."""
    context = MESSAGES.context(request, _filtered(request))
    context |= {
        "export_url": reverse("notices:messages_export"),
        "empty": EMPTY,
        "committee": COMMITTEE,
    }
    return render(request, "notices/messages.html", context)


EXPORT_COLUMNS = (
    ("状态", lambda row: "已办" if row.is_settled else "已读" if row.is_read else "未读"),
    ("类别", lambda row: row.get_rule_display()),
    ("标题", lambda row: row.title),
    ("内容", lambda row: row.text),
    ("发给", lambda row: row.branch.name if row.branch else COMMITTEE),
    ("时间", lambda row: row.at),
)


@requires("notices.export_messages")
def messages_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="notices.export_messages",
        filename="消息.xlsx",
        sheet_title="消息",
        columns=EXPORT_COLUMNS,
        rows=MESSAGES.ordered(request, _filtered(request)),
    )


@requires("notices.view_messages")
def message_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what the message is about; for this account it is read."""
    message = get_object_or_404(messages_of(request.user), pk=pk)
    if request.method == "GET" and not message.is_read:
        messages_read(messages=[message], by=request.user, at=now())
    return redirect(message.path)


@requires("notices.view_messages", methods=("POST",))
def messages_read_all(request: HttpRequest) -> HttpResponse:
    """All that the user sees, whatever is filtered."""
    messages_read(messages=messages_of(request.user).filter(is_read=False), by=request.user, at=now())
    said.success(request, "已全部标为已读。")
    return redirect("notices:messages")
