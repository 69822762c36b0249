"""Why a file is withdrawn."""

from django import forms

from activities.models.history import LONGEST_REASON
from core.editing import PageForm


class WithdrawalForm(PageForm):
    reason = forms.CharField(
        label="撤下原因",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤下的原因，例如：传错了文件。"},
    )
    wide = ("reason",)
