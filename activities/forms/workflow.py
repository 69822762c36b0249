"""What is said when a record is sent back, withdrawn, cancelled, corrected or a quarter locked."""

from typing import Any

from django import forms

from activities.models.history import LONGEST_REASON
from core.editing import PageForm

AGREE, DISAGREE = "agree", "disagree"


def _words(label: str, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    errors = {"required": f"请填写{label}。"}
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=widget, error_messages=errors, **options)


class ReasonForm(PageForm):
    """Why a step is taken. `version` is of the record as it was looked at."""

    wide = ("reason",)
    reason = _words("原因")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class CorrectionReasonForm(PageForm):
    """Stands below the fields of the meeting."""

    wide = ("reason",)
    reason = _words("更正原因", help_text="写明哪里记错了、依据是什么；原记录和更正前后的差别都会保留。")


class DecisionForm(PageForm):
    """Whether a correction of an archived record may take effect."""

    wide = ("decision", "reason")
    decision = forms.ChoiceField(
        label="审批意见",
        choices=[(AGREE, "同意更正"), (DISAGREE, "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否同意。"},
    )
    reason = _words("说明", required=False, help_text="不同意的须写明原因。")


class LockForm(PageForm):
    """Which quarter is locked, and why."""

    wide = ("reason",)
    quarter = forms.ChoiceField(label="季度", error_messages={"required": "请选择季度。"})
    reason = forms.CharField(
        label="锁定原因", max_length=200, error_messages={"required": "请填写锁定原因。"}, initial="季度考核已完成"
    )


class ReopenForm(PageForm):
    """Why a quarter is opened again."""

    wide = ("reason",)
    reason = forms.CharField(
        label="重新开放的原因", max_length=200, error_messages={"required": "请填写重新开放的原因。"}
    )
