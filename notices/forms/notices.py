"""A notice with its items on one page. The rules stand in the services."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from branches.models import Branch, Court
from core.editing import DateInput, PageForm, reason_field
from notices.choices import SeriesKind
from notices.forms.items import ItemLines
from notices.models import Notice, Series
from notices.models.notices import LONGEST_TEXT
from notices.services import SeriesChoice

ALL, CHOSEN = "ALL", "CHOSEN"
NEW_SERIES = "NEW"


def code_of(series: Series) -> str:
    """The choice of the form that stands for a series."""
    if series.kind == SeriesKind.MONTHLY:
        return f"{SeriesKind.MONTHLY}:{series.year}"
    if series.kind == SeriesKind.CAMPAIGN:
        return f"{SeriesKind.CAMPAIGN}:{series.campaign_id}"
    return f"{SeriesKind.OTHER}:{series.pk}"


class MonthInput(forms.DateInput):
    """A month of the browser's own picker."""

    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m")


class NoticeForm(PageForm):
    """`lines` are its items (forms/items.py), valid or not together with it."""

    series_code = forms.ChoiceField(label="系列", error_messages={"required": "请选择系列。"})
    new_series = forms.CharField(
        label="新系列名称", required=False, max_length=60, help_text="例如：专项工作提示。期号在系列里连续编排。"
    )
    title = forms.CharField(label="标题", max_length=100, error_messages={"required": "请填写标题。"})
    text = forms.CharField(
        label="正文", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    month = forms.DateField(
        label="所属月份", required=False, input_formats=["%Y-%m"], widget=MonthInput, help_text="不按月的可以不填。"
    )
    due_on = forms.DateField(label="完成期限", required=False, widget=DateInput, help_text="没有期限可以不填。")
    sent_to = forms.ChoiceField(
        label="发给", choices=[(ALL, "全院各支部"), (CHOSEN, "选定的支部")], initial=ALL, widget=forms.RadioSelect
    )
    branches = forms.ModelMultipleChoiceField(
        None, label="选定的支部", required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    wide = ("title", "text", "sent_to", "branches")

    def __init__(
        self,
        *args: Any,
        of: Notice | None = None,
        choices: list[tuple[str, str]],
        branches: QuerySet[Branch],
        lines: ItemLines,
        **kwargs: Any,
    ) -> None:
        """`of`: the draft that is changed. `choices`: the series by their codes."""
        super().__init__(*args, **kwargs)
        self.fields["series_code"].choices = [*choices, (NEW_SERIES, "新系列……")]
        self.fields["branches"].queryset = branches
        if of is not None and of.is_scheduled:
            self.fields["month"].disabled = True
            self.fields["month"].help_text = "系统按这个月起草的，月份不能改。"
        self.fields["month"].error_messages["invalid"] = "请填写年和月，例如 2024-07。"
        del self.fields["submission_key" if of else "version"]
        self.lines = lines

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("series_code") == NEW_SERIES and not values.get("new_series"):
            self.add_error("new_series", "请给新系列起个名称。")
        if values.get("sent_to") == CHOSEN and not values.get("branches"):
            self.add_error("branches", "请至少选一个支部，或者发给全院各支部。")
        for fault in self.lines.clean(values.get("month")):
            self.add_error(None, fault)
        return values

    def facts(self) -> dict[str, Any]:
        """What the services take, without the series."""
        values = self.cleaned_data
        plain = {name: values[name] for name in ("title", "text", "month", "due_on")}
        addressees = list(values["branches"]) if values["sent_to"] == CHOSEN else []
        return {**plain, "addressees": addressees, "items": self.lines.facts()}

    def series_choice(self, court: Court) -> SeriesChoice:
        kind, _, key = self.cleaned_data["series_code"].partition(":")
        if kind == NEW_SERIES:
            return SeriesChoice(court, SeriesKind.OTHER, name=self.cleaned_data["new_series"])
        return SeriesChoice(court, SeriesKind(kind), key=int(key))


def initial_of(notice: Notice) -> dict[str, Any]:
    chosen = list(notice.addressees.order_by("order", "pk"))
    plain = {name: getattr(notice, name) for name in ("title", "text", "month", "due_on", "version")}
    return {
        **plain,
        "series_code": code_of(notice.series),
        "sent_to": CHOSEN if chosen else ALL,
        "branches": chosen,
    }


def as_typed(notice: Notice, choices: list[tuple[str, str]]) -> Notice:
    """The saved notice with its series and branches under the names of the form, to be compared with it."""
    for name, value in initial_of(notice).items():
        setattr(notice, name, value)
    labels = dict(choices)
    # The words that a difference shows, under the names that Django gives a field with choices; no model has them.
    notice.get_series_code_display = lambda: labels.get(notice.series_code, notice.series_code)  # type: ignore[attr-defined]
    notice.get_sent_to_display = lambda: "选定的支部" if notice.sent_to == CHOSEN else "全院各支部"  # type: ignore[attr-defined]
    return notice


class ReasonForm(PageForm):
    reason = reason_field("作废原因", most=500)
    wide = ("reason",)
