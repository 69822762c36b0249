"""What left the house, what waits and what failed; failed ones are sent again from here."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from campaigns.selectors import court_of_committee
from core.access import allowed, ensure, requires
from core.clock import now
from core.exports import export
from core.listing import Listing
from core.queueing import hand_over
from notices.choices import DeliveryState
from notices.forms.deliveries import DeliveryFilter
from notices.jobs import DELIVER
from notices.models import Delivery
from notices.selectors.deliveries import counts_by_state, deliveries_of
from notices.selectors.settings import settings_of
from notices.services import deliveries as services

DELIVERIES = Listing(
    columns=(
        ("message", "消息"),
        ("to", "发给"),
        ("channel", "方式"),
        ("state", "状态"),
        ("attempts", "次数"),
        ("when", "发送时间、下次发送"),
        ("fault", "原因"),
        ("act", "操作"),
    ),
    sorts={
        "message": ("message__at", "id"),
        "channel": ("channel", "id"),
        "state": ("state", "id"),
        "attempts": ("attempts", "id"),
        "when": ("next_try_at", "id"),
    },
    default="-message",
    figures=("attempts",),
)
EMPTY = {"thing": "投递", "words": "签发工作提示单、通报以后，发给有邮箱的人员的邮件列在这里。"}
TAGS = {
    DeliveryState.WAITING: "info",
    DeliveryState.SENT: "success",
    DeliveryState.FAILED: "error",
    DeliveryState.DROPPED: "neutral",
}


def _filtered(request: HttpRequest) -> DeliveryFilter:
    return DeliveryFilter(request.GET, deliveries_of(request.user), request=request)


@requires("notices.view_deliveries")
def delivery_list(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    counts = counts_by_state(court)
    context: dict[str, Any] = DELIVERIES.context(request, _filtered(request))
    for row in context["page"].rows:
        row.tag, row.to = TAGS[DeliveryState(row.state)], recipient_of(row)
    may_retry = allowed(request.user, "notices.delivery_retry", court)
    context |= {
        "figures": [(state.label, counts.get(state, 0), f"?state={state.value}") for state in DeliveryState],
        "failed": counts.get(DeliveryState.FAILED, 0) if may_retry else 0,
        "may_retry": may_retry,
        "silent": _silent(settings_of(court)),
        "crumbs": [("工作提示", reverse("notices:list"))],
        "export_url": reverse("notices:deliveries_export"),
        "unit": "条",
        "empty": EMPTY,
    }
    return render(request, "notices/deliveries.html", context)


def _silent(own: Any) -> str:
    """Why no mail leaves, if none does."""
    if not settings.SENDS_MAIL:
        return "系统还没有设置邮件服务器，不发送邮件；消息仍在系统内可看。请联系系统管理员。"
    return "" if own.sends_mail else "本院设置为不发送邮件，消息仍在系统内可看。"


def recipient_of(row: Delivery) -> str:
    """Who it goes to; never the address."""
    whose = row.message.branch.name if row.message.branch else "机关党委"
    return f"{row.user}（{whose}）" if row.user else whose


EXPORT_COLUMNS = (
    ("消息时间", lambda row: row.message.at),
    ("消息", lambda row: row.message.title),
    ("发给", recipient_of),
    ("方式", lambda row: row.get_channel_display()),
    ("状态", lambda row: row.get_state_display()),
    ("次数", lambda row: row.attempts),
    ("发送时间", lambda row: row.sent_at),
    ("下次发送", lambda row: row.next_try_at if row.state == DeliveryState.WAITING else None),
    ("原因", lambda row: row.fault),
)


@requires("notices.export_deliveries")
def delivery_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="notices.export_deliveries",
        filename="投递情况.xlsx",
        sheet_title="投递情况",
        columns=EXPORT_COLUMNS,
        rows=DELIVERIES.ordered(request, _filtered(request)),
    )


@requires("notices.delivery_retry", methods=("POST",))
def delivery_retry(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(deliveries_of(request.user), pk=pk)
    ensure(request.user, "notices.delivery_retry", delivery)
    if services.delivery_retry(delivery=delivery, by=request.user, at=now()):
        hand_over(DELIVER)
        messages.success(request, "已重新列入发送。")
    else:
        messages.info(request, "这一条已不是“发送失败”，不用重新发送。")
    return redirect(_failed_page())


@requires("notices.delivery_retry", methods=("POST",))
def deliveries_retry(request: HttpRequest) -> HttpResponse:
    count = services.deliveries_retry(court=court_of_committee(request.user), by=request.user, at=now())
    if count:
        hand_over(DELIVER)
    messages.success(request, f"已把 {count} 条重新列入发送。" if count else "没有发送失败的。")
    return redirect(reverse("notices:deliveries"))


def _failed_page() -> str:
    return f"{reverse('notices:deliveries')}?state={DeliveryState.FAILED}"
