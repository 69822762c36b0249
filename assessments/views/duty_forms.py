"""A duty review on one form: recorded, changed, voided by the committee."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from assessments.choices import Tier
from assessments.forms.duty import DutyReviewForm, QuestionLines, VoidForm, as_typed, initial_of
from assessments.models import DutyQuestion, DutyReview
from assessments.selectors.duty import duty_reviews_of, year_reported
from assessments.services import duty as services
from assessments.views.duty import crumbs_of, duty_review_for, page_of
from branches.forms.branches import people_of, picker_keys
from branches.models import Branch, Court
from campaigns.selectors import court_of_committee
from core.access import requires
from core.clock import now, today
from core.editing import form_page, posted

TEMPLATE = "assessments/duty_review_form.html"


@requires("assessments.duty_review_record", methods=("GET", "POST"))
def duty_review_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    form = _form(request, court, initial=_asked_for(request))

    def save(values: dict[str, Any]) -> DutyReview:
        key = values["submission_key"]
        return services.duty_review_record(court=court, by=request.user, on=today(), submission_key=key, **form.facts())

    return form_page(
        request,
        form,
        save,
        done=page_of,
        said="已登记述职评议。",
        template=TEMPLATE,
        title="登记述职评议",
        people=picker_keys(form.fields["person"].queryset),
        crumbs=crumbs_of(),
        back=reverse("assessments:duty_reviews"),
    )


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """What a link of the overview names; a slip of the address counts for nothing."""
    year, branch, tier = (request.GET.get(name, "") for name in ("year", "branch", "tier"))
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    return {
        "year": int(year) if is_year else year_reported(today()),
        "branch": int(branch) if branch.isascii() and branch.isdigit() and len(branch) < 10 else None,
        "tier": tier if tier in Tier.values else Tier.BRANCH_SECRETARY,
        "submission_key": uuid4(),
    }


@requires("assessments.duty_review_record", methods=("GET", "POST"))
def duty_review_edit(request: HttpRequest, pk: int) -> HttpResponse:
    review = duty_review_for(request, pk, "assessments.duty_review_record")
    if review.voided_at is not None and request.method == "GET":
        messages.warning(request, "这条述职评议已作废，不能再修改。")
        return redirect(page_of(review))
    questions = DutyQuestion.objects.visible_to(request.user).filter(review=review)
    form = _form(request, review.court, of=review, initial=initial_of(review))

    def save(values: dict[str, Any]) -> DutyReview:
        version = values["version"] or 0
        return services.duty_review_change(review=review, version=version, by=request.user, on=today(), **form.facts())

    return form_page(
        request,
        form,
        save,
        done=page_of(review),
        said="已保存。",
        saved_row=lambda: as_typed(duty_reviews_of(request.user).get(pk=pk)),
        saved_questions=questions,
        template=TEMPLATE,
        title="修改述职评议",
        state=_whose(review),
        people=picker_keys(form.fields["person"].queryset),
        crumbs=crumbs_of(review),
        back=page_of(review),
    )


@requires("assessments.duty_review_void", methods=("GET", "POST"))
def duty_review_void(request: HttpRequest, pk: int) -> HttpResponse:
    review = duty_review_for(request, pk, "assessments.duty_review_void")

    def save(values: dict[str, Any]) -> DutyReview:
        return services.duty_review_void(review=review, by=request.user, at=now(), **values)

    return form_page(
        request,
        VoidForm(posted(request)),
        save,
        done=page_of(review),
        said="已作废。",
        title="作废述职评议",
        state=_whose(review),
        submit_label="作废",
        danger=True,
        notes=["作废以后不计入考评，可以重新登记；登记的内容保留。"],
        crumbs=crumbs_of(review),
        back=page_of(review),
    )


def _form(request: HttpRequest, court: Court, *, of: DutyReview | None = None, initial: Any) -> DutyReviewForm:
    questions = DutyQuestion.objects.visible_to(request.user).filter(review=of) if of else None
    return DutyReviewForm(
        posted(request),
        of=of,
        branches=Branch.objects.visible_to(request.user).filter(court=court).order_by("order", "pk"),
        people=people_of(court, request.user),
        lines=QuestionLines(posted(request), questions),
        initial=initial,
    )


def _whose(review: DutyReview) -> str:
    place = review.branch.name if review.branch else review.court.name
    return f"{place} {review.get_tier_display()} {review}"
