"""Filters of the lists; their state stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from campaigns.choices import LineState, TaskUnit
from campaigns.models import Aspect, Campaign, Task
from core.clock import today

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
RUNNING, AHEAD, OVER = "running", "ahead", "over"
COURT = "court"


def _q(placeholder: str, field: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={**INPUT, "placeholder": placeholder})
    return django_filters.CharFilter(label="查找", field_name=field, lookup_expr="icontains", widget=widget)


def _choice(label: str, choices: Any, method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


class CampaignFilter(django_filters.FilterSet):
    q = _q("名称", "name")
    state = _choice("进度", [(RUNNING, "进行中"), (AHEAD, "未开始"), (OVER, "已结束")], "by_state")

    class Meta:
        model = Campaign
        fields = ()

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        on = today()
        if value == AHEAD:
            return rows.filter(starts_on__gt=on)
        return rows.filter(ends_on__lt=on) if value == OVER else rows.filter(starts_on__lte=on, ends_on__gte=on)


class LineFilter(django_filters.FilterSet):
    """Tasks of one campaign. `unit` and `state` are of a task with a unit: campaigns/views/lines.py asks for them."""

    q = _q("任务", "title")
    aspect = django_filters.ModelChoiceFilter(
        label="方面", queryset=Aspect.objects.none, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    unit = _choice("完成单位", [], "by_nothing")
    state = _choice("状态", LineState.choices, "by_nothing")

    class Meta:
        model = Task
        fields = ()

    def __init__(self, *args: Any, campaign: Campaign, units: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["aspect"].queryset = Aspect.objects.visible_to(kwargs["request"].user).filter(campaign=campaign)
        named = [(str(unit.pk), unit.name) if unit else (COURT, TaskUnit.COURT.label) for unit in units]
        self.filters["unit"].extra["choices"] = named
        if len(units) == 1:
            del self.filters["unit"]

    def by_nothing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def chosen(self, name: str) -> str:
        """A filter's value, where it is one."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or ""
