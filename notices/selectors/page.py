"""What the page of one notice shows: for the committee items and branches as a matrix, for a branch its own part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from core.access import allowed
from notices.choices import ItemState
from notices.models import Notice, NoticeItem
from notices.selectors.answers import Answer
from notices.selectors.standing import BranchRow
from notices.selectors.words import basis_of

WAITING, ACKNOWLEDGED, COMPLETED, OPEN = "WAITING", "ACKNOWLEDGED", "COMPLETED", "OPEN"
SHOWN = {WAITING: "还没有签收的支部", ACKNOWLEDGED: "已签收的支部", COMPLETED: "已完成的支部", OPEN: "还没有完成的支部"}


@dataclass(frozen=True)
class Figure:
    """How many branches, and the address that shows which."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class ItemRow:
    item: NoticeItem
    basis: str
    of: int
    figures: list[Figure]


@dataclass(frozen=True)
class OwnItem:
    """An item as the own branch sees it."""

    item: NoticeItem
    basis: str
    answer: Answer

    @property
    def takes_reply(self) -> bool:
        """Whether there is still something to say: what is left over only while the data does not show it done."""
        if self.item.source == "REPLY":
            return True
        return self.item.is_left and self.answer.state is not ItemState.DONE

    @property
    def is_open(self) -> bool:
        return self.takes_reply and not self.answer.is_settled


def item_rows(notice: Notice, items: Sequence[NoticeItem], rows: Sequence[BranchRow]) -> list[ItemRow]:
    """Each item with how many branches stand how; empty figures before it is issued."""
    return [_item_row(notice, item, rows) for item in items]


def _item_row(notice: Notice, item: NoticeItem, rows: Sequence[BranchRow]) -> ItemRow:
    counts = Counter(row.answers[item.pk].state for row in rows if item.pk in row.answers)
    figures = [
        Figure(str(state.label), counts[state], shown_url(notice, item=item.pk, stands=state))
        for state in ItemState
        if counts[state]
    ]
    return ItemRow(item, basis_of(item), sum(counts.values()), figures)


def shown_url(notice: Notice, **chosen: Any) -> str:
    """The matrix of the notice, of some branches or one item."""
    return f"{reverse('notices:notice', args=[notice.pk])}?{urlencode(chosen)}#branches"


def chosen_rows(rows: Sequence[BranchRow], show: str, item: NoticeItem | None, stands: str) -> list[BranchRow]:
    """Those of the matrix that are asked for."""
    if item is not None:
        answers = ((row, row.answers.get(item.pk)) for row in rows)
        return [row for row, answer in answers if answer and (not stands or answer.state == stands)]
    keeps = {
        WAITING: lambda row: not row.is_acknowledged,
        ACKNOWLEDGED: lambda row: row.is_acknowledged,
        COMPLETED: lambda row: row.is_completed,
        OPEN: lambda row: not row.is_completed,
    }
    return [row for row in rows if show not in keeps or keeps[show](row)]


def own_rows(user: Any, rows: Sequence[BranchRow]) -> list[BranchRow]:
    """The branches of the notice for which the user may answer."""
    return [row for row in rows if allowed(user, "notices.notice_acknowledge", row.receipt)]


def own_row(rows: Sequence[BranchRow], asked: str) -> BranchRow | None:
    """The branch that is asked for; else the first with something to do."""
    named = [row for row in rows if str(row.branch.pk) == asked]
    still_open = [row for row in rows if not row.is_completed]
    return next(iter((*named, *still_open, *rows)), None)


def own_items(row: BranchRow, items: Sequence[NoticeItem]) -> list[OwnItem]:
    """What concerns the branch, in the notice's order."""
    return [OwnItem(item, basis_of(item), row.answers[item.pk]) for item in items if item.pk in row.answers]
