"""Forms of campaigns, their tasks and topics, and of what a unit has done."""

from hashlib import sha256
from typing import Any

from django import forms

from campaigns.choices import TaskUnit
from campaigns.models import Campaign
from core.editing import DateInput, PageForm

LONGEST_PASTE = 50_000


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput({"data-weekday": ""}), **options)


class CampaignForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写名称。"})
    starts_on = _day("开始日期", error_messages={"required": "请填写开始日期。"})
    ends_on = _day("结束日期", error_messages={"required": "请填写结束日期。"})
    source = forms.CharField(
        label="依据", required=False, max_length=200, help_text="部署这次主题教育的文件，例如方案的名称和文号。"
    )
    wide = ("name", "source")


class CopyForm(PageForm):
    name = forms.CharField(label="新的名称", max_length=100, error_messages={"required": "请填写名称。"})
    starts_on = _day("开始日期", error_messages={"required": "请填写开始日期。"})
    ends_on = _day("结束日期", error_messages={"required": "请填写结束日期。"})
    wide = ("name",)


class PasteForm(PageForm):
    """`seen` is the mark of the text that was shown as a table: what was changed since is shown again first."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label="方面和任务",
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=(
            "可以从 Excel 或方案里直接粘贴。“一、理论学习”这样的一行是方面，下面每行一项任务；"
            "从 Excel 粘贴时各列依次是任务、完成单位（全院或各支部）、责任人、完成期限，前面可以再加一列方面。"
        ),
        error_messages={"required": "请粘贴或填写任务。"},
    )
    wide = ("text",)

    @property
    def mark(self) -> str:
        return sha256(self.cleaned_data["text"].encode()).hexdigest()

    @property
    def was_seen(self) -> bool:
        return self.cleaned_data["seen"] == self.mark


class AspectForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="方面", max_length=100, error_messages={"required": "请填写方面。"})
    wide = ("name",)


class TaskForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="任务", max_length=200, error_messages={"required": "请填写任务。"})
    unit = forms.ChoiceField(label="完成单位", choices=TaskUnit.choices, widget=forms.RadioSelect)
    responsible = forms.CharField(label="责任人", required=False, max_length=50)
    due_on = _day("完成期限", required=False)
    wide = ("title", "unit")


class TopicsForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    topics = forms.ModelMultipleChoiceField(
        None,
        label="专题",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="填报会议和活动时选了这些专题的记录，计入这次主题教育。",
    )
    wide = ("topics",)

    def __init__(self, *args: Any, topics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = topics


class _ActivityField(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return f"{row.held_on:%Y-%m-%d} {row.kind}：{row.topic.splitlines()[0][:40] if row.topic else ''}"


class LineForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    planned_on = _day("计划日期", required=False)
    owner_name = forms.CharField(label="负责人", required=False, max_length=50)
    activity = _ActivityField(None, label="印证的记录", required=False, empty_label="没有，用文字说明")
    done_on = _day("完成日期", required=False, help_text="选了记录的，不填就用记录的日期。")
    note = forms.CharField(label="完成情况", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    wide = ("activity", "note")

    def __init__(self, *args: Any, records: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = records


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """What the form of a campaign shows of it."""
    return {name: getattr(campaign, name) for name in ("version", "name", "starts_on", "ends_on", "source")}
