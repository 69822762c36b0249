"""What the steps of a measure ask for. The rules stand in the services."""

from typing import Any

from django import forms

from branches.forms.branches import PersonField
from core.attachments.fields import FilesField
from core.editing import DateInput, PageForm
from rectification.choices import Nature
from rectification.models import Measure
from rectification.models.problems import LONGEST_TEXT

LONGEST_REPORT, LONGEST_REASON = 5000, 500
YES, NO = "yes", "no"


def _day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    words = {"required": f"请填写{label}。"}
    return forms.DateField(label=label, widget=DateInput, help_text=help_text, required=required, error_messages=words)


def _text(label: str, help_text: str = "", *, most: int, required: bool = True, **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 4, **attrs}),
        error_messages={"required": f"请填写{label}。"},
    )


class MeasureForm(PageForm):
    """A measure's words; `branches`: those that may answer for it, `with_none`: the committee may keep it itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = _text("整改措施", most=LONGEST_TEXT, autofocus=True)
    branch = forms.ModelChoiceField(
        None, label="责任支部", empty_label=None, error_messages={"required": "请选择责任支部。"}
    )
    nature = forms.ChoiceField(
        label="类型",
        choices=Nature.choices,
        widget=forms.RadioSelect,
        help_text="马上能改完的选“当下改”，要建立制度、长期坚持的选“长久立”。",
        error_messages={"required": "请选择当下改还是长久立。"},
    )
    owner = PersonField(label="责任人", required=False, help_text="从花名册里找，可以输入拼音首字母。")
    owner_name = forms.CharField(
        label="责任人姓名", required=False, max_length=50, help_text="不在花名册里的在这里写；选了责任人就不用填。"
    )
    wide = ("text",)

    def __init__(self, *args: Any, branches: Any, people: Any, with_none: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branch"].queryset = branches
        self.fields["owner"].queryset = people
        if with_none:
            self.fields["branch"].required = False
            self.fields["branch"].empty_label = "机关党委"

    def clean(self) -> dict[str, Any]:
        """Who was chosen is written down by name too; one of the two is needed."""
        values = super().clean() or {}
        owner = values.get("owner")
        if owner is not None:
            values["owner_name"] = owner.name
        elif not values.get("owner_name") and "owner" not in self.errors:
            self.add_error("owner", "请选择责任人，或者写明责任人姓名。")
        return values


class NewMeasureForm(MeasureForm):
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    first_due_on = _day("整改时限", "要长期坚持、没有时限的不填，列表里写“长期坚持”，不会逾期。", required=False)


class ChangeMeasureForm(MeasureForm):
    """Its deadline moves by an extension only. Somebody whom the user does not see stays while the name stays."""

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        kept = self.measure.owner
        if kept is not None and not values.get("owner") and values.get("owner_name") == self.measure.owner_words:
            values["owner"] = kept
        return values


def initial_of(measure: Measure, people: Any) -> dict[str, Any]:
    """What the form of a change shows; the name is written out where nobody of the list stands for it."""
    names = ("version", "text", "branch", "nature", "owner")
    is_listed = measure.owner_id is not None and people.filter(pk=measure.owner_id).exists()
    kept = {name: getattr(measure, name) for name in names}
    return {**kept, "owner_name": "" if is_listed else measure.owner_words}


class ReportForm(PageForm):
    """How far a measure has come, with what shows it."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = _text("进展情况", "写明做了什么、到了哪一步。", most=LONGEST_REPORT, autofocus=True)
    file = FilesField(label="佐证材料")
    wide = ("text", "file")


class DoneForm(ReportForm):
    text = _text("完成情况", "写明怎样完成、取得什么成效。", most=LONGEST_REPORT, autofocus=True)
    done_on = _day("完成日期")
    field_order = ("text", "done_on", "file")


class ExtensionForm(PageForm):
    until = _day("延期至")
    reason = _text("延期理由", "机关党委据此答复，首次时限一直保留。", most=LONGEST_REPORT)
    wide = ("reason",)


class AnswerForm(PageForm):
    """`asked`: the step that is answered; a form that was opened for another one is not taken for this."""

    asked = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.ChoiceField(
        label="意见",
        choices=[(YES, "同意"), (NO, "不同意")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意还是不同意。"},
    )
    until = _day("延期至", "同意时可以改为另一天；不同意的不用管。", required=False)
    reason = _text("理由", "不同意时必填，支部据此抓紧整改。", most=LONGEST_REPORT, required=False)
    wide = ("agreed", "reason")

    @property
    def is_agreed(self) -> bool:
        return bool(self.cleaned_data["agreed"] == YES)


class SendBackForm(PageForm):
    reason = _text("退回原因", "支部据此重新整改。", most=LONGEST_REPORT)
    until = _day("新的整改时限", "不填的仍按原来的时限。", required=False)
    wide = ("reason",)


class ReasonForm(PageForm):
    """Why something is voided or withdrawn."""

    reason = _text("原因", most=LONGEST_REASON)
    wide = ("reason",)
