"""Filters of the lists of inspections and of findings; links.py names the parameters of the second."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from activities.models.locks import quarter_label
from branches.models import Branch, Court
from core.as_of import day_asked, day_filter
from rectification.choices import PUT_RIGHT, FindingState, InspectionKind
from rectification.models import Finding, Inspection
from rectification.selectors.findings import findings_on

SELECT, INPUT = {"class": "form-select"}, {"class": "form-control"}
OPEN, CLOSED, VOIDED = "open", "closed", "voided"
ALL_PUT_RIGHT, WAITING, LATE = "PUT_RIGHT", "waiting", "late"


def _branches(request: Any) -> QuerySet[Branch]:
    return Branch.objects.visible_to(request.user).select_related("court")


def _courts(request: Any) -> QuerySet[Court]:
    return Court.objects.visible_to(request.user)


def _inspections(request: Any) -> QuerySet[Inspection]:
    return Inspection.objects.visible_to(request.user).filter(voided_at__isnull=True)


def _choice(label: str, choices: Any, method: str) -> django_filters.ChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ChoiceFilter(label=label, choices=choices, method=method, empty_label="全部", widget=widget)


def _branch(field: str) -> django_filters.ModelChoiceFilter:
    widget = forms.Select(attrs=SELECT)
    return django_filters.ModelChoiceFilter(
        label="党支部", field_name=field, queryset=_branches, empty_label="全部", widget=widget
    )


def _quarters(request: Any) -> list[tuple[str, str]]:
    """The quarters for which the user sees an inspection, the latest first."""
    periods = _inspections(request).order_by("-year", "-quarter").values_list("year", "quarter").distinct()
    return [(f"{year}Q{quarter}", quarter_label(year, quarter)) for year, quarter in periods]


def _in_quarter(value: str, prefix: str = "") -> Q:
    year, _, quarter = value.partition("Q")
    return Q(**{f"{prefix}year": int(year), f"{prefix}quarter": int(quarter)})


class InspectionFilter(django_filters.FilterSet):
    """Without a state, all that were not voided."""

    kind = _choice("检查类型", InspectionKind.choices, "by_kind")
    quarter = _choice("季度", [], "by_quarter")
    branch = _branch("visits__branch")
    state = _choice("登记", [(OPEN, "登记中"), (CLOSED, "已结束"), (VOIDED, "已作废")], "by_state")

    class Meta:
        model = Inspection
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["quarter"].extra["choices"] = _quarters(self.request)

    def filter_queryset(self, queryset: QuerySet[Inspection]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        is_voided = self.form.cleaned_data.get("state") == VOIDED
        return rows.filter(voided_at__isnull=not is_voided)

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(kind=value)

    def by_quarter(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(_in_quarter(value))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if value == VOIDED else rows.filter(closed_on__isnull=value == OPEN)


class FindingFilter(django_filters.FilterSet):
    """Given the findings that a user sees, those that were there on `on`, as they stood then."""

    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "问题、指标", "type": "search"}),
    )
    on = day_filter()
    inspection = django_filters.ModelChoiceFilter(
        label="检查", queryset=_inspections, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    kind = _choice("检查类型", InspectionKind.choices, "by_kind")
    quarter = _choice("季度", [], "by_quarter")
    branch = _branch("branch")
    state = _choice("状态", [*FindingState.choices, (ALL_PUT_RIGHT, "整改到位")], "by_state")
    show = _choice("其中", [(WAITING, "等待复查"), (LATE, "超期未整改到位")], "by_show")
    court = django_filters.ModelChoiceFilter(label="法院", queryset=_courts, widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day_asked(self.request)
        self.filters["quarter"].extra["choices"] = _quarters(self.request)

    def filter_queryset(self, queryset: QuerySet[Finding]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(findings_on(queryset, self.day))
        return rows

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(Q(text__icontains=text) | Q(aspect__icontains=text))

    def by_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(inspection__kind=value)

    def by_quarter(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(_in_quarter(value, "inspection__"))

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(state__in=PUT_RIGHT) if value == ALL_PUT_RIGHT else rows.filter(state=value)

    def by_show(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_waiting=True) if value == WAITING else rows.filter(is_late=True)
