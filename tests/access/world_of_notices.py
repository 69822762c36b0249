"""Rows of notices in every court: drafts, one given up, one sent to each branch, what each said, who was told."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.models import User
from activities.models import ActivityKind
from branches.models import Court
from notices.models import (
    Bulletin,
    BulletinCopy,
    Delivery,
    ItemReply,
    Message,
    MessageRead,
    Notice,
    NoticeItem,
    NoticeReceipt,
    NoticeSettings,
    QuarterRun,
    Series,
)
from notices.selectors.bulletins import BranchLines, BulletinFigures

if TYPE_CHECKING:
    from tests.access.world import World

ISSUED_ON = date(2024, 10, 25)
MONTH = date(2024, 11, 1)
REPLIED_ON = date(2024, 11, 5)


def plant_notices(world: "World", code: str, at: Any, issuer: User) -> None:
    """What the committee of a court has: settings, a draft, an issued notice, bulletins, messages on their way."""
    court = world.courts[code]
    own = {"court": court}
    world.plant(NoticeSettings, code, **own, draft_for="NEXT_MONTH", webhook_url="")
    world.plant(QuarterRun, code, **own, quarter="2024Q3", hook="unknown", on=date(2024, 10, 2))
    series = world.plant(Series, code, **own, kind="OTHER", last_number=1)
    draft = {"series": series, "void_reason": "", "submission_key": UUID(int=10_000 + court.pk)}
    plain = world.plant(Notice, code, **own, **draft, month=MONTH)
    world.plant(NoticeItem, code, **own, notice=plain, order=1, source="REPLY")
    given_up = {**draft, "submission_key": UUID(int=30_000 + court.pk), "discarded_on": ISSUED_ON}
    world.plant(Notice, code, **own, **given_up, month=None)
    issued = {"number": 1, "issued_on": ISSUED_ON, "issued_at": at, "issued_by": issuer, "void_reason": ""}
    notice = world.plant(Notice, code, **own, series=series, month=MONTH, due_on=date(2024, 11, 30), **issued)
    span = {"starts_on": MONTH, "ends_on": date(2024, 11, 30)}
    kind = ActivityKind.all_rows.get(code="THEME_DAY", court=None)
    world.plant(NoticeItem, code, **own, notice=notice, order=1, source="OWED", kind=kind, **span)
    world.plant(NoticeItem, code, **own, notice=notice, order=2, source="REPLY")
    world.plant(Bulletin, code, **own, month=date(2024, 10, 1), figures=None, void_reason="")
    done = {"issued_on": ISSUED_ON, "issued_at": at, "issued_by": issuer}
    figures = BulletinFigures(court.name, "2024-09", "2024-10-25", [BranchLines(0, "第一党支部")]).kept()
    world.plant(Bulletin, code, **own, month=date(2024, 9, 1), figures=figures, void_reason="", **done)
    message = world.plant(Message, code, **own, rule="NOTICE_DRAFTED", path=f"/notices/{plain.pk}/", at=at)
    _plant_delivery(world, code, message, issuer, at)


def plant_receipts(world: "World", code: str, court_code: str, at: Any, officer: User) -> None:
    """What a branch was sent and answered, an item that concerns it alone, its message."""
    branch = world.branches[code]
    own = {"court": branch.court, "branch": branch}
    notice = Notice.all_rows.get(court=branch.court, number=1)
    world.plant(NoticeReceipt, code, **own, notice=notice)
    reply_item = NoticeItem.all_rows.get(notice=notice, order=2)
    said = {"on": REPLIED_ON, "recorded_by": officer, "submission_key": UUID(int=20_000 + branch.pk)}
    world.plant(ItemReply, code, **own, item=reply_item, count=0, **said)
    alone = {"order": 100 + branch.pk, "source": "REPLY"}
    world.plant(NoticeItem, code, **own, notice=notice, **alone)
    world.plant(BulletinCopy, code, **own, bulletin=Bulletin.all_rows.get(court=branch.court, month=date(2024, 9, 1)))
    message = world.plant(Message, code, **own, rule="NOTICE_ISSUED", path=f"/notices/{notice.pk}/", at=at)
    _plant_delivery(world, court_code, message, officer, at)


def _plant_delivery(world: "World", code: str, message: Message, user: User, at: Any) -> None:
    court: Court = message.court
    facts = {"channel": "EMAIL", "state": "FAILED", "attempts": 8, "next_try_at": at}
    world.plant(Delivery, code, court=court, message=message, user=user, **facts)
    world.plant(MessageRead, code, message=message, user=user, at=at)
