"""Filters of the list; their state stands in the address."""

import django_filters
from django import forms
from django.db.models import QuerySet

from branches.models import Branch
from core.clock import today
from elections.selectors.branches import STATES, in_state


class ElectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找",
        method="by_name",
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "支部名称"}),
    )
    state = django_filters.ChoiceFilter(
        label="换届状态",
        choices=list(STATES.items()),
        method="by_state",
        empty_label="全部",
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    class Meta:
        model = Branch
        fields = ()

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(name__icontains=value.strip())

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return in_state(rows, value, today())
