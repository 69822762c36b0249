"""The table of special days: everybody may read it, the installation's administrator edits it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.access import allowed, requires
from core.clock import today
from core.editing import form_page, posted
from core.errors import Refused
from core.exports import export
from core.holidays.forms import SpecialDayForm, YearForm
from core.holidays.services import day_change, day_create, day_remove, published_days, year_fill
from core.models import SpecialDay

TITLE = "节假日安排"


@requires("core.view_holidays")
def holiday_list(request: HttpRequest) -> HttpResponse:
    """The days of one year, with the years beside it."""
    year = _year(request.GET)
    entered = {on.year for on in SpecialDay.objects.values_list("on", flat=True)}
    days = SpecialDay.objects.filter(on__year=year)
    may_manage = allowed(request.user, "core.manage_holidays")
    return render(
        request,
        "core/holiday_list.html",
        {
            "year": year,
            "years": sorted(entered | {year, today().year, today().year + 1}),
            "days": days,
            "may_manage": may_manage,
            "may_fill": may_manage and len(published_days(year)) > len(days),
        },
    )


EXPORT_COLUMNS = (
    ("日期", lambda row: row.on),
    ("安排", lambda row: "上班" if row.is_workday else "放假"),
    ("名称", lambda row: row.name),
)


@requires("core.view_holidays")
def holiday_export(request: HttpRequest) -> HttpResponse:
    """The days of the year whose list was asked for."""
    year = _year(request.GET)
    return export(
        user=request.user,
        action="core.holidays_export",
        filename=f"{year}年节假日安排.xlsx",
        sheet_title=TITLE,
        columns=EXPORT_COLUMNS,
        rows=SpecialDay.objects.filter(on__year=year),
    )


def _year(sent: Any) -> int:
    form = YearForm(sent)
    return form.cleaned_data["year"] if form.is_valid() else today().year


def _address(year: int) -> str:
    return f"{reverse('holidays')}?year={year}"


@requires("core.manage_holidays", methods=("POST",))
def holiday_fill(request: HttpRequest) -> HttpResponse:
    year = _year(request.POST)
    try:
        number = year_fill(year=year, by=request.user)
    except Refused as refused:
        messages.error(request, "；".join(refused.reasons))
    else:
        messages.success(request, f"已录入 {year} 年的 {number} 天。" if number else f"{year} 年的安排已经齐全。")
    return redirect(_address(year))


@requires("core.manage_holidays", methods=("GET", "POST"))
def holiday_new(request: HttpRequest) -> HttpResponse:
    def save(values: dict[str, Any]) -> SpecialDay:
        values.pop("version")
        return day_create(by=request.user, **values)

    return _page(request, SpecialDayForm(posted(request)), save, title="新增一天", said="已新增。")


@requires("core.manage_holidays", methods=("GET", "POST"))
def holiday_edit(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(SpecialDay, pk=pk)
    names = ("version", "on", "name", "is_workday")
    form = SpecialDayForm(posted(request), initial={name: getattr(day, name) for name in names})

    def save(values: dict[str, Any]) -> SpecialDay:
        return day_change(day=day, by=request.user, **{**values, "version": values["version"] or 0})

    saved_row = {"saved_row": lambda: SpecialDay.objects.get(pk=pk)}
    return _page(request, form, save, title=f"修改 {day.on:%Y-%m-%d}", said="已保存。", **saved_row)


def _page(request: HttpRequest, form: SpecialDayForm, save: Any, **context: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        save,
        done=lambda day: _address(day.on.year),
        crumbs=[(TITLE, reverse("holidays"))],
        back=reverse("holidays"),
        **context,
    )


@requires("core.manage_holidays", methods=("POST",))
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    day = get_object_or_404(SpecialDay, pk=pk)
    year = day.on.year
    day_remove(day=day, by=request.user)
    messages.success(request, "已删除。")
    return redirect(_address(year))
