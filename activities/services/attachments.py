"""Files beside drafts and records: taken in, taken over at submission, removed before it, withdrawn after it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from activities.choices import ActivityState
from activities.models import Activity, ActivityDraft, Attachment, DraftAttachment
from activities.services.locks import refuse_locked_record
from core import audit
from core.attachments import accept
from core.attachments.rows import stored_facts
from core.errors import Refused

# Until it is archived, a record may still be given its papers.
OPEN_STATES = (ActivityState.SUBMITTED, ActivityState.SENT_BACK)


def record_attach(*, activity: Activity, name: str, content: bytes, by: Any, at: datetime) -> Attachment:
    """Add a file to a record that is not archived. Raises Refused."""
    file = accept(name, content)
    with transaction.atomic():
        current = Activity.objects.within(activity.court).select_for_update().get(pk=activity.pk)
        _check_open(current)
        rows = Attachment.objects.within(activity.court).filter(activity=current, withdrawn_at__isnull=True)
        row = Attachment(activity=current, **stored_facts(rows, file, of="一次会议", by=by, at=at))
        row.full_clean()
        row.save()
        audit.record(actor=by, action="activities.attach_file", subject=current, detail={"file": row.name})
    return row


def draft_attach(*, draft: ActivityDraft, name: str, content: bytes, by: Any, at: datetime) -> DraftAttachment:
    """Add a file to a draft. Raises Refused."""
    file = accept(name, content)
    with transaction.atomic():
        current = ActivityDraft.objects.within(draft.court).select_for_update().filter(pk=draft.pk).first()
        if current is None:
            raise Refused("这份草稿已经提交或删除", field="file")
        rows = DraftAttachment.objects.within(draft.court).filter(draft=current)
        row = DraftAttachment(draft=current, **stored_facts(rows, file, of="一次会议", by=by, at=at))
        row.full_clean()
        row.save()
        audit.record(actor=by, action="activities.attach_file", subject=current, detail={"file": row.name})
    return row


def _check_open(activity: Activity) -> None:
    if activity.state not in OPEN_STATES:
        raise Refused(f"这条记录{activity.get_state_display()}，附件不能再变动。", field="file")
    refuse_locked_record(activity, doing="变动附件")


def take_over(*, draft: ActivityDraft | None, activity: Activity) -> None:
    """Give a submitted record the files of its draft, which goes away."""
    if draft is None:
        return
    rows = DraftAttachment.objects.within(draft.court).filter(draft=draft)
    names = ("name", "kind", "digest", "size", "uploaded_by_id", "uploaded_at")
    Attachment.objects.bulk_create(
        [Attachment(activity=activity, **{name: getattr(row, name) for name in names}) for row in rows]
    )


@transaction.atomic
def draft_attachment_remove(*, attachment: DraftAttachment, by: Any) -> None:
    """Before submission a file is simply taken away; the store forgets it when no row names it."""
    audit.record(
        actor=by, action="activities.attachment_remove", subject=attachment.draft, detail={"file": attachment.name}
    )
    attachment.delete()


@transaction.atomic
def attachment_withdraw(*, attachment: Attachment, reason: str, by: Any, at: datetime) -> Attachment:
    """Mark a file of a record as withdrawn; who, when and why stay beside it."""
    row = Attachment.objects.within(attachment.activity.court).select_for_update().get(pk=attachment.pk)
    _check_open(attachment.activity)
    if row.withdrawn_at is not None:
        raise Refused("这个附件已经撤下。")
    row.withdrawn_by, row.withdrawn_at, row.withdrawal_reason = by, at, reason.strip()
    row.full_clean()
    row.save()
    audit.record(
        actor=by,
        action="activities.attachment_withdraw",
        subject=attachment.activity,
        detail={"file": row.name, "reason": row.withdrawal_reason},
    )
    return row
