"""A notice on one form: begun, and changed until it is issued."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from activities.selectors.places import kinds_of
from branches.models import Branch, Court
from branches.models.courts import existing_on
from campaigns.selectors import court_of_committee
from core.access import requires
from core.clock import today
from core.editing import form_page, posted
from notices import services
from notices.choices import NoticeState
from notices.forms.items import ItemLines
from notices.forms.notices import ALL, NoticeForm, as_typed, initial_of
from notices.models import Notice, NoticeItem
from notices.selectors.notices import notices_of
from notices.selectors.series import series_choices
from notices.selectors.standing import items_of
from notices.views.frame import crumbs_of, notice_for, page_of_notice


@requires("notices.notice_create", methods=("GET", "POST"))
def notice_new(request: HttpRequest) -> HttpResponse:
    court = court_of_committee(request.user)
    choices = series_choices(request.user, court, today())
    initial = {
        "series_code": choices[0][0],
        "month": today().replace(day=1),
        "sent_to": ALL,
        "submission_key": uuid4(),
    }
    form = _form(request, court, choices, [], initial=initial)

    def save(values: dict[str, Any]) -> Notice:
        return services.notice_create(
            series=form.series_choice(court), submission_key=values["submission_key"], by=request.user, **form.facts()
        )

    back = {"crumbs": crumbs_of(), "back": reverse("notices:list")}
    return _page(
        request, form, save, done=page_of_notice, title="起草工作提示单", said="已存为草稿，看过以后签发。", **back
    )


@requires("notices.notice_change", methods=("GET", "POST"))
def notice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    notice = notice_for(request, pk, "notices.notice_change")
    here = page_of_notice(notice)
    if request.method != "POST" and notice.state is not NoticeState.DRAFT:
        messages.warning(request, f"这期工作提示单{notice.state.label}，不能再修改。")
        return redirect(here)
    choices = series_choices(request.user, notice.court, today())
    items = items_of(request.user, [notice]).get(notice.pk, [])
    form = _form(request, notice.court, choices, items, of=notice, initial=initial_of(notice))

    def save(values: dict[str, Any]) -> Notice:
        return services.notice_change(
            notice=notice,
            version=values["version"] or 0,
            series=form.series_choice(notice.court),
            by=request.user,
            **form.facts(),
        )

    return _page(
        request,
        form,
        save,
        done=here,
        said="已保存草稿。",
        title="修改工作提示单",
        saved_row=lambda: as_typed(notices_of(request.user).get(pk=pk), choices),
        saved_items=items,
        crumbs=crumbs_of(notice),
        back=here,
    )


def _page(request: HttpRequest, form: NoticeForm, save: Any, **context: Any) -> HttpResponse:
    return form_page(request, form, save, template="notices/notice_form.html", submit_label="保存草稿", **context)


def _form(
    request: HttpRequest, court: Court, choices: list[tuple[str, str]], items: list[NoticeItem], **more: Any
) -> NoticeForm:
    """With the branches of today and those chosen before, and the kinds that the court records."""
    of: Notice | None = more.get("of")
    there = existing_on(today())
    if of is not None:
        there |= Q(pk__in=of.addressees.values("pk"))
    kinds = kinds_of(request.user, court).filter(is_active=True)
    return NoticeForm(
        posted(request),
        choices=choices,
        branches=Branch.objects.visible_to(request.user).filter(there, court=court).order_by("order", "pk"),
        lines=ItemLines(posted(request), items, kinds.order_by("order", "pk")),
        **more,
    )
