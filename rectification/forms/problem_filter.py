"""The filter of the list of problems; its state stands in the address (rectification/links.py)."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from campaigns.models import Campaign
from core.as_of import day_asked, day_filter
from rectification.choices import NOT_CLOSED, Age, ProblemState, Stage
from rectification.models import Problem
from rectification.selectors.problems import of_branch, unclaimed, with_late_measures
from rectification.selectors.stages import came_to, of_age
from rectification.selectors.standing import problems_there, with_state

SELECT = {"class": "form-select"}
UNCLAIMED, YES = "UNCLAIMED", "1"
STATES = [
    (ProblemState.OPEN.value, ProblemState.OPEN.label),
    (UNCLAIMED, "待认领"),
    (ProblemState.CLOSE_ASKED.value, ProblemState.CLOSE_ASKED.label),
    (ProblemState.CLOSED.value, ProblemState.CLOSED.label),
    (NOT_CLOSED, "没有销号"),
]
LONGEST_NUMBER = 9


def _choice(label: str, choices: Any, method: str, empty_label: str = "全部") -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(
        label=label, choices=choices, method=method, empty_label=empty_label, widget=widget
    )


def _day(field: str, lookup: str, label: str) -> django_filters.DateFilter:
    """A day of which only a figure's address speaks."""
    return django_filters.DateFilter(field, lookup, label=label, widget=forms.HiddenInput)


class ProblemFilter(django_filters.FilterSet):
    """Problems that were there on the day asked for; with `voided` those that were voided instead."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "问题、责任领导或序号"}),
    )
    on = day_filter()
    state = _choice("状态", STATES, "by_state")
    branch = django_filters.ModelChoiceFilter(
        label="责任支部",
        queryset=lambda request: Branch.objects.visible_to(request.user),
        method="by_branch",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    source = _choice("来源", [], "by_source")
    campaign = django_filters.ModelChoiceFilter(
        label="主题教育",
        queryset=lambda request: Campaign.objects.visible_to(request.user),
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    age = _choice("已有", Age.choices, "by_age")
    stage = _choice("走到", Stage.choices, "by_stage")
    court = django_filters.ModelChoiceFilter(
        label="法院", queryset=lambda request: Court.objects.visible_to(request.user), widget=forms.HiddenInput
    )
    opened_from = _day("opened_on", "gte", "发现不早于")
    opened_to = _day("opened_on", "lte", "发现不晚于")
    closed_from = _day("closed_on", "gte", "销号不早于")
    closed_to = _day("closed_on", "lte", "销号不晚于")
    late = _choice("超期", [(YES, "有措施未按时完成")], "by_late")
    voided = _choice("作废", [(YES, "已作废的问题")], "by_nothing", empty_label="不含")

    class Meta:
        model = Problem
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day_asked(self.request)
        sources = Problem.objects.visible_to(self.request.user).order_by("source").values_list("source", flat=True)
        self.filters["source"].extra["choices"] = [(source, source) for source in sources.distinct()]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        is_voided = self.form.cleaned_data.get("voided") == YES
        there = queryset.filter(voided_at__isnull=False) if is_voided else problems_there(queryset, self.day)
        return super().filter_queryset(with_state(there, self.day))

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        found = Q(title__icontains=text) | Q(detail__icontains=text)
        found |= Q(leader_name__icontains=text) | Q(leader__name__icontains=text)
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER:
            found |= Q(number=int(text))
        return rows.filter(found)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == UNCLAIMED:
            return unclaimed(self.request.user, rows, self.day)
        if value == NOT_CLOSED:
            return rows.exclude(state=ProblemState.CLOSED)
        return rows.filter(state=value)

    def by_branch(self, rows: QuerySet, name: str, value: Branch) -> QuerySet:
        return of_branch(self.request.user, rows, value, self.day)

    def by_source(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(source=value)

    def by_late(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return with_late_measures(self.request.user, rows, self.day)

    def by_age(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return of_age(rows, value, self.day)

    def by_stage(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return came_to(rows, value, self.day)

    def by_nothing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows
