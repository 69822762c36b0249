"""A court's days and ways of telling."""

from typing import Any

from django import forms
from django.conf import settings

from core.editing import PageForm
from notices.models import NoticeSettings
from notices.models.settings import LAST_DAY, MOST_REMIND_DAYS


def _of_model(name: str, **options: Any) -> Any:
    """The model's own field, with its label and its rule."""
    return NoticeSettings._meta.get_field(name).formfield(**options)  # type: ignore[union-attr]  # no relation


class SettingsForm(PageForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    drafts_notices = _of_model("drafts_notices")
    draft_day = _of_model("draft_day", min_value=1, max_value=LAST_DAY)
    draft_for = _of_model("draft_for", widget=forms.RadioSelect)
    drafts_bulletins = _of_model("drafts_bulletins")
    bulletin_day = _of_model("bulletin_day", min_value=1, max_value=LAST_DAY)
    reminds = _of_model("reminds")
    remind_days = _of_model("remind_days", min_value=1, max_value=MOST_REMIND_DAYS)
    sends_mail = _of_model("sends_mail")
    webhook_url = _of_model("webhook_url", assume_scheme="https")
    webhook_secret = forms.CharField(
        label="消息接口密钥",
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="接收方用它核对消息确由本系统发出；留空不变。",
    )
    wide = ("drafts_notices", "drafts_bulletins", "reminds", "sends_mail", "webhook_url")
    unshown = ("webhook_secret",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.WEBHOOK_HOSTS:
            hosts = "、".join(settings.WEBHOOK_HOSTS)
            self.fields["webhook_url"].help_text = f"系统管理员允许的服务器：{hosts}。不用的留空，密钥随之清除。"
        else:
            del self.fields["webhook_url"], self.fields["webhook_secret"]

    @classmethod
    def shown(cls, own: NoticeSettings) -> dict[str, Any]:
        """What the form begins with; never the secret."""
        return {name: getattr(own, name) for name in cls.base_fields if name not in cls.unshown}
