"""Codes with their Chinese labels."""

from django.db import models


class SeriesKind(models.TextChoices):
    """What counts the numbers of a series."""

    MONTHLY = "MONTHLY", "每月工作提示"
    CAMPAIGN = "CAMPAIGN", "主题教育"
    OTHER = "OTHER", "其他"


class NoticeState(models.TextChoices):
    DRAFT = "DRAFT", "待签发"
    ISSUED = "ISSUED", "已签发"
    VOIDED = "VOIDED", "已作废"
    DISCARDED = "DISCARDED", "已放弃"


class ItemSource(models.TextChoices):
    """What answers an item: the data (all but REPLY), or the branch."""

    OWED = "OWED", "应开展的组织生活"
    HELD = "HELD", "开展活动次数"
    MEASURES = "MEASURES", "整改措施到期"
    ELECTION = "ELECTION", "换届"
    PROBATION = "PROBATION", "预备党员转正"
    REPLY = "REPLY", "由支部填报"


class ItemState(models.TextChoices):
    """How an item stands for one branch on a day."""

    DONE = "DONE", "已完成"
    EXPLAINED = "EXPLAINED", "已说明"
    OPEN = "OPEN", "待完成"
    MISSED = "MISSED", "未完成"
    NOT_KNOWN = "NOT_KNOWN", "不详"


# Nothing more is asked of the branch.
SETTLED = (ItemState.DONE, ItemState.EXPLAINED)


class ReceiptState(models.TextChoices):
    """How a notice stands for one branch on a day (domain.md 4)."""

    WAITING = "WAITING", "待签收"
    ACKNOWLEDGED = "ACKNOWLEDGED", "已签收"
    COMPLETED = "COMPLETED", "已完成"


# How a state looks: the kind of its tag.
NOTICE_TAGS = {
    NoticeState.DRAFT: "warning",
    NoticeState.ISSUED: "success",
    NoticeState.VOIDED: "neutral",
    NoticeState.DISCARDED: "neutral",
}
RECEIPT_TAGS = {
    ReceiptState.WAITING: "warning",
    ReceiptState.ACKNOWLEDGED: "info",
    ReceiptState.COMPLETED: "success",
}
ITEM_TAGS = {
    ItemState.DONE: "success",
    ItemState.EXPLAINED: "info",
    ItemState.OPEN: "warning",
    ItemState.MISSED: "error",
    ItemState.NOT_KNOWN: "neutral",
}


class Rule(models.TextChoices):
    """Why a message was written. (rule, about, recipient) is unique: what happens once is told once."""

    NOTICE_ISSUED = "NOTICE_ISSUED", "工作提示单"
    NOTICE_DUE = "NOTICE_DUE", "工作提示将到期"
    NOTICE_VOIDED = "NOTICE_VOIDED", "工作提示作废"
    NOTICE_DRAFTED = "NOTICE_DRAFTED", "工作提示待签发"
    BULLETIN_ISSUED = "BULLETIN_ISSUED", "督办提醒通报"
    BULLETIN_VOIDED = "BULLETIN_VOIDED", "督办通报作废"
    BULLETIN_DRAFTED = "BULLETIN_DRAFTED", "督办通报待签发"
    QUARTER_UNKNOWN = "QUARTER_UNKNOWN", "季度情况不详"
    ASSESSMENT_COMPUTED = "ASSESSMENT_COMPUTED", "考评待评审"
    ASSESSMENT_PUBLISHED = "ASSESSMENT_PUBLISHED", "考评公布"
    ASSESSMENT_REOPENED = "ASSESSMENT_REOPENED", "考评重新评审"
    STARS_PUBLISHED = "STARS_PUBLISHED", "星级评定公布"
    OBJECTION_RAISED = "OBJECTION_RAISED", "考评异议待答复"
    OBJECTION_ANSWERED = "OBJECTION_ANSWERED", "考评异议已答复"


class Channel(models.TextChoices):
    EMAIL = "EMAIL", "邮件"
    WEBHOOK = "WEBHOOK", "消息接口"


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", "待发送"
    SENT = "SENT", "已发送"
    FAILED = "FAILED", "发送失败"
    DROPPED = "DROPPED", "不再发送"


class DraftFor(models.TextChoices):
    """Which month the draft that is written on the court's day is about."""

    NEXT_MONTH = "NEXT_MONTH", "下个月"
    THIS_MONTH = "THIS_MONTH", "当月"
