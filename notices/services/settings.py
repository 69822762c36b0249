"""What a court decides about its notices."""

from typing import Any

from django.db import transaction

from branches.models import Court
from core.changes import save_change
from core.errors import Refused
from notices.models import NoticeSettings
from notices.selectors.webhooks import may_post_to

# An address often carries a key in it, too.
UNSPOKEN = ("webhook_url", "webhook_secret")


@transaction.atomic
def settings_change(*, court: Court, version: int, by: Any, webhook_secret: str = "", **facts: Any) -> NoticeSettings:
    """Change the court's settings; `facts` are fields of NoticeSettings. Without a new secret the old one stays; it
    goes with the address that it was for."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    rows = NoticeSettings.objects.within(court)
    row = rows.first()
    if row is None:
        row = NoticeSettings.objects.create(court=court)
    url = facts.get("webhook_url", row.webhook_url)
    if url != row.webhook_url and not url.isascii():
        raise Refused("消息接口地址里有汉字或全角符号，请换成只有英文字母、数字和半角符号的地址。", field="webhook_url")
    if url and url != row.webhook_url and not may_post_to(url):
        raise Refused("系统管理员没有允许把消息发到这个地址，请核对，或者联系系统管理员。", field="webhook_url")
    if webhook_secret or not url:
        facts["webhook_secret"] = webhook_secret if url else ""
    save_change(row, rows, values=facts, by=by, action="notices.settings_change", version=version, unspoken=UNSPOKEN)
    return row
