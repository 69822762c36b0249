"""The quarters that a committee has locked."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from activities.forms.lists import LockFilter
from activities.forms.workflow import LockForm, ReopenForm
from activities.models import PeriodLock
from activities.models.locks import quarter_label, quarter_of
from activities.selectors.places import court_to_log_for
from activities.services import period_lock, period_unlock
from activities.services.locks import locks_in_force
from branches.models import Court
from core.access import ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export
from core.listing import Listing

QUARTERS_OFFERED = 8


@requires("activities.lock_period")
def lock_list(request: HttpRequest) -> HttpResponse:
    """Every lock there was, with who opened it again and why."""
    context = {**LOCKS.context(request, _filtered(request)), "crumbs": _crumbs()[:1]}
    return render(request, "activities/lock_list.html", context)


@requires("activities.lock_period")
def lock_export(request: HttpRequest) -> HttpResponse:
    return export(
        user=request.user,
        action="activities.export_locks",
        filename="季度锁定.xlsx",
        sheet_title="季度锁定",
        columns=EXPORT_COLUMNS,
        rows=LOCKS.ordered(request, _filtered(request)),
    )


def _filtered(request: HttpRequest) -> LockFilter:
    rows = PeriodLock.objects.visible_to(request.user).select_related("court", "locked_by", "reopened_by")
    return LockFilter(request.GET, rows, request=request)


LOCKS = Listing(
    columns=(
        ("quarter", "季度"),
        ("state", "状态"),
        ("locked_on", "锁定"),
        ("reopened_on", "重新开放"),
        ("step", ""),
    ),
    sorts={
        "quarter": ("year", "quarter", "id"),
        "locked_on": ("locked_on", "id"),
        "reopened_on": ("reopened_on", "id"),
    },
    default="-quarter",
)
EXPORT_COLUMNS = (
    ("法院", lambda row: row.court.name),
    ("季度", lambda row: row.label),
    ("状态", lambda row: "已开放" if row.reopened_on else "已锁定"),
    ("锁定日期", lambda row: row.locked_on),
    ("锁定人", lambda row: str(row.locked_by or "")),
    ("锁定原因", lambda row: row.reason),
    ("开放日期", lambda row: row.reopened_on),
    ("开放人", lambda row: str(row.reopened_by or "")),
    ("开放原因", lambda row: row.reopen_reason),
)


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
