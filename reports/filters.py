"""Filters of the lists of reports; their state stands in the address."""

import django_filters
from django import forms

from branches.models import Branch, Court

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}


class ReportBranchFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找",
        field_name="name",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "支部名称"}),
    )
    court = django_filters.ModelChoiceFilter(
        label="法院",
        queryset=lambda request: Court.objects.visible_to(request.user).filter(
            pk__in=Branch.objects.visible_to(request.user).values("court")
        ),
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = Branch
        fields = ()
