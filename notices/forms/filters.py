"""Filters of the list of notices, and what other lists take of them."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, ExtractYear, TruncDate

from core.as_of import DayFilter, day_asked
from notices.choices import NoticeState, SeriesKind
from notices.models import Notice, NoticeReceipt, Series
from notices.permissions import is_of_committee

SELECT = {"class": "form-select"}
WAITING, ACKNOWLEDGED = "WAITING", "ACKNOWLEDGED"
FOR_BRANCHES = [(WAITING, "待签收"), (ACKNOWLEDGED, "已签收"), (NoticeState.VOIDED, "已作废")]
_IN_STATE = {
    NoticeState.DRAFT: Q(number__isnull=True, discarded_on__isnull=True),
    NoticeState.ISSUED: Q(number__isnull=False, voided_on__isnull=True),
    NoticeState.VOIDED: Q(voided_on__isnull=False),
    NoticeState.DISCARDED: Q(discarded_on__isnull=False),
}


def choice_filter(
    label: str, choices: Any, *, empty_label: str = "全部", **options: Any
) -> django_filters.ChoiceFilter:
    """One of `choices`, or `empty_label` for any."""
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=empty_label, widget=widget, **options)


def staged(rows: QuerySet[Notice]) -> QuerySet[Any]:
    """With `stage`, drafts before all others, and the `year` that the notice is about."""
    order = (NoticeState.DRAFT, NoticeState.ISSUED, NoticeState.VOIDED, NoticeState.DISCARDED)
    stages = [When(_IN_STATE[state], then=Value(place)) for place, state in enumerate(order)]
    about = Coalesce("month", "issued_on", TruncDate("created_at"))
    return rows.annotate(stage=Case(*stages, output_field=IntegerField()), year=ExtractYear(about))


def _series(request: Any) -> QuerySet[Series]:
    seen = Notice.objects.visible_to(request.user).values("series")
    return Series.objects.visible_to(request.user).filter(pk__in=seen)


class NoticeFilter(django_filters.FilterSet):
    """Without a state: drafts and what was issued and still holds. By days of issue: what holds on the day `on`."""

    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "标题、正文", "type": "search"}),
    )
    series = django_filters.ModelChoiceFilter(
        label="系列", queryset=_series, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    state = choice_filter("状态", [], method="by_state", empty_label="待办和有效")
    year = choice_filter("年度", [])
    on = DayFilter(label="截至", widget=forms.HiddenInput)
    issued_from = django_filters.DateFilter("issued_on", "gte", label="签发不早于", widget=forms.HiddenInput)
    issued_to = django_filters.DateFilter("issued_on", "lte", label="签发不晚于", widget=forms.HiddenInput)
    kind = django_filters.ChoiceFilter(
        "series__kind", label="类别", choices=SeriesKind.choices, widget=forms.HiddenInput
    )
    branch = django_filters.NumberFilter("receipts__branch", label="党支部", widget=forms.HiddenInput)

    class Meta:
        model = Notice
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        is_writer = is_of_committee(self.request.user)
        self.filters["state"].extra["choices"] = NoticeState.choices if is_writer else FOR_BRANCHES
        years = staged(Notice.objects.visible_to(self.request.user)).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(year, f"{year} 年") for year in years.distinct()]

    def filter_queryset(self, queryset: QuerySet[Notice]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(staged(queryset))
        if self.form.cleaned_data.get("state"):
            return rows
        if self.form.cleaned_data.get("issued_from"):
            day = day_asked(self.request)
            return rows.filter(Q(voided_on__isnull=True) | Q(voided_on__gt=day), issued_on__lte=day)
        return rows.filter(_IN_STATE[NoticeState.DRAFT] | _IN_STATE[NoticeState.ISSUED])

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(Q(title__icontains=text) | Q(text__icontains=text))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value not in (WAITING, ACKNOWLEDGED):
            return rows.filter(_IN_STATE[NoticeState(value)])
        own = NoticeReceipt.objects.visible_to(self.request.user).filter(notice=OuterRef("pk"))
        waits = Exists(own.filter(acknowledged_on__isnull=True))
        return rows.filter(_IN_STATE[NoticeState.ISSUED]).filter(waits if value == WAITING else ~waits)
