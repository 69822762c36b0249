"""The filter of the list of files; its state stands in the address."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.models import Branch
from development.choices import FileState, Stage
from development.models import Candidate

SELECT = {"class": "form-select"}


class FileFilter(django_filters.FilterSet):
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
        label="阶段", choices=Stage.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=FileState.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = Candidate
        fields = ()

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        keys = Q(pinyin__istartswith=text) | Q(pinyin__icontains=f" {text}")
        return rows.filter(Q(name__icontains=text) | keys | Q(department__icontains=text))
