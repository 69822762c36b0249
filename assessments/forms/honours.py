"""A quarterly honour on one form, and the filter of their list. The rules stand in the services."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from assessments.choices import HonourKind
from assessments.forms.duty import VOIDED, choice_filter, text_field
from assessments.models import Honour
from assessments.periods import Span
from assessments.permissions import is_of_committee
from assessments.selectors.honours import honours_of, spans_with_honours
from branches.forms.branches import PersonField
from branches.models import Branch, Member, PartyGroup
from core.as_of import figure_days
from core.editing import DateInput, PageForm

QUARTERS = [(1, "第一季度"), (2, "第二季度"), (3, "第三季度"), (4, "第四季度")]


class GroupField(forms.ModelChoiceField):
    def label_from_instance(self, group: Any) -> str:
        return f"{group.branch} {group}"


class HonourForm(PageForm):
    kind = forms.ChoiceField(
        label="荣誉",
        choices=HonourKind.choices,
        initial=HonourKind.RED_FLAG_BRANCH,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择荣誉。"},
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, error_messages={"required": "请填写年度。"})
    quarter = forms.TypedChoiceField(label="季度", choices=QUARTERS, coerce=int)
    branch = forms.ModelChoiceField(None, label="党支部", required=False, empty_label="（请选择）")
    group = GroupField(None, label="党小组", required=False, empty_label="（请选择）")
    title = forms.CharField(
        label="岗位", max_length=50, required=False, help_text="例如：立案窗口、速裁一组。岗位和党员至少填一项。"
    )
    member = PersonField(label="党员", required=False, help_text="授予个人的，选择党员。")
    awarded_on = forms.DateField(
        label="授予日期",
        widget=DateInput({"data-weekday": ""}),
        error_messages={"required": "请填写授予日期。"},
    )
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="印在证书上，没有可以不填。")
    deeds = text_field("事迹", 2000, 4, "主要做法和成效；不填也可以。")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("kind", "deeds")

    def __init__(
        self,
        *args: Any,
        branches: QuerySet[Branch],
        groups: QuerySet[PartyGroup],
        people: QuerySet[Member],
        of: Honour | None = None,
        **kwargs: Any,
    ) -> None:
        """`of`: the honour that is changed; its kind stays, and so what is asked."""
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        self.fields["group"].queryset = groups
        self.fields["member"].queryset = people
        if of is None:
            del self.fields["version"]
            return
        unasked = {
            HonourKind.RED_FLAG_BRANCH: ("group", "title", "member"),
            HonourKind.MODEL_GROUP: ("branch", "title", "member"),
            HonourKind.PIONEER_POST: ("group",),
        }
        for name in ("kind", "submission_key", *unasked[HonourKind(of.kind)]):
            del self.fields[name]

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        values = {k: v for k, v in self.cleaned_data.items() if k not in ("version", "submission_key")}
        return {"branch": None, "group": None, "member": None, "title": "", **values}


def initial_of(honour: Honour) -> dict[str, Any]:
    return {name: getattr(honour, name) for name in HonourForm.base_fields}


class HonourFilter(django_filters.FilterSet):
    """Without a state, all that were not voided."""

    quarter = choice_filter("季度", [], method="by_quarter")
    kind = choice_filter("荣誉", HonourKind.choices)
    branch = choice_filter("党支部", [], field_name="branch_id")
    state = choice_filter("状态", [(VOIDED, "已作废")], method="by_state", empty_label="有效")

    class Meta:
        model = Honour
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {**super().get_filters(), **figure_days("授予", field_name="awarded_on")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        user = self.request.user
        self.spans = spans_with_honours(user)
        self.filters["quarter"].extra["choices"] = [(span.code, span.label) for span in self.spans]
        named = honours_of(user).order_by("branch__order", "branch_id")
        branches = named.values_list("branch_id", "branch__name", "branch__order").distinct()
        self.filters["branch"].extra["choices"] = [(str(pk), name) for pk, name, _ in branches]
        if not is_of_committee(user):
            del self.filters["state"]

    @property
    def span_asked(self) -> Span | None:
        """The quarter of the overview: the one filtered by, or else the last one with honours."""
        code = self.form.cleaned_data.get("quarter")
        if code:
            return Span.named(code)
        return self.spans[0] if self.spans else None

    def filter_queryset(self, queryset: QuerySet[Honour]) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(voided_at__isnull=True)

    def by_quarter(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        span = Span.named(value)
        return rows.filter(year=span.year, quarter=span.quarter)

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(voided_at__isnull=False)
