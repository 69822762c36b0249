"""Members, and where they belong."""

from typing import Any

from django import forms

from branches.choices import MembershipEnd, MemberStatus, Sex
from branches.models import Branch, Member, PartyGroup
from core.editing import DateInput, PageForm

CLEARED = "无"
# What follows from an approved file of development, or is the committee's to set.
PARTY_STATUS = ("status", "joined_on", "confirmed_on")
BY_OTHER_PAGES = (MembershipEnd.MOVED, MembershipEnd.TRANSFERRED)


class MemberForm(PageForm):
    """What is known of a person. Phone and identity number are never shown: an empty field keeps what is stored."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="姓名", max_length=50, error_messages={"required": "请填写姓名。"})
    sex = forms.ChoiceField(label="性别", choices=Sex.choices, required=False, widget=forms.RadioSelect)
    nation = forms.CharField(label="民族", max_length=20, required=False)
    born_on = forms.DateField(label="出生日期", required=False, widget=DateInput)
    education = forms.CharField(label="学历", max_length=30, required=False)
    department = forms.CharField(label="部门及职务", max_length=100, required=False)
    status = forms.ChoiceField(
        label="党员类别", choices=MemberStatus.choices, widget=forms.RadioSelect, initial=MemberStatus.FORMAL
    )
    joined_on = forms.DateField(label="入党日期", required=False, widget=DateInput)
    confirmed_on = forms.DateField(label="转正日期", required=False, widget=DateInput)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    identity_number = forms.CharField(label="身份证号", max_length=30, required=False)
    remark = forms.CharField(label="备注", max_length=200, required=False)
    wide = ("remark",)
    unshown = ("phone", "identity_number")

    def __init__(self, *args: Any, member: Member | None = None, with_status: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_status:
            for name in PARTY_STATUS:
                del self.fields[name]
        for name in ("phone", "identity_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
            if member and getattr(member, name):
                masked = getattr(member, f"masked_{name}")
                self.fields[name].help_text = f"已登记 {masked}。不改就留空，删除请填“{CLEARED}”。"

    def values(self) -> dict[str, Any]:
        """The values to store, without the numbers that stay as they are."""
        values = {name: value for name, value in self.cleaned_data.items() if name in _STORED}
        for name in ("phone", "identity_number"):
            if values[name] == CLEARED:
                values[name] = ""
            elif not values[name]:
                del values[name]
        return values


_STORED = frozenset(MemberForm.base_fields) - {"version"}


class GroupOfBranchField(forms.ModelChoiceField):
    def label_from_instance(self, group: PartyGroup) -> str:
        return f"{group.branch.name} · {group.name}"


class PlaceForm(PageForm):
    """Branch and group: where a member comes to."""

    to_branch = forms.ModelChoiceField(
        label="党支部", queryset=None, empty_label="（请选择）", error_messages={"required": "请选择党支部。"}
    )
    to_group = GroupOfBranchField(label="党小组", queryset=None, required=False, empty_label="（不编组）")
    on = forms.DateField(label="起始日期", widget=DateInput, help_text="从这一天起属于新的支部、小组。")

    def __init__(self, *args: Any, user: Any, court_id: int, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        branches = Branch.objects.visible_to(user).filter(court_id=court_id, dissolved_on__isnull=True)
        groups = PartyGroup.objects.visible_to(user).filter(branch__in=branches, dissolved_on__isnull=True)
        self.fields["to_branch"].queryset = branches
        self.fields["to_group"].queryset = groups.select_related("branch").order_by("branch__order", "order", "id")
        self.fields["on"].error_messages["required"] = "请填写日期。"

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        return on


class NewMemberForm(PlaceForm, MemberForm):
    """A person with a first branch; without a date a member from the beginning."""

    field_order = (*MemberForm.base_fields, "to_branch", "to_group", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].required = False
        self.fields["on"].label = "转入本支部日期"
        self.fields["on"].help_text = "不填表示一直在本支部；新党员从入党日期起计算。"


class LeaveForm(PageForm):
    """Leaving without a letter; a transfer out has a page of its own, which keeps the letter and its receipt."""

    last_on = forms.DateField(label="最后一天", widget=DateInput, error_messages={"required": "请填写日期。"})
    reason = forms.ChoiceField(
        label="原因",
        choices=[choice for choice in MembershipEnd.choices if choice[0] not in BY_OTHER_PAGES],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因。"},
    )


class LeaveUndoForm(PageForm):
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请填写原因。"})
    wide = ("reason",)


class SuspendForm(PageForm):
    starts_on = forms.DateField(label="停止日期", widget=DateInput, error_messages={"required": "请填写日期。"})
    ends_on = forms.DateField(label="截止日期", required=False, widget=DateInput, help_text="不填表示到恢复为止。")
    decision = forms.CharField(
        label="决定文号或依据", max_length=200, error_messages={"required": "请填写决定文号或依据。"}
    )
    wide = ("decision",)


class ResumeForm(PageForm):
    resumed_on = forms.DateField(label="恢复日期", widget=DateInput, error_messages={"required": "请填写日期。"})
    decision = forms.CharField(
        label="决定文号或依据", max_length=200, error_messages={"required": "请填写决定文号或依据。"}
    )
