"""Files beside a draft or a record. The files themselves lie in core/attachments' store, by digest."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.choices import HELD_STATES
from activities.models.drafts import ActivityDraft
from activities.models.history import LONGEST_REASON
from activities.models.meetings import Activity
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.attachments.models import StoredFile


class DraftAttachment(ScopedModel, StoredFile):
    """A file beside a draft; it goes over to the record, or away with the draft."""

    scope = Scope(ScopeClass.DRAFT, court="draft__court", branch="draft__branch", group="draft__group")

    draft = models.ForeignKey(ActivityDraft, models.CASCADE, related_name="attachments", verbose_name="草稿")

    class Meta:
        verbose_name = verbose_name_plural = "草稿附件"
        ordering = ("id",)


class Attachment(ScopedModel, StoredFile):
    """A file beside a record. It is never deleted; a mistaken one is withdrawn with a reason, and read no more."""

    scope = Scope(
        ScopeClass.BRANCH,
        court="activity__court",
        branch="activity__branch",
        group="activity__group",
        shared_upwards=True,
        shared_if=Q(activity__state__in=HELD_STATES),
    )

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="attachments", verbose_name="记录")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤下人"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawal_reason = models.CharField("撤下原因", max_length=LONGEST_REASON, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="attachment_withdrawn_by_and_why",
            ),
        )
