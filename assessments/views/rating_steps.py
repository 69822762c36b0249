"""Publishing a rating, and taking the publication back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from assessments.forms.ratings import ReasonForm
from assessments.models import Rating
from assessments.services.publication import rating_publish as publish
from assessments.services.ratings import rating_reopen as reopen
from assessments.views.rating_frame import crumbs_of, page_of_rating, rating_for, version_sent
from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted
from core.errors import Refused
from core.queueing import hand_over
from notices.jobs import DELIVER


@requires("assessments.rating_publish", methods=("POST",))
def rating_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was looked at: the version that stood on the page."""
    rating = rating_for(request, pk, "assessments.rating_publish")
    try:
        publish(rating=rating, version=version_sent(request), by=request.user, on=today(), at=now())
    except Refused as refusal:
        messages.error(request, "".join(refusal.reasons))
    else:
        hand_over(DELIVER)
        messages.success(request, f"已公布{rating}，已告知各支部。")
    return redirect(page_of_rating(rating))


@requires("assessments.rating_reopen", methods=("GET", "POST"))
def rating_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    rating = rating_for(request, pk, "assessments.rating_reopen")

    def save(values: dict[str, Any]) -> Rating:
        return reopen(rating=rating, version=values["version"] or 0, reason=values["reason"], by=request.user)

    return form_page(
        request,
        ReasonForm(posted(request), initial={"version": rating.version}),
        save,
        done=page_of_rating(rating),
        said="已收回，支部看不到了；重新评定、核对后再公布。",
        saved_row=lambda: rating_for(request, pk, "assessments.rating_reopen"),
        title="收回公布",
        state=str(rating),
        submit_label="收回",
        danger=True,
        crumbs=crumbs_of(rating),
        back=page_of_rating(rating),
        notes=["已登记的牌匾和整改问题先保留，重新公布时按新的结果调整牌匾。"],
    )
