"""A court with branches, and a notice on its way through its own services."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from activities.tests import factories as meetings
from branches.models import Branch, Court
from branches.tests import factories as people
from notices import services
from notices.models import Notice, NoticeItem, NoticeReceipt
from notices.services import ItemFacts

MONTH = date(2024, 7, 1)
END = date(2024, 7, 31)
ISSUED = date(2024, 7, 1)
TODAY = date(2024, 7, 10)
NOW = datetime(2024, 7, 10, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(day: date) -> datetime:
    """Ten o'clock of the day."""
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Case:
    """Two branches of a court with their officers, and somebody of the committee."""

    court: Court = field(default_factory=people.court)

    def __post_init__(self) -> None:
        self.first = people.branch(self.court, "第一党支部")
        self.second = people.branch(self.court, "第二党支部")
        for branch in (self.first, self.second):
            meetings.coverage(branch)
        self.secretary = people.secretary(self.first)
        self.other = people.secretary(self.second)
        self.committee = people.committee_account(self.court)

    @transaction.atomic
    def draft(self, *items: ItemFacts, **facts: Any) -> Notice:
        facts = {"title": "七月重点工作", "text": "", "month": MONTH, "due_on": END, **facts}
        series = facts.pop("series", None) or services.monthly_series(self.court, 2024)
        return services.notice_create(series=series, items=items or (reply(),), by=self.committee, **facts)

    def issued(self, *items: ItemFacts, on: date = ISSUED, **facts: Any) -> Notice:
        draft = self.draft(*items, **facts)
        return services.notice_issue(notice=draft, version=draft.version, by=self.committee, on=on, at=at(on))

    def receipt(self, notice: Notice, branch: Branch | None = None) -> NoticeReceipt:
        return NoticeReceipt.objects.within(branch or self.first).get(notice=notice)

    def items(self, notice: Notice) -> list[NoticeItem]:
        return list(NoticeItem.objects.within(self.court).filter(notice=notice).select_related("kind", "notice"))


def reply(text: str = "撰写调研报告", target: int = 1, unit: str = "篇") -> ItemFacts:
    return ItemFacts(text=text, target=target, unit=unit)


def owed(code: str = "THEME_DAY", start: date = MONTH, end: date = END) -> ItemFacts:
    return ItemFacts(text="开展主题党日", source="OWED", kind=meetings.kind(code), starts_on=start, ends_on=end)


def held(code: str = "VOLUNTEER", target: int = 2, start: date = MONTH, end: date = END) -> ItemFacts:
    return ItemFacts(
        text="开展志愿服务", source="HELD", kind=meetings.kind(code), starts_on=start, ends_on=end, target=target
    )
