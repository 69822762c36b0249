"""The day that a page shows things as of: `?on=`, today unless told otherwise."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest

from core.clock import today
from core.dates import EARLIEST
from core.editing import DateInput


class _DayInput(DateInput):
    """Shows today where no day was asked for."""

    def format_value(self, value: Any) -> Any:
        return super().format_value(value or today())


class DayField(forms.DateField):
    """A day that has come; None for today, so that nothing is said of it where nothing was chosen."""

    widget = _DayInput

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= today():
            raise forms.ValidationError("截至日期还没有到或者太早，只能查看到今天为止的情况。")
        return None if day == today() else day


class DayFilter(django_filters.Filter):
    """The day of a FilterSet; it narrows nothing down: `day_asked` says which one the rows are to stand on."""

    field_class = DayField  # type: ignore[assignment]  # a form field like any other

    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class DayForm(forms.Form):
    """The day of a page without other filters; the page says what is wrong with it."""

    on = DayField(label="截至", required=False)


def day_filter() -> DayFilter:
    return DayFilter(label="截至", widget=_DayInput(attrs={"class": "form-control"}))


def figure_days(what: str = "", **options: Any) -> dict[str, django_filters.Filter]:
    """`from` and `to`: the days that a figure's address names, which nobody types. `options`: field_name, or method.

    `from` is a word of Python and can't be declared in a FilterSet.
    """
    hidden = {"widget": forms.HiddenInput, **options}
    return {
        "from": django_filters.DateFilter(lookup_expr="gte", label=f"{what}不早于", **hidden),
        "to": django_filters.DateFilter(lookup_expr="lte", label=f"{what}不晚于", **hidden),
    }


def day_asked(request: HttpRequest, name: str = "on") -> date:
    """The day of the address, today where it names none that has come."""
    try:
        return DayField(required=False).clean(request.GET.get(name)) or today()
    except forms.ValidationError:
        return today()
