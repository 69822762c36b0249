"""Forms of an assessment's way, and the filter of the list."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from assessments.choices import AssessmentState
from assessments.models import Assessment
from assessments.periods import WHOLE_YEAR, Span
from core.dates import EARLIEST
from core.editing import DateInput, PageForm, reason_field
from notices.forms.filters import SELECT

QUARTERS_BACK = 8
YEARS_BACK = 3
YEAR, QUARTER = "YEAR", "QUARTER"
KINDS = [(QUARTER, "季度考评"), (YEAR, "年终考评")]


def spans_offered(on: date) -> list[Span]:
    """The running quarter and those before it, then the running year and those before it."""
    number = on.year * 4 + (on.month - 1) // 3
    quarters = [Span(each // 4, each % 4 + 1) for each in range(number, number - QUARTERS_BACK, -1)]
    return [*quarters, *(Span(year) for year in range(on.year, on.year - YEARS_BACK, -1))]


class ComputeForm(PageForm):
    """What is assessed, and as of which day; without one the span's end or today."""

    quarter = forms.ChoiceField(label="考评哪个季度或年度", error_messages={"required": "请选择季度或年度。"})
    as_of = forms.DateField(
        label="截至日期",
        required=False,
        widget=DateInput,
        help_text="只计到这一天登记的情况。不填的，算到期末；还没到期末的，算到今天。",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        offered = spans_offered(on)
        asked = self.initial.get("quarter")
        if asked and asked not in [span.code for span in offered]:
            offered.append(Span.named(asked))
        self.fields["quarter"].choices = [(span.code, span.label) for span in offered]

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and not EARLIEST <= day <= self.on:
            raise forms.ValidationError("截至日期还没有到，请改为今天或以前的日期。")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean()
        if "quarter" in values and "as_of" in values:
            values["span"] = Span.named(values["quarter"])
            values["as_of"] = values["as_of"] or values["span"].as_of(self.on)
            if values["as_of"] < values["span"].start:
                self.add_error("as_of", f"截至日期早于{values['span'].label}，请改为期内或期后的日期。")
        return values


class VersionForm(PageForm):
    """Only which version of the assessment was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReopenForm(VersionForm):
    reason = reason_field("重新开放的原因", help_text="告知各支部，并留在考评的历史里。")
    wide = ("reason",)


class AssessmentFilter(django_filters.FilterSet):
    year = django_filters.ChoiceFilter(label="年度", choices=[], empty_label="全部", widget=forms.Select(attrs=SELECT))
    kind = django_filters.ChoiceFilter(
        label="类别", choices=KINDS, empty_label="全部", method="by_kind", widget=forms.Select(attrs=SELECT)
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=AssessmentState.choices, empty_label="全部", widget=forms.Select(attrs=SELECT)
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        years = Assessment.objects.visible_to(self.request.user).order_by("-year").values_list("year", flat=True)
        self.filters["year"].extra["choices"] = [(year, f"{year} 年") for year in years.distinct()]

    def by_kind(self, rows: QuerySet[Assessment], name: str, value: str) -> QuerySet[Assessment]:
        return rows.filter(quarter=WHOLE_YEAR) if value == YEAR else rows.filter(quarter__gt=WHOLE_YEAR)
