"""Taking a bulletin back: a draft is given up, an issued one voided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from core.queueing import hand_over
from notices import services
from notices.forms.notices import ReasonForm
from notices.jobs import DELIVER
from notices.models import Bulletin
from notices.views.bulletins import bulletin_for, page_of


@requires("notices.bulletin_discard", methods=("POST",))
def bulletin_discard(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = bulletin_for(request, pk, "notices.bulletin_discard")
    try:
        services.bulletin_discard(bulletin=bulletin, by=request.user, on=today())
    except Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
        return redirect(page_of(bulletin))
    messages.success(request, f"已放弃草稿“{bulletin.title}”。")
    return redirect("notices:bulletins")


@requires("notices.bulletin_void", methods=("GET", "POST"))
def bulletin_void(request: HttpRequest, pk: int) -> HttpResponse:
    bulletin = bulletin_for(request, pk, "notices.bulletin_void")

    def save(values: dict[str, Any]) -> Bulletin:
        voided = services.bulletin_void(bulletin=bulletin, by=request.user, on=today(), at=now(), **values)
        hand_over(DELIVER)
        return voided

    return form_page(
        request,
        ReasonForm(posted(request)),
        save,
        done=page_of(bulletin),
        said=f"已作废：{bulletin.title}，已告知收到的支部。",
        title="作废督办提醒通报",
        state=bulletin.title,
        submit_label="作废",
        danger=True,
        crumbs=[("督办提醒通报", reverse("notices:bulletins")), (bulletin.title, page_of(bulletin))],
        back=page_of(bulletin),
        notes=["作废以后收到的支部仍能查看，标明已作废；这个月可以重新起草一期。"],
    )
