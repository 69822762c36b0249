"""The filter of the list of measures; links.py names its parameters."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from core.as_of import day_asked, day_filter
from rectification.choices import NOT_DONE, MeasureState, Nature
from rectification.models import Measure, Problem
from rectification.selectors.standing import measures_on, waiting_on

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
LONGEST_QUERY = 100
STATES = [*MeasureState.choices, (NOT_DONE, "没有完成")]
MOST_DAYS = 366


def _branches(request: Any) -> QuerySet[Branch]:
    return Branch.objects.visible_to(request.user).select_related("court")


def _courts(request: Any) -> QuerySet[Court]:
    return Court.objects.visible_to(request.user)


def _problems(request: Any) -> QuerySet[Problem]:
    return Problem.objects.visible_to(request.user)


def _choice(label: str, choices: Any, method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


def _text(label: str, placeholder: str, method: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={**INPUT, "placeholder": placeholder, "type": "search"})
    return django_filters.CharFilter(label=label, method=method, max_length=LONGEST_QUERY, widget=widget)


class MeasureFilter(django_filters.FilterSet):
    """Given the measures that a user sees, those that were there on `on`, as they stood then."""

    q = _text("关键词", "措施、问题", "by_words")
    on = day_filter()
    state = _choice("状态", STATES, "by_state")
    branch = django_filters.ModelChoiceFilter(
        label="责任支部", queryset=_branches, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    owner = _text("责任人", "姓名", "by_owner")
    source = _choice("问题来源", [], "by_source")
    nature = _choice("类型", Nature.choices, "by_nature")
    soon = django_filters.NumberFilter(
        label="几天内到期",
        method="by_days_left",
        min_value=0,
        max_value=MOST_DAYS,
        decimal_places=0,
        widget=forms.NumberInput(attrs={**INPUT, "placeholder": "例如 30"}),
    )
    waiting = _choice("延期申请", [("1", "等待答复")], "by_request")
    court = django_filters.ModelChoiceFilter(label="法院", queryset=_courts, widget=forms.HiddenInput)
    person = django_filters.CharFilter(label="责任人", method="by_person", widget=forms.HiddenInput)
    problem = django_filters.ModelChoiceFilter(label="问题", queryset=_problems, widget=forms.HiddenInput)
    due_from = django_filters.DateFilter("due_on", "gte", label="时限不早于", widget=forms.HiddenInput)
    due_to = django_filters.DateFilter("due_on", "lte", label="时限不晚于", widget=forms.HiddenInput)
    done_from = django_filters.DateFilter("done_on", "gte", label="完成不早于", widget=forms.HiddenInput)
    done_to = django_filters.DateFilter("done_on", "lte", label="完成不晚于", widget=forms.HiddenInput)
    left = django_filters.DateFilter(label="遗留自", method="by_left", widget=forms.HiddenInput)

    class Meta:
        model = Measure
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day_asked(self.request)
        sources = _problems(self.request).order_by("source").values_list("source", flat=True).distinct()
        self.filters["source"].extra["choices"] = [(each, each) for each in sources]

    def filter_queryset(self, queryset: QuerySet[Measure]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(measures_on(queryset, self.day))
        return rows

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(Q(text__icontains=text) | Q(problem__title__icontains=text))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.exclude(state=MeasureState.DONE) if value == NOT_DONE else rows.filter(state=value)

    def by_owner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(Q(owner_name__icontains=text) | Q(owner__name__icontains=text))

    def by_person(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Exactly who is counted in a figure."""
        return rows.filter(Q(owner__name=value) | Q(owner__isnull=True, owner_name=value))

    def by_source(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(problem__source=value)

    def by_nature(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(nature=value)

    def by_days_left(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Due on the day or within so many days after it, and not done."""
        last = self.day + timedelta(days=int(value))
        return rows.filter(due_on__range=(self.day, last)).exclude(state=MeasureState.DONE)

    def by_left(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        """Due by that day and not done by then."""
        return rows.filter(due_on__lte=value).filter(Q(done_on__isnull=True) | Q(done_on__gt=value))

    def by_request(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return waiting_on(rows, self.day)
