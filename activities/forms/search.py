"""What a search is narrowed to."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from activities.forms.filters import ActivityFilter
from activities.models import Activity
from core.dates import EARLIEST, LATEST


class SearchFilter(ActivityFilter):
    year = django_filters.NumberFilter(
        label="年度",
        method="by_year",
        min_value=EARLIEST.year,
        max_value=LATEST.year,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        found = super().get_filters()
        return {name: found[name] for name in ("q", "kind", "court", "branch", "year")}

    def by_year(self, rows: QuerySet[Activity], name: str, value: Any) -> QuerySet[Activity]:
        return rows.filter(held_on__year=int(value))
