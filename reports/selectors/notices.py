"""The work notices that were issued in a span: how many, with how many items, and how far the branches are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from notices.choices import ReceiptState
from notices.links import OPEN, SIGNED, notices_url, receipts_url
from notices.models import Notice, NoticeItem, NoticeReceipt
from notices.selectors.answers import answers_of, receipt_state
from reports.selectors.counts import Count


@dataclass(frozen=True)
class OpenNotice:
    """A notice that some branches have not signed for (`waiting`), or have not completed (`open`)."""

    notice: Notice
    waiting: Count
    open: Count


@dataclass(frozen=True)
class NoticeFigures:
    """`receipts` are those that should be signed for: a notice for a branch; `signed` and `done` are among them. Of a
    branch: what was sent to it. `open`: the notices that somebody still works on, the last one first."""

    issued: Count
    items: Count
    receipts: Count
    signed: Count
    done: Count
    open: list[OpenNotice]

    @property
    def counts(self) -> list[Count]:
        return [self.issued, self.items, self.receipts, self.signed, self.done]


def notice_figures(
    owner: Court | Branch, start: date, end: date, as_of: date, *, with_below: bool = False, opens: bool = True
) -> NoticeFigures:
    """Of the notices issued in `start`..`end` and by `as_of` that were not voided by then, as they stood on `as_of`.
    The number of queries does not grow with the branches. `opens`: the user is of the committee that issued them."""
    notices = list(_issued(owner, start, min(end, as_of), as_of, with_below=with_below))
    items = _items(owner, notices, with_below=with_below)
    receipts = _receipts(owner, notices, with_below=with_below)
    states = _states(owner, items, receipts, as_of, with_below=with_below)
    sums = Counter(states.values())
    link = _Link(owner, start, min(end, as_of), as_of, opens and not with_below)
    return NoticeFigures(
        issued=Count("工作提示单", len(notices), link.notices() if notices else ""),
        items=Count("提示事项", len(items), link.notices() if items else ""),
        receipts=_count("应签收", len(receipts), link),
        signed=_count("已签收", len(receipts) - sums[ReceiptState.WAITING], link, SIGNED),
        done=_count("已完成", sums[ReceiptState.COMPLETED], link, ReceiptState.COMPLETED),
        open=_open(notices, receipts, states, link),
    )


def _count(label: str, number: int, link: "_Link", state: str = "") -> Count:
    return Count(label, number, link.receipts(state) if number else "")


def _issued(owner: Court | Branch, start: date, last: date, as_of: date, *, with_below: bool) -> QuerySet[Notice]:
    stands = Q(voided_on__isnull=True) | Q(voided_on__gt=as_of)
    rows = Notice.objects.within(_court(owner), with_below=with_below).filter(stands, issued_on__range=(start, last))
    if isinstance(owner, Branch):
        rows = rows.filter(receipts__branch=owner)
    return rows.select_related("series", "court").order_by("-issued_on", "-pk")


def _items(owner: Court | Branch, notices: Sequence[Notice], *, with_below: bool) -> list[NoticeItem]:
    rows = NoticeItem.objects.within(_court(owner), with_below=with_below).filter(notice__in=notices)
    if isinstance(owner, Branch):
        rows = rows.filter(Q(branch=None) | Q(branch=owner))
    return list(rows.select_related("kind", "notice"))


def _receipts(owner: Court | Branch, notices: Sequence[Notice], *, with_below: bool) -> list[NoticeReceipt]:
    rows = NoticeReceipt.objects.within(owner, with_below=with_below).filter(notice__in=notices)
    return list(rows.select_related("branch"))


def _states(
    owner: Court | Branch,
    items: Sequence[NoticeItem],
    receipts: Sequence[NoticeReceipt],
    as_of: date,
    *,
    with_below: bool,
) -> dict[int, ReceiptState]:
    """Receipt → how it stands."""
    branches = {receipt.branch for receipt in receipts}
    answers = answers_of(_court(owner), items, branches, as_of, with_below=with_below)
    of_notice: dict[int, list[int]] = {}
    for item in items:
        of_notice.setdefault(item.notice_id, []).append(item.pk)
    found = {}
    for receipt in receipts:
        keys = [(item, receipt.branch_id) for item in of_notice.get(receipt.notice_id, [])]
        found[receipt.pk] = receipt_state(receipt, [answers[key] for key in keys if key in answers], as_of)
    return found


def _open(
    notices: Sequence[Notice], receipts: Sequence[NoticeReceipt], states: dict[int, ReceiptState], link: "_Link"
) -> list[OpenNotice]:
    waiting: Counter[int] = Counter()
    open_: Counter[int] = Counter()
    for receipt in receipts:
        waiting[receipt.notice_id] += states[receipt.pk] is ReceiptState.WAITING
        open_[receipt.notice_id] += states[receipt.pk] is not ReceiptState.COMPLETED
    return [
        OpenNotice(
            notice,
            Count("待签收", waiting[notice.pk], link.of_notice(notice, ReceiptState.WAITING)),
            Count("未完成", open_[notice.pk], link.of_notice(notice, OPEN)),
        )
        for notice in notices
        if open_[notice.pk]
    ]


@dataclass(frozen=True)
class _Link:
    """The lists that the figures count; the matrix of receipts is the committee's."""

    owner: Court | Branch
    start: date
    last: date
    as_of: date
    opens: bool

    @property
    def _days(self) -> dict[str, Any]:
        return {"issued_from": self.start, "issued_to": self.last, "on": self.as_of}

    def notices(self) -> str:
        return notices_url(**self._days) if self.opens else ""

    def receipts(self, state: str = "") -> str:
        return receipts_url(state=state, **self._days) if self._has_matrix else ""

    def of_notice(self, notice: Notice, state: str) -> str:
        return receipts_url(notice=notice.pk, state=state, on=self.as_of) if self._has_matrix else ""

    @property
    def _has_matrix(self) -> bool:
        return self.opens and isinstance(self.owner, Court)


def _court(owner: Court | Branch) -> Court:
    return owner.court if isinstance(owner, Branch) else owner
