"""Messages (消息) to branches and committees, who has read them, and how they leave the house."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from notices.choices import Channel, DeliveryState, Rule


class Message(ScopedModel):
    """To the officers of a branch or, without one, to the court's committee: whoever they are when they look.

    Written in the transaction of what it tells of. `about` names the period or row: (rule, about, recipient) is unique,
    so that a task that runs twice tells once.
    """

    scope = Scope(ScopeClass.ADDRESSED, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    rule = models.CharField("类别", max_length=20, choices=Rule.choices)
    about = models.CharField("事由", max_length=60)
    title = models.CharField("标题", max_length=200)
    text = models.CharField("内容", max_length=500, blank=True)
    path = models.CharField("页面", max_length=200, help_text="系统内的地址。")
    at = models.DateTimeField("时间")
    is_settled = models.BooleanField("已办", default=False, help_text="所说的事已经办完，不再提醒任何人。")

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "about", "branch"), condition=Q(branch__isnull=False), name="branch_told_once"
            ),
            models.UniqueConstraint(
                fields=("rule", "about", "court"), condition=Q(branch__isnull=True), name="committee_told_once"
            ),
        )
        indexes = (models.Index(fields=("branch", "-at")), models.Index(fields=("court", "-at")))

    def __str__(self) -> str:
        return self.title


class MessageRead(models.Model):
    """That an account has opened a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reads", verbose_name="消息")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号")
    at = models.DateTimeField("阅读时间")

    class Meta:
        verbose_name = verbose_name_plural = "已读"
        constraints = (models.UniqueConstraint(fields=("message", "user"), name="message_read_once"),)

    def __str__(self) -> str:
        return f"{self.user}：{self.message}"


class Delivery(ScopedModel):
    """A message on its way out of the product, written beside it: the outbox. Whoever sends it claims it first, for a
    while (`claimed_until`); a sender that died leaves it to the next one. `message_key` goes with it, so that a
    receiver knows a second copy. The address is looked up when it is sent, and is kept nowhere here."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("方式", max_length=10, choices=Channel.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收件人"
    )
    message_key = models.CharField("信件标识", max_length=100, unique=True)
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次发送")
    claimed_until = models.DateTimeField("占用至", null=True, blank=True)
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)
    fault = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投递"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("message", "channel", "user"), condition=Q(user__isnull=False), name="mailed_once_a_person"
            ),
            models.UniqueConstraint(
                fields=("message", "channel"), condition=Q(user__isnull=True), name="delivered_once_a_channel"
            ),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False), name="sent_delivery_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.EMAIL) | Q(user__isnull=False), name="mail_has_recipient"
            ),
        )
        indexes = (models.Index(fields=("state", "next_try_at")), models.Index(fields=("court", "-id")))

    def __str__(self) -> str:
        return f"{self.get_channel_display()}：{self.message}"

    def is_free_at(self, at: datetime) -> bool:
        """Whether nobody is sending it."""
        return self.claimed_until is None or self.claimed_until <= at
