"""The filter of the list of deliveries."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from notices.choices import Channel, DeliveryState
from notices.forms.filters import choice_filter
from notices.models import Delivery

LONGEST_QUERY = 100


class DeliveryFilter(django_filters.FilterSet):
    """Given the deliveries that a user sees."""

    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "消息、收件人、支部", "type": "search"}),
    )
    state = choice_filter("状态", DeliveryState.choices)
    channel = choice_filter("方式", Channel.choices)

    class Meta:
        model = Delivery
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        words = Q(message__title__icontains=value) | Q(user__name__icontains=value)
        return rows.filter(words | Q(message__branch__name__icontains=value))
