"""Forms of ratings and of vetoes, and the filters of their lists."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from activities.forms.tables import TableFilter
from activities.forms.tables import choice as chosen
from assessments.choices import STARS, Change
from assessments.models import Rating, Veto
from assessments.selectors.rating_page import RatingRow
from branches.models import Branch, Court
from core.editing import DateInput, PageForm, reason_field
from notices.forms.filters import choice_filter

YEARS_BACK = 5
NO_STARS = "0"
PUBLISHED, DRAFT = "PUBLISHED", "DRAFT"
STANDS, VOIDED = "STANDS", "VOIDED"


def years_until(on: date) -> list[tuple[int, str]]:
    """The last years, this one first."""
    return [(year, f"{year} 年") for year in range(on.year, on.year - YEARS_BACK, -1)]


class RateForm(PageForm):
    year = forms.TypedChoiceField(label="年度", coerce=int, help_text="没有年终考评的，按现有记录先计算年终考评。")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years_until(on)


class ReasonForm(PageForm):
    reason = reason_field("原因")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    wide = ("reason",)


class VetoForm(PageForm):
    branch = forms.ModelChoiceField(label="党支部", queryset=None, empty_label="请选择")
    year = forms.TypedChoiceField(label="年度", coerce=int)
    happened_on = forms.DateField(label="日期", widget=DateInput)
    text = forms.CharField(
        label="事由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="支部的书记、委员看得到。"
    )
    wide = ("text",)

    def __init__(self, *args: Any, court: Court, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = Branch.objects.within(court).order_by("order", "pk")
        self.fields["year"].choices = years_until(on)


class RatingFilter(django_filters.FilterSet):
    year = choice_filter("年度", [])
    state = choice_filter("状态", [(PUBLISHED, "已公布"), (DRAFT, "评定中")], method="by_state")

    class Meta:
        model = Rating
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Rating.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years.distinct()]

    def by_state(self, rows: QuerySet[Rating], name: str, value: str) -> QuerySet[Rating]:
        return rows.filter(published_on__isnull=value == DRAFT)


class RatingRowFilter(TableFilter):
    """Of the branches of one rating."""

    stars = chosen("星级", [*((str(stars), label) for stars, label in STARS), (NO_STARS, "未评定")])
    change = chosen("变动", Change.choices)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        self.fields["q"].widget.attrs["placeholder"] = "支部名称"

    def keeps_q(self, row: RatingRow, value: str) -> bool:
        return value in row.rated.branch.name

    def keeps_stars(self, row: RatingRow, value: str) -> bool:
        return (row.rated.stars or 0) == int(value)

    def keeps_change(self, row: RatingRow, value: str) -> bool:
        return row.rated.change == value


class VetoFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "支部、事由", "type": "search"}),
    )
    year = choice_filter("年度", [])
    state = choice_filter("状态", [(STANDS, "有效"), (VOIDED, "已撤销")], method="by_state")

    class Meta:
        model = Veto
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Veto.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years.distinct()]

    def by_words(self, rows: QuerySet[Veto], name: str, value: str) -> QuerySet[Veto]:
        text = value.strip()
        return rows.filter(Q(branch__name__icontains=text) | Q(text__icontains=text))

    def by_state(self, rows: QuerySet[Veto], name: str, value: str) -> QuerySet[Veto]:
        return rows.filter(voided_at__isnull=value == STANDS)
