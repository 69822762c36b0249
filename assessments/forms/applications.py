"""The form of an application, and the filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from assessments.choices import STARS
from assessments.models import Application
from core.editing import PageForm
from notices.forms.filters import choice_filter

WITHDRAWN = "WITHDRAWN"


class ApplicationForm(PageForm):
    stars = forms.TypedChoiceField(
        label="申报星级",
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        help_text="评定的星级不会高于申报的星级。",
    )
    text = forms.CharField(
        label="申报说明",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以不填；系统里已有的记录不必再写。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide = ("stars", "text")


def initial_of(application: Application | None) -> dict[str, Any]:
    if application is None:
        return {"version": 0}
    return {"stars": application.stars, "text": application.text, "version": application.version}


def application_year(on: date) -> int:
    """For which year branches apply on a day: in the first quarter still for the year before."""
    return on.year - 1 if on.month <= 3 else on.year


def application_years(on: date) -> tuple[int, int]:
    """For which years a branch may still apply on a day: the last one is rated in the course of this one."""
    return on.year - 1, on.year


class ApplicationFilter(django_filters.FilterSet):
    """Without a state: those that stand."""

    year = choice_filter("年度", [])
    stars = choice_filter("申报星级", STARS)
    state = choice_filter("状态", [(WITHDRAWN, "已撤回")], method="by_state", empty_label="有效")

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Application.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years.distinct()]

    def filter_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(withdrawn_on=None)

    def by_state(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return rows.filter(withdrawn_on__isnull=False)
