"""Figures that rules set: the general ones with their sources, and a court's own."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from branches.choices import LimitCode
from branches.forms.limits import LimitEndForm, LimitForm
from branches.models import Court, Limit
from branches.permissions import is_committee_of
from branches.selectors.limits import limit_on, limit_rows
from branches.services.limits import limit_end, limit_override
from core.access import allowed, ensure, requires
from core.clock import today
from core.editing import form_page, posted
from core.exports import export


@requires("branches.view_limits")
def limit_list(request: HttpRequest) -> HttpResponse:
    """The figures of one court: the one asked for, else the user's own."""
    courts = Court.objects.visible_to(request.user).order_by("path")
    court = _court(request, courts)
    context = {
        "court": court,
        "courts": courts,
        "rows": limit_rows(request.user, court) if court else [],
        "may_manage": court is not None and allowed(request.user, "branches.manage_limits", court),
        "today": today(),
    }
    return render(request, "branches/limit_list.html", context)


EXPORT_COLUMNS = (
    ("项目", lambda row: row.get_code_display()),
    ("适用范围", lambda row: "本院" if row.court_id else "通用"),
    ("数值", lambda row: row.value),
    ("单位", lambda row: row.unit),
    ("性质", lambda row: row.get_mark_display()),
    ("依据", lambda row: row.source),
    ("条款", lambda row: row.article),
    ("起始日期", lambda row: row.effective_from),
    ("截止日期", lambda row: row.effective_to),
    ("已与正式文本核对", lambda row: "是" if row.checked else "否"),
)


@requires("branches.view_limits")
def limit_export(request: HttpRequest) -> HttpResponse:
    """The figures of the court whose list was asked for, the general ones before its own."""
    court = _court(request, Court.objects.visible_to(request.user).order_by("path"))
    codes = limit_rows(request.user, court) if court else []
    return export(
        user=request.user,
        action="limit.export",
        filename="规定数值.xlsx",
        sheet_title="规定数值",
        columns=EXPORT_COLUMNS,
        rows=[limit for row in codes for limit in (*row.general, *row.own)],
    )


def _court(request: HttpRequest, courts: QuerySet[Court]) -> Court | None:
    asked = request.GET.get("court", "")
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 18):
            raise Http404
        return get_object_or_404(courts, pk=asked)
    own = [court for court in courts if is_committee_of(request.user, court)]
    return own[0] if own else courts.last()


@requires("branches.manage_limits", methods=("GET", "POST"))
def limit_set(request: HttpRequest, court_pk: int, code: str) -> HttpResponse:
    """The court's own figure, filled with the one that stands today."""
    court = get_object_or_404(Court.objects.visible_to(request.user), pk=court_pk)
    ensure(request.user, "branches.manage_limits", court)
    if code not in LimitCode.values:
        raise Http404
    standing = limit_on(code, court, today())
    initial = {"value": standing.figure, "effective_from": today(), "checked": False}
    form = LimitForm(posted(request), standing=standing, initial=initial)
    return form_page(
        request,
        form,
        lambda values: limit_override(court=court, code=code, facts=form.facts(), by=request.user),
        done=_back(court),
        said="已设置本院数值。",
        title=f"设置本院数值：{standing.get_code_display()}",
        crumbs=[("规定数值", _back(court))],
        back=_back(court),
    )


@requires("branches.manage_limits", methods=("GET", "POST"))
def limit_end_page(request: HttpRequest, pk: int) -> HttpResponse:
    limit = get_object_or_404(Limit.objects.visible_to(request.user).select_related("court"), pk=pk)
    ensure(request.user, "branches.manage_limits", limit.court or limit)
    form = LimitEndForm(posted(request), initial={"effective_to": today()})
    return form_page(
        request,
        form,
        lambda values: limit_end(limit=limit, on=values["effective_to"], by=request.user),
        done=_back(limit.court),
        said="已终止本院数值。",
        title=f"终止本院数值：{limit.get_code_display()}",
        state=str(limit),
        crumbs=[("规定数值", _back(limit.court))],
        back=_back(limit.court),
    )


def _back(court: Court | None) -> str:
    return f"{reverse('branches:limit_list')}?court={court.pk if court else ''}"
