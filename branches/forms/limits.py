"""A court's own figures."""

from typing import Any

from django import forms

from branches.models import Limit
from branches.services.limits import LimitFacts
from core.editing import DateInput, PageForm


class LimitForm(PageForm):
    value = forms.DecimalField(label="本院数值", min_value=0, max_digits=7, decimal_places=1)
    effective_from = forms.DateField(
        label="起始日期", widget=DateInput, help_text="从这一天起按本院数值判断；之前的记录不变。"
    )
    source = forms.CharField(label="依据", max_length=100, help_text="写明依据的文件，例如“本院发展党员工作办法”。")
    article = forms.CharField(label="条款", max_length=30, required=False)
    checked = forms.BooleanField(label="已与正式文本核对", required=False)

    def __init__(self, *args: Any, standing: Limit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = f"单位：{standing.unit}；现在是 {standing.figure}{standing.unit}。"
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
