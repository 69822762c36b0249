"""Courts."""

from typing import Any

from django import forms

from branches.choices import CourtLevel
from branches.models import Court
from core.editing import PageForm


class CourtForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写法院名称。"})
    level = forms.ChoiceField(label="层级", choices=CourtLevel.choices, widget=forms.RadioSelect)
    parent = forms.ModelChoiceField(label="上级法院", queryset=None, required=False, empty_label="（没有上级）")
    wide = ("name", "level")

    def __init__(self, *args: Any, courts: Any, court: Court | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = courts.exclude(pk=court.pk) if court else courts
        self.fields["level"].error_messages["required"] = "请选择层级。"
        if court:
            self.fields["order"] = forms.IntegerField(label="顺序", min_value=0, max_value=100_000)
            self.fields["order"].widget.attrs["class"] = "form-control"


class CourtSettingsForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shares_records = forms.BooleanField(
        label="同意上级法院查看已提交的记录",
        required=False,
        help_text="上级法院总能看到汇总数；勾选后还能查看已提交的会议记录，不含草稿和个人电话。",
    )
    late_after_days = forms.IntegerField(
        label="超过几天算补录",
        min_value=0,
        max_value=365,
        help_text="会后超过这个天数才提交的记录标为补录，不会被拒绝。",
    )
