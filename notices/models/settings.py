"""What each court decides about its notices, and which quarters have been gone through."""

from django.db import models
from django.db.models import Q

from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.fields import EncryptedTextField
from core.models import Versioned
from notices.choices import DraftFor

LAST_DAY = 28  # every month has it
MOST_REMIND_DAYS = 15


class NoticeSettings(ScopedModel, Versioned):
    """A court's days. A court without a row has the defaults."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.OneToOneField(Court, models.PROTECT, related_name="+", verbose_name="法院")
    drafts_notices = models.BooleanField("每月自动起草工作提示单", default=True)
    draft_day = models.PositiveSmallIntegerField("起草日", default=25, help_text="每月几日起草，1 到 28。")
    draft_for = models.CharField("起草哪个月的", max_length=12, choices=DraftFor.choices, default=DraftFor.NEXT_MONTH)
    drafts_bulletins = models.BooleanField("每月自动起草督办提醒通报", default=True)
    bulletin_day = models.PositiveSmallIntegerField("通报日", default=3, help_text="每月几日起草上个月的，1 到 28。")
    reminds = models.BooleanField("到期前催办", default=True)
    remind_days = models.PositiveSmallIntegerField("提前几天", default=3, help_text="只催办一次，节假日不发。")
    sends_mail = models.BooleanField("同时发邮件", default=True, help_text="发给填写了邮箱的人员。")
    webhook_url = models.URLField("消息接口地址", max_length=300, blank=True)
    webhook_secret = EncryptedTextField("消息接口密钥", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作提示设置"
        constraints = (
            models.CheckConstraint(
                condition=Q(draft_day__gte=1, draft_day__lte=LAST_DAY, bulletin_day__gte=1, bulletin_day__lte=LAST_DAY),
                name="days_of_every_month",
            ),
            models.CheckConstraint(
                condition=Q(remind_days__gte=1, remind_days__lte=MOST_REMIND_DAYS), name="reminded_in_good_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.court}工作提示设置"


class QuarterRun(ScopedModel):
    """That a court's quarter was gone through after its end by one of the hooks (notices/quarters.py). Written in the
    transaction of what the hook does: once a court, quarter and hook."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    quarter = models.CharField("季度", max_length=6)
    hook = models.CharField("事项", max_length=40)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "季度事项"
        ordering = ("-quarter", "id")
        constraints = (models.UniqueConstraint(fields=("court", "quarter", "hook"), name="quarter_gone_through_once"),)

    def __str__(self) -> str:
        return f"{self.court} {self.quarter} {self.hook}"
