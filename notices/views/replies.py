"""What a branch does with a notice: acknowledges it, answers its items."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.access import requires
from core.clock import now, today
from core.editing import UNPROCESSABLE, refusals_on
from core.errors import Refused
from notices import services
from notices.forms.replies import ReplyForm
from notices.models import NoticeItem
from notices.views.frame import notice_for, page_of_notice, receipt_for
from notices.views.notice_page import show_notice


@requires("notices.notice_acknowledge", methods=("POST",))
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    receipt = receipt_for(request, pk, "notices.notice_acknowledge")
    try:
        services.notice_acknowledge(receipt=receipt, by=request.user, on=today(), at=now())
    except Refused as refused:
        notice = notice_for(request, receipt.notice_id, "notices.view_notices")
        return show_notice(request, notice, status=UNPROCESSABLE, reasons=refused.reasons)
    messages.success(request, f"{receipt.branch}已签收。")
    return redirect(page_of_notice(receipt.notice, branch=receipt.branch_id))


@requires("notices.item_reply", methods=("POST",))
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """What the branch says to one item. What is refused stands at the item with what was typed."""
    receipt = receipt_for(request, pk, "notices.item_reply")
    items = NoticeItem.objects.visible_to(request.user).filter(notice=receipt.notice_id).select_related("notice")
    form = ReplyForm(request.POST, items=items)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("item", "text", "count")}
        key = form.cleaned_data["submission_key"]
        with refusals_on(form):
            services.item_reply(receipt=receipt, by=request.user, on=today(), at=now(), key=key, **facts)
    if form.errors:
        notice = notice_for(request, receipt.notice_id, "notices.view_notices")
        here = {"branch": str(receipt.branch_id), "status": UNPROCESSABLE}
        return show_notice(request, notice, reply_form=form, reasons=form.reasons, **here)
    messages.success(request, "已填报。")
    return redirect(f"{page_of_notice(receipt.notice, branch=receipt.branch_id)}#item-{facts['item'].pk}")
