"""The form of a job's time of day, and the filter of failures."""

import django_filters
from django import forms
from django.db.models import QuerySet

from core.background.registry import labels
from core.editing import PageForm
from core.models import JobFailure

_SELECT = {"class": "form-select"}
_DAY = {"class": "form-control", "type": "date"}


class JobTimeForm(PageForm):
    to = forms.TimeField(
        label="每天的时间",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="几点几分，例如 03:30。选没有人使用系统的时候，各个任务错开几分钟。",
        error_messages={"required": "请填写时间。", "invalid": "请按 03:30 的样子填写时间。"},
    )


class JobFailureFilter(django_filters.FilterSet):
    task = django_filters.ChoiceFilter(
        label="任务", choices=labels, empty_label="全部", widget=forms.Select(attrs=_SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=[("OPEN", "还没有恢复"), ("RIGHT", "已恢复")],
        empty_label="全部",
        method="by_state",
        widget=forms.Select(attrs=_SELECT),
    )
    since = django_filters.DateFilter(
        label="起", field_name="last_at", lookup_expr="date__gte", widget=forms.DateInput(attrs=_DAY)
    )
    until = django_filters.DateFilter(
        label="止", field_name="last_at", lookup_expr="date__lte", widget=forms.DateInput(attrs=_DAY)
    )

    class Meta:
        model = JobFailure
        fields = ()

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(put_right_at__isnull=value == "OPEN")
