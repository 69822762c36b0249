"""Files beside drafts and records."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from activities.models import Activity, ActivityDraft, Attachment, DraftAttachment


def attachments_of(user: Any, activity: Activity) -> list[Attachment]:
    """Every file of a record, those that were withdrawn included."""
    rows = Attachment.objects.visible_to(user).filter(activity=activity)
    return list(rows.select_related("uploaded_by", "withdrawn_by"))


def draft_attachments_of(user: Any, draft: ActivityDraft) -> list[DraftAttachment]:
    return list(DraftAttachment.objects.visible_to(user).filter(draft=draft).select_related("uploaded_by"))


def readable(user: Any) -> QuerySet[Attachment]:
    """The files that may still be opened."""
    return Attachment.objects.visible_to(user).filter(withdrawn_at__isnull=True).select_related("activity")


def digests_in_use(digests: Collection[str]) -> set[str]:
    """Which of these files a draft or a record names (withdrawn ones are kept).

    Asked in the order in which a file travels: one that moves on meanwhile is found where it arrives.
    """
    reason = "whether a stored file may be removed"
    models: tuple[Any, ...] = (DraftAttachment, Attachment)
    return {
        digest
        for model in models
        for digest in model.objects.unscoped(reason).filter(digest__in=digests).values_list("digest", flat=True)
    }
