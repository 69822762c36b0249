"""Leaders of the court: the span of their report, and one to be noted."""

from datetime import date
from typing import Any

from django import forms

from branches.choices import LeadershipKind
from branches.forms.branches import PersonField, people_of
from branches.models import Court
from core.editing import DateInput, PageForm


class SpanForm(PageForm):
    """Two days of the address, `from` and `to`; without them the year so far."""

    def __init__(self, asked: Any, *, on: date) -> None:
        super().__init__({"from": asked.get("from") or f"{on.year}-01-01", "to": asked.get("to") or str(on)})
        self.on = on

    def clean(self) -> None:
        start, end = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if start and end and start > end:
            self.add_error("to", "截止日期早于起始日期。")

    @property
    def span(self) -> tuple[date, date]:
        """The days asked for; the year so far while they can't be read."""
        if self.is_valid():
            return self.cleaned_data["from"], self.cleaned_data["to"]
        return self.on.replace(month=1, day=1), self.on


# `from` is a word of Python and can't be declared as an attribute.
SpanForm.base_fields = {
    "from": forms.DateField(label="从", widget=DateInput, error_messages={"required": "请填写起始日期。"}),
    "to": forms.DateField(label="到", widget=DateInput, error_messages={"required": "请填写截止日期。"}),
}


class LeadershipForm(PageForm):
    member = PersonField(label="党员", error_messages={"required": "请选择党员。"})
    kind = forms.ChoiceField(
        label="领导身份",
        choices=LeadershipKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择领导身份。"},
    )
    title = forms.CharField(label="职务", max_length=50, required=False, help_text="例如“副院长”。")
    starts_on = forms.DateField(label="起始日期", required=False, widget=DateInput, help_text="不填表示一直是。")

    def __init__(self, *args: Any, user: Any, court: Court, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = people_of(court, user)
