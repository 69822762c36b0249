"""Filters of lists; their state stands in the address."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.choices import (
    UNKNOWN,
    AgeBand,
    BranchKind,
    CourtLevel,
    Education,
    ImportSubject,
    MemberStatus,
    Role,
    Sex,
)
from branches.models import Branch, Court, ImportBatch, Member
from branches.models.courts import existing_on
from branches.selectors.breakdown import narrowed
from branches.selectors.members import away_on, found_by, here_on, left_by, moved_between
from branches.selectors.warnings import LABELS, warned
from core.actions import codes_like
from core.as_of import DayFilter, day_asked, day_filter
from core.models import AuditEvent, Outcome

SELECT = {"class": "form-select"}
INPUT = {"class": "form-control"}


def _q(label: str, placeholder: str, method: Any) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={**INPUT, "placeholder": placeholder})
    return django_filters.CharFilter(label=label, method=method, widget=widget)


def _choice(label: str, choices: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label="全部", widget=forms.Select(attrs=SELECT), **kwargs
    )


class BranchFilter(django_filters.FilterSet):
    q = _q("查找", "支部名称", "by_name")
    kind = _choice("类型", BranchKind.choices)
    warning = _choice("提醒", [("ANY", "有提醒的"), *LABELS.items()], method="by_warning")
    state = _choice("状态", [("DISSOLVED", "已撤销")], method="by_state")
    on = DayFilter(label="截至", widget=forms.HiddenInput)
    court = django_filters.ModelChoiceFilter(
        label="法院", queryset=lambda request: Court.objects.visible_to(request.user), widget=forms.HiddenInput
    )

    class Meta:
        model = Branch
        fields = ()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("state"):
            return rows
        day = self.form.cleaned_data.get("on")
        return rows.filter(existing_on(day) if day else Q(dissolved_on__isnull=True))

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(name__icontains=value.strip())

    def by_warning(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return warned(rows, value)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(dissolved_on__isnull=False)


def _day(label: str, method: str) -> django_filters.DateFilter:
    """A day of which only a figure's address speaks."""
    return django_filters.DateFilter(label=label, method=method, widget=forms.HiddenInput)


class MemberFilter(django_filters.FilterSet):
    """Of members as they stood on `on`."""

    q = _q("查找", "姓名、拼音或部门", "by_text")
    branch = django_filters.ModelChoiceFilter(
        label="党支部",
        queryset=lambda request: Branch.objects.visible_to(request.user).select_related("court"),
        method="by_branch",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    status = _choice("类别", MemberStatus.choices, method="by_fact")
    age = _choice("年龄", AgeBand.choices, method="by_fact")
    education = _choice("学历", Education.choices, method="by_fact")
    sex = _choice("性别", [*Sex.choices, (UNKNOWN, "不详")], method="by_fact")
    nation = _choice("民族", [], method="by_fact")
    state = _choice("状态", [("LEFT", "已离开")], method="by_state")
    on = day_filter()
    court = django_filters.ModelChoiceFilter(
        label="法院", queryset=lambda request: Court.objects.visible_to(request.user), widget=forms.HiddenInput
    )
    away_on = _day("当时不在册", "by_absence")
    moved_since = _day("当时在其他支部", "by_move")

    class Meta:
        model = Member
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day_asked(self.request)
        nations = Member.objects.visible_to(self.request.user).exclude(nation="").order_by("nation")
        found = nations.values_list("nation", flat=True).distinct()
        self.filters["nation"].extra["choices"] = [*((each, each) for each in found), (UNKNOWN, "不详")]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(is_here=True)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return found_by(rows, value)

    def by_branch(self, rows: QuerySet, name: str, value: Branch) -> QuerySet:
        """Who has left stands with the last branch."""
        return rows.filter(branch=value) if self.form.cleaned_data.get("state") else here_on(rows, self.day, value)

    def by_fact(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return narrowed(rows, self.day, **{name: value})

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return left_by(rows, self.day)

    def by_absence(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return away_on(rows, value, self.form.cleaned_data.get("branch"))

    def by_move(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return moved_between(rows, value, self.day)


class CourtFilter(django_filters.FilterSet):
    q = _q("查找", "法院名称", "by_name")
    level = _choice("层级", CourtLevel.choices)

    class Meta:
        model = Court
        fields = ()

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(name__icontains=value.strip())


class AccountFilter(django_filters.FilterSet):
    q = _q("查找", "账号或姓名", "by_name")
    role = _choice("角色", Role.choices, method="by_role")

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(username__icontains=value.strip()) | Q(name__icontains=value.strip()))

    def by_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(appointments__role=value).distinct()


class ImportFilter(django_filters.FilterSet):
    q = _q("查找", "文件名", "by_name")
    subject = _choice("内容", ImportSubject.choices)
    state = _choice("状态", [("STANDING", "已导入"), ("UNDONE", "已撤销")], method="by_state")

    class Meta:
        model = ImportBatch
        fields = ()

    def by_name(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(filename__icontains=value.strip())

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(undone_at__isnull=value == "STANDING")


class AuditFilter(django_filters.FilterSet):
    q = _q("查找", "操作人、操作或对象", "by_text")
    outcome = _choice("结果", Outcome.choices)
    since = django_filters.DateFilter(
        label="起", field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )
    until = django_filters.DateFilter(
        label="止", field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={**INPUT, "type": "date"})
    )

    class Meta:
        model = AuditEvent
        fields = ()

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        text = value.strip()
        return rows.filter(
            Q(actor_name__icontains=text)
            | Q(actor__username__icontains=text)
            | Q(action__in=codes_like(text))
            | Q(subject_label__icontains=text)
        )
