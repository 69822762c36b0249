"""For which time a draft is tried, and which branches are shown."""

from datetime import date
from typing import Any

from django import forms

from assessments.periods import Span
from notices.forms.filters import SELECT

YEARS_BACK = 2
CHANGED = "CHANGED"


class TrialForm(forms.Form):
    """Of the spans that have begun; without one, the last quarter that is over."""

    span = forms.ChoiceField(label="试算时段", required=False, widget=forms.Select(attrs=SELECT))
    show = forms.ChoiceField(
        label="党支部",
        required=False,
        choices=[("", "全部"), (CHANGED, "有变化的")],
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, data: Any, *, on: date) -> None:
        super().__init__(data or {})
        spans = [
            Span(year, quarter) for year in range(on.year, on.year - YEARS_BACK, -1) for quarter in (4, 3, 2, 1, 0)
        ]
        begun = [span for span in spans if span.start <= on]
        self.last = next((span for span in begun if not span.is_year and span.end < on), begun[0])
        self.fields["span"].choices = [("", f"{self.last.label}（上一季度）")] + [
            (span.code, span.label) for span in begun if span != self.last
        ]
        self.full_clean()

    @property
    def form(self) -> "TrialForm":
        """As a list asks for it (core/listing.py)."""
        return self

    @property
    def asked(self) -> Span:
        code = self.cleaned_data.get("span")
        return Span.named(code) if code else self.last

    @property
    def only_changed(self) -> bool:
        return self.cleaned_data.get("show") == CHANGED
