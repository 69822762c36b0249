"""Filters of the smaller lists of this app; their state stands in the address."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from activities.forms.filters import (
    LONGEST_QUERY,
    NO,
    YES,
    ActivityFilter,
    branches_seen,
    choice_filter,
    courts_seen,
    kinds_seen,
    select_filter,
)
from activities.models import ActivityDraft, ActivityKind, Correction, PeriodLock, Topic
from branches.models import Branch


def _named(placeholder: str) -> django_filters.CharFilter:
    widget = forms.TextInput(attrs={"class": "form-control", "placeholder": placeholder, "type": "search"})
    return django_filters.CharFilter(
        label="关键词", field_name="name", lookup_expr="icontains", max_length=LONGEST_QUERY, widget=widget
    )


class WaitingFilter(ActivityFilter):
    """What a committee looks for among the records that wait for it."""

    shown = ("q", "kind", "branch", "from", "to", "quorum", "late")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters = {name: each for name, each in self.filters.items() if name in self.shown}


class CorrectionFilter(django_filters.FilterSet):
    branch = select_filter("党支部", branches_seen, field_name="activity__branch")
    kind = select_filter("类型", kinds_seen, to_field_name="code", field_name="activity__kind")

    class Meta:
        model = Correction
        fields: list[str] = []


class DraftFilter(django_filters.FilterSet):
    branch = select_filter("党支部", branches_seen)
    kind = select_filter("类型", kinds_seen, to_field_name="code", method="by_kind")
    joint = choice_filter("联合会议", [(YES, "待补充名单"), (NO, "本支部自己的")], "by_joint")

    class Meta:
        model = ActivityDraft
        fields: list[str] = []

    def by_kind(self, rows: QuerySet[ActivityDraft], name: str, value: ActivityKind) -> QuerySet[ActivityDraft]:
        """As it was typed so far."""
        return rows.filter(data__kind__0=value.code)

    def by_joint(self, rows: QuerySet[ActivityDraft], name: str, value: str) -> QuerySet[ActivityDraft]:
        return rows.filter(joint__isnull=value == NO)


class LockFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(
        label="年度",
        min_value=1900,
        max_value=2999,
        decimal_places=0,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    state = choice_filter("状态", [("LOCKED", "已锁定"), ("OPEN", "已开放")], "by_state")

    class Meta:
        model = PeriodLock
        fields: list[str] = []

    def by_state(self, rows: QuerySet[PeriodLock], name: str, value: str) -> QuerySet[PeriodLock]:
        return rows.filter(reopened_on__isnull=value == "LOCKED")


class CoverageFilter(django_filters.FilterSet):
    """Branches by whether they keep records here today (`is_covered`)."""

    q = _named("党支部名称")
    court = select_filter("法院", courts_seen)
    stated = choice_filter("登记", [(YES, "已登记"), (NO, "没有登记")], "by_statement")

    class Meta:
        model = Branch
        fields: list[str] = []

    def by_statement(self, rows: QuerySet[Branch], name: str, value: str) -> QuerySet[Branch]:
        return rows.filter(is_covered=value == YES)


class TopicFilter(django_filters.FilterSet):
    q = _named("专题名称")
    owner = choice_filter("用于", [("COURT", "全院"), ("BRANCH", "党支部")], "by_owner")
    state = choice_filter("状态", [("ACTIVE", "启用"), ("OVER", "停用")], "by_state")

    class Meta:
        model = Topic
        fields: list[str] = []

    def by_owner(self, rows: QuerySet[Topic], name: str, value: str) -> QuerySet[Topic]:
        return rows.filter(branch__isnull=value == "COURT")

    def by_state(self, rows: QuerySet[Topic], name: str, value: str) -> QuerySet[Topic]:
        return rows.filter(is_active=value == "ACTIVE")
