"""One figure: what its metric asks, and for which span."""

from functools import partial
from typing import Any

from django import forms

from core.editing import PageForm, reason_field
from metrics.choices import Form
from metrics.models import Metric, MetricFigure
from metrics.periods import Period, choices_of_a_year
from metrics.services import FigureFacts
from metrics.wording import plain

NUMBERS = ("numerator", "denominator", "value")
VALUES = {Form.MONEY: "金额（元）", Form.RANK: "名次", Form.RATE: "百分比（%）"}
FIRST_YEAR, LAST_YEAR = 1950, 2100


class FigureForm(PageForm):
    """`figure`: the one that is corrected; its span stays, and why it is corrected is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, metric: Metric, figure: MetricFigure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric, self.figure = metric, figure
        if figure is None:
            self.add_fields(_span_fields())
        self.add_fields(_number_fields(metric))
        self.add_fields(_words(is_correction=figure is not None))
        self.wide = ("note", "reason")

    @property
    def period(self) -> Period:
        if self.figure:
            return self.figure.period
        return Period.named(self.cleaned_data["year"], self.cleaned_data["span"])

    def facts(self) -> FigureFacts:
        values = self.cleaned_data
        numbers = {name: values.get(name) for name in NUMBERS}
        return FigureFacts(period=self.period, source=values["source"], note=values["note"], **numbers)


def _span_fields() -> dict[str, forms.Field]:
    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": "请填写年度。", "invalid": "请填写四位数的年份，例如 2026。"},
    )
    span = forms.ChoiceField(label="时段", choices=choices_of_a_year(), error_messages={"required": "请选择时段。"})
    return {"year": year, "span": span}


def _number_fields(metric: Metric) -> dict[str, forms.Field]:
    if metric.is_ratio:
        return {
            "numerator": _number(metric.numerator_name),
            "denominator": _number(metric.denominator_name),
        }
    label = VALUES.get(Form(metric.form), f"数值（{metric.unit}）")
    return {"value": _number(label, "精确到分；13.5 万元填 135000。" if metric.form == Form.MONEY else "")}


def _number(label: str, rule: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=rule,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": f"请填写{label}。", "invalid": f"{label}请填写数字。"},
    )


def _words(*, is_correction: bool) -> dict[str, forms.Field]:
    rule = "原来的数、更正的人和时间都会保留。" if is_correction else "只在这个时段已经登记过、现在要更正时填写。"
    missing = {"required": "请写明更正原因。"}
    return {
        "source": forms.CharField(
            label="数据来源", max_length=100, required=False, help_text="例如“司法统计月报”“高院通报”。"
        ),
        "note": forms.CharField(label="备注", max_length=200, required=False),
        "reason": forms.CharField(
            label="更正原因", max_length=200, required=is_correction, help_text=rule, error_messages=missing
        ),
    }


def with_plain_numbers(figure: MetricFigure) -> MetricFigure:
    """The figure with its numbers as somebody types them, to be shown beside what was typed."""
    for name in NUMBERS:
        if (number := getattr(figure, name)) is not None:
            setattr(figure, f"get_{name}_display", partial(plain, number))
    return figure


class VoidForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = reason_field(
        "作废原因", help_text="作废后不再计入任何合计和报告，仍可在“已作废的”里查看；这个时段可以重新登记。"
    )
    wide = ("reason",)
