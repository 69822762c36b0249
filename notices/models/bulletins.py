"""Supervision bulletins (督办提醒通报): one a month and court, with figures that stand still once it is issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned

_ISSUED = Q(issued_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False, figures__isnull=False)
_NOT_ISSUED = Q(issued_on__isnull=True, issued_at__isnull=True, issued_by__isnull=True, figures__isnull=True)


class Bulletin(ScopedModel, Versioned):
    """What was due in a month and not done, by branch. The figures of a draft are those of the day it is looked at;
    `figures` keeps them as they were when it was issued (in the shape of `draft_bulletin --format json`, with keys)."""

    scope = Scope(ScopeClass.COURT, branch=None, earlier="copies__branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    month = models.DateField("月份")
    title = models.CharField("标题", max_length=100)
    opening = models.TextField("开头", max_length=3000, blank=True)
    closing = models.TextField("要求", max_length=3000, blank=True)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    figures = models.JSONField("签发时的数据", null=True, blank=True, editable=False)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "督办提醒通报"
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(fields=("court", "month"), name="one_bulletin_a_month"),
            models.CheckConstraint(condition=_ISSUED | _NOT_ISSUED, name="bulletin_issued_whole"),
            models.CheckConstraint(condition=~Q(title=""), name="bulletin_has_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_changed(self) -> bool:
        """Whether somebody has written in it since it was drafted."""
        return self.version > 1

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class BulletinCopy(ScopedModel):
    """A branch that was there when the bulletin was issued: its officers read it."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="copies", verbose_name="督办提醒通报")

    class Meta:
        verbose_name = verbose_name_plural = "通报发送范围"
        ordering = ("bulletin_id", "branch_id")
        constraints = (models.UniqueConstraint(fields=("bulletin", "branch"), name="bulletin_copy_once_a_branch"),)

    def __str__(self) -> str:
        return f"{self.branch}：{self.bulletin}"
