"""What the first pages say of notices: what a branch has to do, what waits for a committee."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from branches.models import Branch, Court
from notices.choices import NoticeState
from notices.models import Bulletin, Notice, NoticeReceipt
from notices.selectors.bulletins import IN_STATE, bulletins_of
from notices.selectors.notices import notices_of, receipts_of
from notices.selectors.standing import BranchRow, branch_rows

FEW = 5
NEAR = timedelta(days=10)
# What was not done in time is named this long; after it the bulletins say it.
NAMED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class NoticeToDo:
    """A notice that a branch has not acknowledged or completed."""

    notice: Notice
    row: BranchRow
    is_near: bool  # or past

    @property
    def order(self) -> tuple[bool, date, int]:
        """The nearest deadline first, then those without one."""
        return self.notice.due_on is None, self.notice.due_on or date.max, self.notice.pk


@dataclass(frozen=True)
class NoticesToDo:
    """The first of a branch's, and how many `more` there are."""

    rows: list[NoticeToDo]
    more: int


def notices_to_do(user: Any, branches: Collection[Branch], on: date) -> dict[int, NoticesToDo]:
    """The branch's key → what was sent to it and still wants something of it. The number of queries does not grow with
    branches and notices."""
    receipts = receipts_of(user).filter(branch__in=branches)
    near = Q(notice__due_on__isnull=True) | Q(notice__due_on__gte=on - NAMED_AFTER)
    wanted = receipts.filter(near | Q(acknowledged_on__isnull=True))
    notices = list(notices_of(user).filter(pk__in=wanted.values("notice")))
    standing = branch_rows(user, notices, on)
    found: dict[int, list[NoticeToDo]] = {branch.pk: [] for branch in branches}
    for notice in notices:
        for row in standing[notice.pk]:
            if row.branch.pk in found and _is_to_do(notice, row, on):
                found[row.branch.pk].append(NoticeToDo(notice, row, _is_near(notice, on)))
    return {key: _first(rows) for key, rows in found.items() if rows}


def _is_near(notice: Notice, on: date) -> bool:
    return notice.due_on is not None and notice.due_on < on + NEAR


def _is_to_do(notice: Notice, row: BranchRow, on: date) -> bool:
    is_near = notice.due_on is None or notice.due_on >= on - NAMED_AFTER
    return not row.is_acknowledged or (is_near and not row.is_completed)


def _first(rows: list[NoticeToDo]) -> NoticesToDo:
    ordered = sorted(rows, key=lambda row: row.order)
    return NoticesToDo(ordered[:FEW], max(len(ordered) - FEW, 0))


@dataclass(frozen=True)
class CourtNotices:
    """`receipts` of `branches` that nobody has acknowledged; drafts to issue; the last bulletin that was issued."""

    drafts: int
    bulletin_drafts: int
    branches: int
    receipts: int
    bulletin: Bulletin | None

    @property
    def says_something(self) -> bool:
        return bool(self.drafts or self.bulletin_drafts or self.receipts or self.bulletin)


def court_notices(user: Any, court: Court) -> CourtNotices:
    """What waits for the committee, and for whom it waits (4 queries)."""
    drafts = Notice.objects.visible_to(user).filter(court=court, number__isnull=True, discarded_on__isnull=True)
    bulletins = bulletins_of(user).filter(court=court)
    waiting = NoticeReceipt.objects.visible_to(user).filter(
        court=court, acknowledged_on__isnull=True, notice__voided_on__isnull=True
    )
    branches = list(waiting.order_by().values_list("branch_id", flat=True))
    return CourtNotices(
        drafts=drafts.count(),
        bulletin_drafts=bulletins.filter(IN_STATE[NoticeState.DRAFT]).count(),
        branches=len(set(branches)),
        receipts=len(branches),
        bulletin=bulletins.filter(IN_STATE[NoticeState.ISSUED]).order_by("-issued_on", "-pk").first(),
    )
