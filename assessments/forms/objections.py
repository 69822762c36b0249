"""An objection, its answer, and the filters of their list."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from assessments.choices import ObjectionState
from assessments.forms.reviews import NO, YES, text_field
from assessments.models import Assessment, Objection
from branches.models import Branch
from core.editing import PageForm
from notices.forms.filters import SELECT


class ObjectionForm(PageForm):
    code = forms.ChoiceField(label="对哪一项", required=False)
    text = text_field("异议", "写明哪里不对、事实是什么、有什么记录可以证明。", most=1000, rows=5)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("text",)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", "整个考评"), *choices]


class AnswerForm(PageForm):
    accepted = forms.ChoiceField(
        label="处理意见",
        choices=[(YES, "采纳"), (NO, "不采纳")],
        widget=forms.RadioSelect,
        help_text="采纳以后，这项可以重新评审（对整个考评的，各项都可以），直到定稿。",
        error_messages={"required": "请选择采纳还是不采纳。"},
    )
    answer = text_field("书面答复", "写明查了什么、怎么处理。支部会看到。", most=1000, rows=5)
    wide = ("accepted", "answer")


def _assessments(request: Any) -> QuerySet[Assessment]:
    return Assessment.objects.visible_to(request.user)


def _branches(request: Any) -> QuerySet[Branch]:
    seen = Objection.objects.visible_to(request.user).values("branch")
    return Branch.objects.visible_to(request.user).filter(pk__in=seen)


class ObjectionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        field_name="text",
        lookup_expr="icontains",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "异议内容", "type": "search"}),
    )
    assessment = django_filters.ModelChoiceFilter(
        label="考评", queryset=_assessments, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    branch = django_filters.ModelChoiceFilter(
        label="党支部", queryset=_branches, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=ObjectionState.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = Objection
        fields: list[str] = []
