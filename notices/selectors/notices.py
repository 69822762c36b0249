"""Notices that a user sees, and those of a branch."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from branches.models import Branch, Court
from branches.models.courts import existing_on
from core.typed_fields import Shown
from notices.models import Notice, NoticeItem, NoticeReceipt


def notices_of(user: Any) -> QuerySet[Notice]:
    """What the user sees: the committee all of its court, an officer what was sent to the branch."""
    return Notice.objects.visible_to(user).select_related("court", "series", "issued_by")


def item_sums(user: Any, rows: QuerySet[Notice]) -> list[Shown]:
    """How many items the issued ones among `rows` give the branches, as far as the user reads them (1 query)."""
    issued = rows.filter(number__isnull=False).order_by().values("pk")
    number = NoticeItem.objects.visible_to(user).filter(notice__in=issued).count()
    return [Shown("量化任务", f"{number} 项")] if number else []


def receipts_of(user: Any, branch: Branch | None = None) -> QuerySet[NoticeReceipt]:
    """What was sent and not voided since, to the branches that the user sees, or to `branch`."""
    rows = NoticeReceipt.objects.visible_to(user).filter(notice__voided_on__isnull=True)
    rows = rows.select_related("notice__series", "notice__court", "branch", "acknowledged_by")
    return rows.filter(branch=branch) if branch else rows


def branches_of(court: Court, on: date) -> QuerySet[Branch]:
    """The branches of a court that are there on `on`, in their order."""
    return Branch.objects.within(court).filter(existing_on(on)).order_by("order", "pk")


def addressed_by(notice: Notice, on: date) -> list[Branch]:
    """To whom it goes when it is issued on `on`: those chosen that are still there; nobody chosen, all of the court."""
    rows = branches_of(notice.court, on)
    chosen = notice.addressees.values("pk")
    return list(rows.filter(pk__in=chosen) if chosen.exists() else rows)
