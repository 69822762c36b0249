"""What the committee does with a notice as a whole: issue, give up, take up again, void."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.access import requires
from core.clock import now, today
from core.editing import CONFLICT, UNPROCESSABLE, form_page, posted
from core.errors import EditConflict, Refused
from core.queueing import hand_over
from notices import services
from notices.forms.notices import ReasonForm
from notices.jobs import DELIVER
from notices.models import Notice
from notices.views.frame import crumbs_of, notice_for, page_of_notice, version_sent
from notices.views.notice_page import show_notice


@requires("notices.notice_issue", methods=("POST",))
def notice_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the draft that was read: of the version that stood on the page."""
    notice = notice_for(request, pk, "notices.notice_issue")
    version = version_sent(request)

    def issue() -> None:
        issued = services.notice_issue(notice=notice, version=version, by=request.user, on=today(), at=now())
        hand_over(DELIVER)
        messages.success(request, f"已签发：{issued.heading}，发给 {issued.receipts.count()} 个支部。")

    return _step(request, notice, issue, done=page_of_notice(notice))


@requires("notices.notice_discard", methods=("POST",))
def notice_discard(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, "notices.notice_discard")

    def discard() -> None:
        services.notice_discard(notice=notice, by=request.user, on=today())
        messages.success(request, f"已放弃草稿“{notice.title}”。")

    return _step(request, notice, discard, done=reverse("notices:list"))


@requires("notices.notice_restore", methods=("POST",))
def notice_restore(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, "notices.notice_restore")

    def restore() -> None:
        services.notice_restore(notice=notice, by=request.user)
        messages.success(request, "已恢复为草稿，看过以后签发。")

    return _step(request, notice, restore, done=page_of_notice(notice))


def _step(request: HttpRequest, notice: Notice, take: Callable[[], None], *, done: str) -> HttpResponse:
    """Take the step; one that is refused shows the notice as it is now, with the reasons."""
    try:
        take()
    except Refused as refused:
        status = CONFLICT if isinstance(refused, EditConflict) else UNPROCESSABLE
        now_is = notice_for(request, notice.pk, "notices.view_notices")
        return show_notice(request, now_is, status=status, reasons=refused.reasons)
    return redirect(done)


@requires("notices.notice_void", methods=("GET", "POST"))
def notice_void(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, "notices.notice_void")

    def save(values: dict[str, Any]) -> Notice:
        voided = services.notice_void(notice=notice, by=request.user, on=today(), at=now(), **values)
        hand_over(DELIVER)
        return voided

    return form_page(
        request,
        ReasonForm(posted(request)),
        save,
        done=page_of_notice(notice),
        said=f"已作废：{notice.heading}，已告知收到的支部。",
        title="作废工作提示单",
        state=str(notice),
        submit_label="作废",
        danger=True,
        crumbs=crumbs_of(notice),
        back=page_of_notice(notice),
        notes=["作废以后期号不再使用，收到的支部不用再办理，已经填报的内容保留。"],
    )
