"""Tokens by which other systems of a court read its figures (docs/adr/0030)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from reports.choices import ApiScope


class ApiToken(ScopedModel):
    """Acts for its court, not for a person. Of the token itself only the first characters and a digest are kept."""

    scope = Scope(ScopeClass.ACCOUNTS, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    system = models.CharField("系统名称", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    scopes = models.JSONField("可读内容", default=list)  # of ApiScope
    prefix = models.CharField("令牌开头", max_length=12)
    digest = models.CharField("令牌指纹", max_length=64, unique=True)
    per_minute = models.PositiveSmallIntegerField("每分钟次数", default=60)
    starts_on = models.DateField("启用日期")
    ends_on = models.DateField("截止日期")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建立人")
    created_at = models.DateTimeField("建立时间")
    # Written once a minute at most: what was read since stands in the cache (services/api_uses.py).
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    uses = models.PositiveBigIntegerField("使用次数", default=0)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="停用人"
    )
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_reason = models.CharField("停用原因", max_length=200, blank=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ("-id",)
        indexes = (models.Index(fields=("court", "-id")),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="api_token_ends_after_start"),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="api_token_may_be_used"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="api_token_revoked_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.system}（{self.prefix}…）"

    @property
    def scope_labels(self) -> list[str]:
        """What may be read, in words, in one order."""
        return [scope.label for scope in ApiScope if scope.value in self.scopes]
