"""A court's own figures."""

from typing import Any

from django import forms

from branches.models import Limit
from branches.services.limits import LimitFacts, bounds_of
from core.editing import DateInput, PageForm


class LimitForm(PageForm):
    value = forms.DecimalField(label="本院数值")
    effective_from = forms.DateField(
        label="起始日期", widget=DateInput, help_text="从这一天起按本院数值判断；之前的记录不变。"
    )
    source = forms.CharField(label="依据", max_length=100, help_text="写明依据的文件，例如“本院发展党员工作办法”。")
    article = forms.CharField(label="条款", max_length=30, required=False)
    checked = forms.BooleanField(label="已与正式文本核对", required=False)

    def __init__(self, *args: Any, standing: Limit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = bounds_of(standing.code, standing.unit)
        now = f"单位：{standing.unit}，{bounds.words}；现在是 {standing.figure}{standing.unit}。"
        places = 0 if bounds.whole else 1
        self.fields["value"] = forms.DecimalField(
            label="本院数值", min_value=bounds.least, max_value=bounds.most, decimal_places=places, help_text=now
        )
        self.fields["value"].widget.attrs["class"] = "form-control"
        for name in ("value", "effective_from", "source"):
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"

    def facts(self) -> LimitFacts:
        return LimitFacts(**self.cleaned_data)


class LimitEndForm(PageForm):
    effective_to = forms.DateField(
        label="最后一天",
        widget=DateInput,
        error_messages={"required": "请填写最后一天。"},
        help_text="第二天起恢复通用数值。",
    )
