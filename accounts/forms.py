"""Forms of signing in and of one's own password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from core.editing import PageForm


class SignInForm(AuthenticationForm):
    """One sentence for every reason: it tells nobody which accounts exist."""

    error_messages = {
        "invalid_login": "账号或密码不正确。连续输错 5 次，该账号将在本机锁定 15 分钟。",
        "inactive": "账号或密码不正确。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["username"].error_messages = {"required": "请填写账号。"}
        self.fields["password"].error_messages = {"required": "请填写密码。"}
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


class PasswordChangeForm(PageForm):
    old_password = forms.CharField(
        label="原密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写原密码。"},
    )
    new_password = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 10 个字符，包含小写字母、大写字母、数字、其他符号中的三类。",
        error_messages={"required": "请填写新密码。"},
    )
    again = forms.CharField(
        label="再输一次新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再输一次新密码。"},
    )
    wide = ("old_password",)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("new_password") and values.get("again") and values["new_password"] != values["again"]:
            self.add_error("again", "两次输入的新密码不一样。")
        return values


class ContactForm(PageForm):
    email = forms.EmailField(
        label="邮箱",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="只用来收提醒，加密保存，管理员看不到。不需要时可以清空。",
        error_messages={"invalid": "邮箱的格式不对，应像 zhang@example.com 这样填写。"},
    )
    wants_mail = forms.BooleanField(label="接收邮件提醒", required=False)
    wide = ("email", "wants_mail")
