"""The form of a topic."""

from django import forms

from activities.services.topics import TopicFacts
from core.editing import DateInput, PageForm


class TopicForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="专题名称", max_length=100, error_messages={"required": "请填写专题名称。"})
    starts_on = forms.DateField(label="起始日期", required=False, widget=DateInput())
    ends_on = forms.DateField(
        label="截止日期", required=False, widget=DateInput(), help_text="这一天之后的活动不再列出这个专题。"
    )
    is_active = forms.BooleanField(label="启用", required=False, initial=True)
    wide = ("name",)

    def facts(self) -> TopicFacts:
        values = self.cleaned_data
        return TopicFacts(**{name: values[name] for name in ("name", "starts_on", "ends_on", "is_active")})
