"""The filter of a register's list; its state stands in the address."""

from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from branches.models import Branch
from core.clock import today
from core.search_text import words_of
from registers.choices import EntryState, Subject, Whom
from registers.models import RegisterEntry, RegisterKind

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
LONGEST_QUERY = 100


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={**INPUT, "type": "date"})
    return django_filters.DateFilter(field_name="on", lookup_expr=lookup, label=label, widget=widget)


class EntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "标题、姓名、内容", "type": "search"}),
    )
    branch = django_filters.ModelChoiceFilter(
        label="党支部", queryset=Branch.objects.none, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    year = django_filters.NumberFilter(
        label="年度",
        min_value=1900,
        max_value=2999,
        decimal_places=0,
        method="by_year",
        widget=forms.NumberInput(attrs=INPUT),
    )
    whom = django_filters.ChoiceFilter(
        label="对象", choices=Whom.choices, method="by_whom", empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    on = django_filters.DateFilter(
        label="哪天有效", method="by_day", widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=EntryState.choices,
        method="by_state",
        empty_label="没有撤销的",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = RegisterEntry
        fields: list[str] = []

    def __init__(self, *args: Any, kind: RegisterKind, court: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        branches = Branch.objects.visible_to(self.request.user).filter(court=court).order_by("order", "pk")
        self.filters["branch"].queryset = branches
        if kind.subject == Subject.COURT:
            del self.filters["branch"]
        if not kind.until_label:
            del self.filters["on"]
        if not kind.asks_whom:
            del self.filters["whom"]

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        """`from` is a word of Python and can't be declared as an attribute."""
        found = super().get_filters()
        state = found.pop("state")
        return {**found, "from": _day("从", "gte"), "to": _day("到", "lte"), "state": state}

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(withdrawn_at__isnull=True)

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        for word in words_of(value):
            rows = rows.filter(search_text__contains=word)
        return rows

    def by_year(self, rows: QuerySet, name: str, value: Decimal) -> QuerySet:
        return rows.filter(on__year=int(value))

    def by_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """What had begun by then and had not ended."""
        return rows.filter(on__lte=value).exclude(until__lt=value)

    def by_whom(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.exclude(person="") if value == Whom.PERSON else rows.filter(person="")

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == EntryState.WITHDRAWN:
            return rows.filter(withdrawn_at__isnull=False)
        over = {"until__lt": today(), "withdrawn_at__isnull": True}
        if value == EntryState.ENDED:
            return rows.filter(**over)
        return rows.filter(withdrawn_at__isnull=True).exclude(**over)
