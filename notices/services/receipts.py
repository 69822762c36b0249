"""What a branch does with a notice: acknowledges it, answers its items."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from core import audit
from core.errors import Refused
from notices.models import ItemReply, NoticeItem, NoticeReceipt


@transaction.atomic
def notice_acknowledge(*, receipt: NoticeReceipt, by: Any, on: date, at: datetime) -> NoticeReceipt:
    """Once: who comes second changes nothing."""
    current = _hold(receipt)
    if current.acknowledged_on is None:
        current.acknowledged_on, current.acknowledged_at, current.acknowledged_by = on, at, by
        current.save(update_fields=["acknowledged_on", "acknowledged_at", "acknowledged_by"])
        audit.record(actor=by, action="notices.notice_acknowledge", subject=current)
    return current


@transaction.atomic
def item_reply(
    *,
    receipt: NoticeReceipt,
    item: NoticeItem,
    text: str,
    count: int | None,
    by: Any,
    on: date,
    at: datetime,
    key: UUID | None = None,
) -> ItemReply:
    """What the branch says to one item, which acknowledges the notice. The same words and figure again add nothing,
    nor does a form (`key`) that is sent again after another answer."""
    current = _hold(receipt)
    if item.notice_id != current.notice_id or item.branch_id not in (None, current.branch_id):
        raise Refused("这个事项不在您收到的工作提示单里。")
    if not item.takes_reply:
        raise Refused("这一项由系统按记录对照，不用填报。")
    if item.is_left and not text.strip():
        raise Refused("请说明情况。", field="text")
    if not item.is_left and count is None:
        raise Refused(f"请填写完成了多少{item.unit}。", field="count")
    rows = ItemReply.objects.within(current.branch).filter(item=item)
    last = rows.order_by("on", "pk").last()
    # A page that is gone back to, and sent of another item or with other words, is another form.
    key = uuid5(key, f"{current.pk} {item.pk} {count} {text.strip()}") if key else None
    is_same = last is not None and (last.text, last.count) == (text.strip(), count)
    if last is not None and (is_same or (key is not None and rows.filter(submission_key=key).exists())):
        return last
    reply = ItemReply(
        court_id=current.court_id,
        branch=current.branch,
        item=item,
        on=on,
        text=text.strip(),
        count=count,
        recorded_by=by,
        submission_key=key,
    )
    reply.full_clean()
    reply.save()
    notice_acknowledge(receipt=current, by=by, on=on, at=at)
    audit.record(actor=by, action="notices.item_reply", subject=reply)
    return reply


def _hold(receipt: NoticeReceipt) -> NoticeReceipt:
    rows = NoticeReceipt.objects.within(receipt.branch).select_for_update(of=("self",))
    current = rows.select_related("notice__series", "branch").get(pk=receipt.pk)
    if current.notice.voided_on is not None:
        raise Refused("这期工作提示单已作废，不用再办理。")
    return current
