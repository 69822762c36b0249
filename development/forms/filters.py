"""The filter of the list of files; its state stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from core.as_of import day_asked, day_filter, figure_days
from development.choices import FileState, Stage, StepKind
from development.links import COUNTED_STATES
from development.models import Candidate
from development.selectors.stages import COUNTED, stood_on
from development.selectors.steps import who_took

SELECT = {"class": "form-select"}


class FileFilter(django_filters.FilterSet):
    """Of files as they stood on `on`."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "姓名、拼音或部门"}),
    )
    branch = django_filters.ModelChoiceFilter(
        label="党支部",
        queryset=lambda request: Branch.objects.visible_to(request.user).select_related("court"),
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    stage = django_filters.ChoiceFilter(
        label="阶段", choices=Stage.choices, method="by_day", empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[*FileState.choices, (COUNTED_STATES, "进行中和已转正")],
        method="by_day",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    step = django_filters.ChoiceFilter(
        label="走过这一步", choices=StepKind.choices, method="by_day", widget=forms.HiddenInput
    )
    on = day_filter()
    court = django_filters.ModelChoiceFilter(
        label="法院", queryset=lambda request: Court.objects.visible_to(request.user), widget=forms.HiddenInput
    )

    class Meta:
        model = Candidate
        fields = ()

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {**super().get_filters(), **figure_days("这一步", method="by_day")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day_asked(self.request)

    def filter_queryset(self, queryset: QuerySet[Candidate]) -> QuerySet[Candidate]:
        rows = super().filter_queryset(queryset)
        stage, state, step = (self.form.cleaned_data.get(name) for name in ("stage", "state", "step"))
        if step:
            rows = who_took(rows, step, *(self.form.cleaned_data.get(name) for name in ("from", "to")))
        states = COUNTED if state == COUNTED_STATES else [state] if state else FileState.values
        return stood_on(rows, self.day, stages=[stage] if stage else Stage.values, states=states)

    def by_day(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Stage and state are those of the day, a step has days of its own: they are asked for as a whole."""
        return rows

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        keys = Q(pinyin__istartswith=text) | Q(pinyin__icontains=f" {text}")
        return rows.filter(Q(name__icontains=text) | keys | Q(department__icontains=text))
