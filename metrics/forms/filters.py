"""The filter of the list of figures, and the span that a page of a metric is asked for; both stand in the address."""

from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from metrics.choices import FigureState, Form, Length
from metrics.forms.figures import FIRST_YEAR, LAST_YEAR
from metrics.models import Metric, MetricFigure
from metrics.periods import choices_of_a_year, months_of
from metrics.selectors.definitions import branches_of, metrics_of

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
WHOLE_COURT = "全院"


def _choice(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=forms.Select(attrs=SELECT), **options)


class FigureFilter(django_filters.FilterSet):
    metric = django_filters.ModelChoiceFilter(
        label="指标", queryset=Metric.objects.none, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    branch = django_filters.ModelChoiceFilter(
        label="范围",
        queryset=Branch.objects.none,
        empty_label="全院和各支部",
        null_label=WHOLE_COURT,
        null_value="court",
        widget=forms.Select(attrs=SELECT),
    )
    form = _choice("形式", Form.choices, empty_label="全部")
    year = django_filters.NumberFilter(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
        method="by_year",
        widget=forms.NumberInput(attrs=INPUT),
    )
    length = _choice("时段", Length.choices, method="by_length", empty_label="全部")
    state = _choice("状态", FigureState.choices, method="by_state", empty_label="没有作废的")

    class Meta:
        model = MetricFigure
        fields: list[str] = []

    def __init__(self, *args: Any, court: Court, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["metric"].queryset = metrics_of(court)
        self.filters["branch"].queryset = branches_of(self.request.user, court)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(voided_at__isnull=True)

    def by_year(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        return rows.filter(end__year=int(value))

    def by_length(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        spans = (Q(start__month=first, end__month=last) for first, last in months_of(Length(value)))
        return rows.filter(reduce(or_, spans))

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(voided_at__isnull=value == FigureState.VALID)


class SpanForm(forms.Form):
    """For which owner and span a metric's page is shown."""

    branch = forms.ModelChoiceField(
        None, label="范围", required=False, empty_label=WHOLE_COURT, widget=forms.Select(attrs=SELECT)
    )
    year = forms.IntegerField(
        label="年度", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.NumberInput(attrs=INPUT)
    )
    span = forms.ChoiceField(
        label="时段", required=False, choices=choices_of_a_year(), widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *args: Any, user: Any, court: Court, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["branch"].queryset = branches_of(user, court)  # type: ignore[attr-defined]  # a ModelChoiceField
