"""What a branch answers to an item. The rules stand in the service."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.editing import PageForm
from notices.models import NoticeItem


class ReplyForm(PageForm):
    item = forms.ModelChoiceField(
        queryset=None, widget=forms.HiddenInput, error_messages={"invalid_choice": "这期提示单里没有这个事项。"}
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(label="完成数", required=False, min_value=0, max_value=9999)
    text = forms.CharField(label="完成情况", required=False, max_length=1000)

    def __init__(self, *args: Any, items: QuerySet[NoticeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items

    @property
    def reasons(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]
