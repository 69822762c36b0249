"""A meeting that is being written down."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from branches.models import Branch, Court, PartyGroup
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned


class ActivityDraft(ScopedModel, Versioned):
    """What was typed, as it was typed: `data` maps names of form fields to lists of texts, valid or not.

    `submission_key` goes over to the activity, where it is unique: submitting twice makes one record.
    """

    scope = Scope(ScopeClass.DRAFT, group="group")

    court = models.ForeignKey(Court, models.CASCADE, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(
        Branch, models.CASCADE, null=True, blank=True, related_name="drafts", verbose_name="党支部"
    )
    group = models.ForeignKey(
        PartyGroup, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    data = models.JSONField("内容", default=dict)
    submission_key = models.UUIDField("提交编号", default=uuid4, unique=True, editable=False)
    # Of a meeting that another branch wrote down for both: what services/joint.py put here. Never what was sent.
    joint = models.JSONField("联合召开", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人")
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    updated_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "草稿"
        ordering = ("-updated_at", "-id")

    def __str__(self) -> str:
        return f"草稿 {self.pk}"
