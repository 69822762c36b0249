"""Notices, bulletins, messages and their delivery."""

from notices.models.bulletins import Bulletin, BulletinCopy
from notices.models.messages import Delivery, Message, MessageRead
from notices.models.notices import ItemReply, Notice, NoticeItem, NoticeReceipt, Series
from notices.models.settings import NoticeSettings, QuarterRun

__all__ = [
    "Bulletin",
    "BulletinCopy",
    "Delivery",
    "ItemReply",
    "Message",
    "MessageRead",
    "Notice",
    "NoticeItem",
    "NoticeReceipt",
    "NoticeSettings",
    "QuarterRun",
    "Series",
]
