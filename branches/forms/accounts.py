"""Accounts and their roles."""

from typing import Any

from django import forms

from branches.choices import Role
from branches.models import Branch, PartyGroup
from core.editing import DateInput, PageForm

PASSWORD_HELP = "至少 10 个字符，包含小写字母、大写字母、数字、其他符号中的三类；本人首次登录后须修改。"  # noqa: S105  # help text

# Branches of two courts may stand at the same place in their courts' order.
_GROUP_ORDER = ("court__path", "branch__order", "branch_id", "order", "id")


class NamedWithCourt(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        branch = f"{row.branch} · " if isinstance(row, PartyGroup) else ""
        return f"{row.court} · {branch}{row}"


class AppointmentForm(PageForm):
    """A role and its place, among the courts that the administrator keeps."""

    role = forms.ChoiceField(
        label="角色", choices=Role.choices, widget=forms.RadioSelect, error_messages={"required": "请选择角色。"}
    )
    court = forms.ModelChoiceField(
        label="法院",
        queryset=None,
        required=False,
        empty_label="（全系统，只用于管理员）",
        help_text="机关党委、党员干警须选法院。",
    )
    branch = NamedWithCourt(
        label="党支部",
        queryset=None,
        required=False,
        empty_label="（不按支部）",
        help_text="支部书记、委员须选党支部。",
    )
    group = NamedWithCourt(
        label="党小组",
        queryset=None,
        required=False,
        empty_label="（不按小组）",
        help_text="只给小组长选；组长只管本组。",
    )
    wide = ("role",)

    def __init__(self, *args: Any, courts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = courts
        of_courts = "an administrator appoints in the courts kept"
        branches = Branch.objects.unscoped(of_courts).filter(court__in=courts, dissolved_on__isnull=True)
        groups = PartyGroup.objects.unscoped(of_courts).filter(branch__in=branches, dissolved_on__isnull=True)
        self.fields["branch"].queryset = branches.select_related("court").order_by("court__order", "order", "id")
        self.fields["group"].queryset = groups.select_related("court", "branch").order_by(
            "court__path", "branch__order", "branch_id", "order", "id"
        )

    def place(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("court", "branch", "group")}


class NewAppointmentForm(AppointmentForm):
    starts_on = forms.DateField(label="起始日期", widget=DateInput, error_messages={"required": "请填写日期。"})
    ends_on = forms.DateField(label="截止日期", required=False, widget=DateInput, help_text="不填表示长期。")


class NewAccountForm(AppointmentForm):
    username = forms.CharField(label="账号", max_length=150, error_messages={"required": "请填写账号。"})
    name = forms.CharField(label="姓名", max_length=50, required=False)
    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HELP,
        error_messages={"required": "请填写初始密码。"},
    )
    field_order = ("username", "name", "password", "role", "court", "branch", "group")
    wide = ("password", "role")


class MemberLinkForm(PageForm):
    """Whose account it is. The administrator names the person and is shown no list of members."""

    court = forms.ModelChoiceField(label="法院", queryset=None, error_messages={"required": "请选择法院。"})
    name = forms.CharField(label="党员姓名", max_length=50, error_messages={"required": "请填写党员姓名。"})
    born_on = forms.DateField(label="出生日期", required=False, widget=DateInput, help_text="只在有同名党员时需要填。")

    def __init__(self, *args: Any, courts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].queryset = courts


class PasswordResetForm(PageForm):
    password = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HELP,
        error_messages={"required": "请填写新密码。"},
    )
