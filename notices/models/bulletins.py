"""Supervision bulletins (督办提醒通报): one a month and court, with figures that stand still once it is issued."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from notices.choices import NOTICE_TAGS, NoticeState

_ISSUED = Q(issued_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False, figures__isnull=False)
_NOT_ISSUED = Q(issued_on__isnull=True, issued_at__isnull=True, issued_by__isnull=True, figures__isnull=True)

_LIVE = Q(discarded_on__isnull=True, voided_on__isnull=True)
_VOIDED = Q(voided_on__isnull=False, voided_by__isnull=False, issued_on__isnull=False) & ~Q(void_reason="")
_NOT_VOIDED = Q(voided_on__isnull=True, voided_by__isnull=True, void_reason="")


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

    discarded_on = models.DateField("放弃日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督办提醒通报"
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(fields=("court", "month"), condition=_LIVE, name="one_bulletin_a_month"),
            models.CheckConstraint(condition=_ISSUED | _NOT_ISSUED, name="bulletin_issued_whole"),
            models.CheckConstraint(condition=_VOIDED | _NOT_VOIDED, name="bulletin_voided_by_and_why"),
            models.CheckConstraint(
                condition=Q(discarded_on__isnull=True) | Q(issued_on__isnull=True),
                name="issued_bulletin_is_not_discarded",
            ),
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
        """Also of one that was voided since."""
        return self.issued_on is not None

    @property
    def state(self) -> NoticeState:
        if self.voided_on is not None:
            return NoticeState.VOIDED
        if self.issued_on is not None:
            return NoticeState.ISSUED
        return NoticeState.DISCARDED if self.discarded_on is not None else NoticeState.DRAFT

    @property
    def tag(self) -> str:
        return NOTICE_TAGS[self.state]


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
