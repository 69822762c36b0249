"""A metric of a court's own."""

from typing import Any

from django import forms

from core.editing import PageForm
from metrics.choices import Better, Form
from metrics.models import MOST_DIGITS, Metric
from metrics.services import MetricFacts

HELP = {field.name: field.help_text for field in Metric._meta.concrete_fields}
DIGITS = [(str(number), f"{number} 位" if number else "整数") for number in range(MOST_DIGITS + 1)]
FACTS = tuple(MetricFacts.__dataclass_fields__)


class MetricForm(PageForm):
    """What a form of figures does not ask is left empty by the service."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请填写名称。"})
    form = forms.ChoiceField(label="形式", choices=Form.choices, widget=forms.RadioSelect, initial=Form.RATIO)
    numerator_name = forms.CharField(
        label="分子是什么", max_length=40, required=False, help_text="只有比率要填，例如“审执结案件”。"
    )
    denominator_name = forms.CharField(
        label="分母是什么", max_length=40, required=False, help_text="只有比率要填，例如“受理案件”。"
    )
    is_share = forms.BooleanField(label="分子是分母的一部分", required=False, initial=True, help_text=HELP["is_share"])
    is_stock = forms.BooleanField(label="时点数", required=False, help_text=HELP["is_stock"])
    unit = forms.CharField(
        label="单位",
        max_length=10,
        required=False,
        help_text="数量的单位，例如 件、人次、篇；比率填分子、分母的单位。金额一律是元。",
    )
    digits = forms.TypedChoiceField(label="小数位数", choices=DIGITS, coerce=int, initial="2", widget=forms.RadioSelect)
    better = forms.ChoiceField(label="怎样算好", choices=Better.choices, widget=forms.RadioSelect, initial=Better.UP)
    description = forms.CharField(
        label="口径",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=HELP["description"],
    )
    wide = ("form", "description")

    def facts(self) -> MetricFacts:
        return MetricFacts(**{name: self.cleaned_data[name] for name in FACTS})


def initial_of(metric: Metric) -> dict[str, Any]:
    return {name: getattr(metric, name) for name in ("version", *FACTS)}


class VersionForm(PageForm):
    """Nothing is asked: what is done is said on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
