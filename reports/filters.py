"""Filters of the lists of reports; their state stands in the address."""

import django_filters
from django import forms
from django.db.models import QuerySet

from activities.models import Attendance
from branches.models import Branch, Court

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}


PRESENT, ABSENT = "present", "absent"


class OwnAttendanceFilter(django_filters.FilterSet):
    """Of one's own attendance, which is at hand: `chosen` leaves the rows asked for."""

    state = django_filters.ChoiceFilter(
        label="出席",
        choices=[(PRESENT, "出席"), (ABSENT, "缺席")],
        method="by_state",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = Attendance
        fields = ()

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def chosen(self, rows: list[Attendance]) -> list[Attendance]:
        state = self.form.cleaned_data.get("state") if self.form.is_valid() else ""
        return [row for row in rows if not state or row.present == (state == PRESENT)]


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
