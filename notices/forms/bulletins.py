"""Forms of bulletins, and the filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from core.dates import months_after
from core.editing import PageForm
from notices.choices import NoticeState
from notices.forms.filters import choice_filter
from notices.models import Bulletin
from notices.permissions import is_of_committee
from notices.selectors.bulletins import IN_STATE, LIVE

FOR_BRANCHES = (NoticeState.ISSUED, NoticeState.VOIDED)
MONTHS_BACK = 12


class BulletinForm(PageForm):
    title = forms.CharField(label="标题", max_length=100)
    opening = forms.CharField(
        label="开头",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="文中的数字是起草那天的，以后有变化请对照通报页面修改。",
    )
    closing = forms.CharField(
        label="要求",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="印在各支部的情况后面。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide = ("title", "opening", "closing")


def initial_of(bulletin: Bulletin) -> dict[str, Any]:
    return {name: getattr(bulletin, name) for name in BulletinForm.base_fields}


class DraftForm(PageForm):
    """One of the last months that are over."""

    month = forms.TypedChoiceField(
        label="月份", coerce=date.fromisoformat, help_text="已经有通报的月份，直接打开那一期。"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [months_after(on.replace(day=1), -back) for back in range(1, MONTHS_BACK + 1)]
        self.fields["month"].choices = [(month.isoformat(), f"{month.year}年{month.month}月") for month in months]


class BulletinFilter(django_filters.FilterSet):
    """Without a state: drafts and what was issued and still holds."""

    year = choice_filter("年度", [], method="by_year")
    state = choice_filter("状态", [], method="by_state")
    issued_from = django_filters.DateFilter("issued_on", "gte", label="签发不早于", widget=forms.HiddenInput)
    issued_to = django_filters.DateFilter("issued_on", "lte", label="签发不晚于", widget=forms.HiddenInput)

    class Meta:
        model = Bulletin
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Bulletin.objects.visible_to(self.request.user).dates("month", "year", order="DESC")
        offered = NoticeState if is_of_committee(self.request.user) else FOR_BRANCHES
        self.filters["state"].extra["choices"] = [(state.value, state.label) for state in offered]
        self.filters["state"].extra["empty_label"] = "待办和有效"
        self.filters["year"].extra["choices"] = [(str(first.year), f"{first.year}年") for first in years]

    def filter_queryset(self, queryset: QuerySet[Bulletin]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(LIVE)

    def by_year(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        return rows.filter(month__year=int(value))

    def by_state(self, rows: QuerySet[Bulletin], name: str, value: str) -> QuerySet[Bulletin]:
        return rows.filter(IN_STATE[NoticeState(value)])
