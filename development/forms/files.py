"""A person's file."""

from typing import Any

from django import forms

from branches.choices import Sex
from branches.models import Branch
from core.editing import DateInput, PageForm
from development.models import Candidate

CLEARED = "无"


class FileForm(PageForm):
    """What is known of a person. The identity number is never shown: an empty field keeps what is stored."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="姓名", max_length=50, error_messages={"required": "请填写姓名。"})
    sex = forms.ChoiceField(label="性别", choices=Sex.choices, required=False, widget=forms.RadioSelect)
    nation = forms.CharField(label="民族", max_length=20, required=False)
    born_on = forms.DateField(label="出生日期", required=False, widget=DateInput)
    education = forms.CharField(label="学历", max_length=30, required=False)
    department = forms.CharField(label="部门及职务", max_length=100, required=False)
    identity_number = forms.CharField(label="身份证号", max_length=30, required=False)
    unshown = ("identity_number",)

    def __init__(self, *args: Any, candidate: Candidate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["identity_number"]
        field.widget.attrs["autocomplete"] = "off"
        field.help_text = "选填，加密保存。"
        if candidate and candidate.identity_number:
            field.help_text = f"已登记 {candidate.masked_identity_number}。不改就留空，删除请填“{CLEARED}”。"

    def person(self) -> dict[str, Any]:
        """The values to store, without a number that stays as it is."""
        values = {name: self.cleaned_data[name] for name in FileForm.base_fields if name != "version"}
        if values["identity_number"] == CLEARED:
            values["identity_number"] = ""
        elif not values["identity_number"]:
            del values["identity_number"]
        return values


class MoveForm(PageForm):
    """To which branch of the court."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to_branch = forms.ModelChoiceField(
        label="移交给", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择党支部。"}
    )

    def __init__(self, *args: Any, user: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = Branch.objects.visible_to(user).filter(court_id=candidate.court_id, dissolved_on__isnull=True)
        self.fields["to_branch"].queryset = branches.exclude(pk=candidate.branch_id)


class NewFileForm(FileForm):
    """With the application that the file begins with."""

    applied_on = forms.DateField(
        label="递交入党申请书日期", widget=DateInput, error_messages={"required": "请填写递交申请书的日期。"}
    )
    document = forms.CharField(label="材料", max_length=200, required=False, help_text="如：入党申请书一份。")
    field_order = ("applied_on", "document", *FileForm.base_fields)
