"""The committee's pages: what waits for it, and the quarters that it has locked."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.forms.workflow import LockForm, ReopenForm
from activities.models import PeriodLock
from activities.models.locks import quarter_label, quarter_of
from activities.selectors.history import corrections_to_review, records_to_review
from activities.selectors.places import court_to_log_for
from activities.selectors.snapshots import differences
from activities.services import period_lock, period_unlock
from activities.services.locks import locks_in_force
from branches.models import Court
from core.access import ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.listing import heads_of, keyset_page_of

SORTS = {"held_on": ("held_on", "id")}
OLDEST_FIRST = "held_on"
COLUMNS = (
    ("tick", "勾选"),
    ("held_on", "日期"),
    ("kind", "类型"),
    ("branch", "党支部"),
    ("topic", "议题"),
    ("present", "实到/应到"),
)
QUARTERS_OFFERED = 8


@requires("activities.review_activity")
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Records that are submitted and not archived, and corrections that wait for the committee."""
    page = keyset_page_of(request, records_to_review(request.user), sorts=SORTS, default=OLDEST_FIRST)
    corrections = corrections_to_review(request.user)
    return render(
        request,
        "activities/waiting_list.html",
        {
            "page": page,
            "heads": heads_of(request, COLUMNS, sorts=SORTS, default=OLDEST_FIRST, figures=("present",)),
            "corrections": [(row, differences(row.before, row.after)) for row in corrections],
        },
    )


@requires("activities.lock_period")
def lock_list(request: HttpRequest) -> HttpResponse:
    """Every lock there was, with who opened it again and why."""
    locks = PeriodLock.objects.visible_to(request.user).select_related("court", "locked_by", "reopened_by")
    return render(request, "activities/lock_list.html", {"locks": locks, "crumbs": _crumbs()[:1]})


@requires("activities.lock_period", methods=("GET", "POST"))
def lock_new(request: HttpRequest) -> HttpResponse:
    court = court_to_log_for(request.user)
    if court is None:
        raise Http404
    form = LockForm(posted(request))
    form.fields["quarter"].choices = _quarters_to_lock(court, today())

    def save(values: dict[str, Any]) -> PeriodLock:
        year, quarter = map(int, values["quarter"].split("Q"))
        reason = values["reason"]
        return period_lock(court=court, year=year, quarter=quarter, reason=reason, by=request.user, on=today())

    return form_page(
        request,
        form,
        save,
        done=reverse("activities:locks"),
        said="已锁定",
        title="锁定季度",
        submit_label="锁定",
        back=reverse("activities:locks"),
        notes=["锁定后，该季度的记录不能提交、修改、更正、撤回、作废或导入；以后可以写明原因重新开放。"],
        crumbs=_crumbs(),
    )


def _quarters_to_lock(court: Court, on: date) -> list[tuple[str, str]]:
    """The quarters that are over and not locked, the last first."""
    year, quarter = quarter_of(on)
    locked = set(locks_in_force(court).values_list("year", "quarter"))
    numbers = range(year * 4 + quarter - 2, year * 4 + quarter - 2 - QUARTERS_OFFERED, -1)
    over = [(number // 4, number % 4 + 1) for number in numbers]
    return [(f"{each[0]}Q{each[1]}", quarter_label(*each)) for each in over if each not in locked]


@requires("activities.lock_period", methods=("GET", "POST"))
def lock_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    lock = get_object_or_404(PeriodLock.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "activities.lock_period", lock.court)
    return form_page(
        request,
        ReopenForm(posted(request)),
        lambda values: period_unlock(lock=lock, reason=values["reason"], by=request.user, on=today()),
        done=reverse("activities:locks"),
        said=f"已重新开放：{lock}",
        title=f"重新开放{lock}",
        submit_label="重新开放",
        back=reverse("activities:locks"),
        notes=["开放后可以改动该季度的记录；改动之后请重新考核、重新锁定。"],
        crumbs=_crumbs(),
    )


def _crumbs() -> list[tuple[str, str]]:
    return [("组织生活", reverse("activities:list")), ("季度锁定", reverse("activities:locks"))]
