"""Forms of the register of plates, and the filter of its list."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from assessments.choices import STARS, PlateAct
from assessments.forms.duty import VOIDED
from assessments.models import StarChange
from assessments.models.ratings import TAKEN_BACK
from assessments.selectors.links import STANDING
from branches.models import Branch, Court
from core.as_of import figure_days
from core.editing import DateInput, PageForm
from notices.forms.filters import choice_filter


class _OnThePlate(PageForm):
    plate_number = forms.CharField(
        label="牌匾编号", max_length=40, required=False, help_text="牌匾上的编号，没有的不填。"
    )
    text = forms.CharField(label="说明", max_length=200, required=False)
    wide = ("text",)


class NumberForm(_OnThePlate):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlateForm(_OnThePlate):
    branch = forms.ModelChoiceField(label="党支部", queryset=None, empty_label="请选择")
    act = forms.ChoiceField(label="事项", choices=PlateAct.choices, widget=forms.RadioSelect)
    year = forms.IntegerField(label="评定年度", min_value=1990)
    stars = forms.TypedChoiceField(label="牌匾上的星级", choices=STARS, coerce=int, widget=forms.RadioSelect)
    happened_on = forms.DateField(label="日期", widget=DateInput)
    field_order = ("branch", "year", "act", "stars", "happened_on", "plate_number", "text")

    def __init__(self, *args: Any, court: Court, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = Branch.objects.within(court).order_by("order", "pk")
        self.fields["year"].validators.append(forms.fields.validators.MaxValueValidator(on.year))


class PlateFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label="关键词",
        method="by_words",
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "支部、编号", "type": "search"}),
    )
    year = choice_filter("评定年度", [])
    branch = django_filters.ModelChoiceFilter(
        label="党支部",
        queryset=lambda request: Branch.objects.visible_to(request.user),
        empty_label="全部",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    act = choice_filter("事项", PlateAct.choices)
    stars = choice_filter("星级", STARS)
    state = choice_filter("状态", [(STANDING, "有效"), (VOIDED, "已作废")], method="by_state")

    class Meta:
        model = StarChange
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, django_filters.Filter]:
        return {**super().get_filters(), **figure_days("日期", field_name="on")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = StarChange.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(str(year), f"{year} 年") for year in years.distinct()]

    def by_words(self, rows: QuerySet[StarChange], name: str, value: str) -> QuerySet[StarChange]:
        text = value.strip()
        return rows.filter(Q(branch__name__icontains=text) | Q(plate_number__icontains=text))

    def by_state(self, rows: QuerySet[StarChange], name: str, value: str) -> QuerySet[StarChange]:
        is_voided = Q(voided_at__isnull=False)
        return rows.filter(is_voided) if value == VOIDED else rows.exclude(is_voided | TAKEN_BACK)
