"""Forms of tokens for other systems, and the filter of their list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from branches.models import Court
from core.clock import today
from core.editing import DateInput, PageForm, reason_field
from reports.choices import ApiScope, TokenState
from reports.filters import INPUT, SELECT
from reports.models import ApiToken
from reports.selectors.api_tokens import in_state
from reports.services.api_tokens import MOST_A_MINUTE, TokenFacts

PACE = 60


class ApiTokenFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="查找",
        field_name="system",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={**INPUT, "placeholder": "系统名称"}),
    )
    court = django_filters.ModelChoiceFilter(
        label="法院",
        queryset=lambda request: Court.objects.visible_to(request.user).order_by("path"),
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    state = django_filters.ChoiceFilter(
        label="状态",
        choices=TokenState.choices,
        method="by_state",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )

    class Meta:
        model = ApiToken
        fields = ()

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(in_state(value, today()))


class ApiTokenForm(PageForm):
    court = forms.ModelChoiceField(
        label="法院", queryset=None, empty_label="请选择", error_messages={"required": "请选择法院。"}
    )
    system = forms.CharField(
        label="系统名称",
        max_length=60,
        help_text="哪个系统来读取，例如“审判管理平台”。",
        error_messages={"required": "请填写系统名称。"},
    )
    scopes = forms.MultipleChoiceField(
        label="可读内容",
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="只选这个系统用得到的。下级法院的支部数据和各项业务指标，只在该法院同意共享记录时可读；工作报告只读本院的原文。",
        error_messages={"required": "请至少选一项可读内容。"},
    )
    starts_on = forms.DateField(label="启用日期", widget=DateInput, error_messages={"required": "请填写启用日期。"})
    ends_on = forms.DateField(
        label="截止日期",
        widget=DateInput,
        help_text="最长一年，当天仍可使用。",
        error_messages={"required": "请填写截止日期。"},
    )
    per_minute = forms.IntegerField(
        label="每分钟次数",
        min_value=1,
        max_value=MOST_A_MINUTE,
        error_messages={
            "required": "请填写每分钟次数。",
            "invalid": "每分钟次数请填整数。",
            "min_value": f"每分钟次数请填 1 到 {MOST_A_MINUTE}。",
            "max_value": f"每分钟次数请填 1 到 {MOST_A_MINUTE}。",
        },
    )
    note = forms.CharField(label="说明", required=False, max_length=200, help_text="用来做什么，例如“每晚更新大屏”。")
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("scopes", "note")

    def __init__(self, *args: Any, courts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = courts

    def facts(self) -> TokenFacts:
        apart = ("court", "submission_key")
        return TokenFacts(**{name: value for name, value in self.cleaned_data.items() if name not in apart})


class RevokeForm(PageForm):
    reason = reason_field("停用原因")
    wide = ("reason",)
