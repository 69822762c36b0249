"""The filter of the inbox."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from branches.choices import Role
from branches.models import Branch
from branches.scoping import standing_of
from notices.choices import Rule
from notices.models import Message

SELECT = {"class": "form-select"}
UNREAD, READ = "unread", "read"


def _branches(request: Any) -> QuerySet[Branch]:
    """The branches that the user is an officer of."""
    grants = standing_of(request.user).holding(Role.SECRETARY)
    own = [grant.branch_id for grant in grants if grant.group_id is None]
    return Branch.objects.visible_to(request.user).filter(pk__in=own).select_related("court").order_by("order", "pk")


class MessageFilter(django_filters.FilterSet):
    """The branch is asked of who is an officer of several."""

    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "标题、内容", "type": "search"}),
    )
    rule = django_filters.ChoiceFilter(
        label="类别", choices=Rule.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )
    show = django_filters.ChoiceFilter(
        label="阅读",
        choices=[(UNREAD, "未读"), (READ, "已读、已办")],
        method="by_read",
        empty_label="全部",
        widget=forms.Select(attrs=SELECT),
    )
    branch = django_filters.ModelChoiceFilter(
        label="党支部", queryset=_branches, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = Message
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(_branches(self.request)[:2]) < 2:
            del self.filters["branch"]

    def by_words(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Any]:
        text = value.strip()
        return rows.filter(Q(title__icontains=text) | Q(text__icontains=text))

    def by_read(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_read=value == READ)
