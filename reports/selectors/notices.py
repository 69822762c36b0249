"""The work notices that were issued in a span: how many, with how many items, and how far the branches are."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from branches.models import Branch, Court
from core.dates import Span
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
class NoticeTotals:
    """`receipts` are those that should be signed for: a notice for a branch; `signed` are among them. Of a branch: what
    was sent to it."""

    issued: Count
    items: Count
    receipts: Count
    signed: Count

    @property
    def counts(self) -> list[Count]:
        return [self.issued, self.items, self.receipts, self.signed]


@dataclass(frozen=True)
class NoticeFigures(NoticeTotals):
    """`done`: of the receipts, those of which nothing is open. `open`: the notices that somebody still works on, the
    last one first."""

    done: Count
    open: list[OpenNotice]

    @property
    def counts(self) -> list[Count]:
        return [*super().counts, self.done]


def notice_totals(
    owner: Court | Branch, start: date, end: date, as_of: date, *, with_below: bool = False, opens: bool = True
) -> NoticeTotals:
    """Of the notices issued in `start`..`end` and by `as_of` that were not voided by then (3 queries). `opens`: the
    user is of the committee that issued them."""
    sent = _sent(owner, (start, min(end, as_of)), as_of, with_below=with_below)
    link = _Link(owner, start, min(end, as_of), as_of, opens and not with_below)
    return NoticeTotals(**_totals(sent, as_of, link))


def notice_figures(
    owner: Court | Branch, start: date, end: date, as_of: date, *, with_below: bool = False, opens: bool = True
) -> NoticeFigures:
    """The same with how far the branches are on `as_of`, which asks the records of all items. The number of queries
    does not grow with the branches."""
    sent = _sent(owner, (start, min(end, as_of)), as_of, with_below=with_below)
    link = _Link(owner, start, min(end, as_of), as_of, opens and not with_below)
    states = _states(owner, sent, as_of, with_below=with_below)
    completed = sum(state is ReceiptState.COMPLETED for state in states.values())
    return NoticeFigures(
        **_totals(sent, as_of, link),
        done=_count("已完成", completed, link, ReceiptState.COMPLETED),
        open=_open(sent, states, link),
    )


@dataclass(frozen=True)
class _Sent:
    notices: Sequence[Notice]
    items: Sequence[NoticeItem]
    receipts: Sequence[NoticeReceipt]


def _sent(owner: Court | Branch, days: Span, as_of: date, *, with_below: bool) -> _Sent:
    notices = list(_issued(owner, days, as_of, with_below=with_below))
    return _Sent(
        notices,
        items=_items(owner, notices, with_below=with_below),
        receipts=_receipts(owner, notices, with_below=with_below),
    )


def _totals(sent: _Sent, as_of: date, link: "_Link") -> dict[str, Count]:
    signed = sum(receipt.is_acknowledged_on(as_of) for receipt in sent.receipts)
    return {
        "issued": Count("工作提示单", len(sent.notices), link.notices() if sent.notices else ""),
        # Items have no list of their own.
        "items": Count("提示事项", len(sent.items)),
        "receipts": _count("应签收", len(sent.receipts), link),
        "signed": _count("已签收", signed, link, SIGNED),
    }


def _count(label: str, number: int, link: "_Link", state: str = "") -> Count:
    return Count(label, number, link.receipts(state) if number else "")


def _issued(owner: Court | Branch, days: Span, as_of: date, *, with_below: bool) -> QuerySet[Notice]:
    stands = Q(voided_on__isnull=True) | Q(voided_on__gt=as_of)
    rows = Notice.objects.within(_court(owner), with_below=with_below).filter(stands, issued_on__range=days)
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


def _states(owner: Court | Branch, sent: _Sent, as_of: date, *, with_below: bool) -> dict[int, ReceiptState]:
    """Receipt → how it stands."""
    branches = {receipt.branch for receipt in sent.receipts}
    answers = answers_of(_court(owner), sent.items, branches, as_of, with_below=with_below)
    of_notice: defaultdict[int, list[int]] = defaultdict(list)
    for item in sent.items:
        of_notice[item.notice_id].append(item.pk)
    found = {}
    for receipt in sent.receipts:
        keys = [(item, receipt.branch_id) for item in of_notice[receipt.notice_id]]
        found[receipt.pk] = receipt_state(receipt, [answers[key] for key in keys if key in answers], as_of)
    return found


def _open(sent: _Sent, states: dict[int, ReceiptState], link: "_Link") -> list[OpenNotice]:
    waiting: Counter[int] = Counter()
    open_: Counter[int] = Counter()
    for receipt in sent.receipts:
        waiting[receipt.notice_id] += states[receipt.pk] is ReceiptState.WAITING
        open_[receipt.notice_id] += states[receipt.pk] is not ReceiptState.COMPLETED
    return [
        OpenNotice(
            notice,
            Count("待签收", waiting[notice.pk], link.of_notice(notice, ReceiptState.WAITING)),
            Count("未完成", open_[notice.pk], link.of_notice(notice, OPEN)),
        )
        for notice in sent.notices
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
        branch: dict[str, Any] = {"branch": self.owner.pk} if isinstance(self.owner, Branch) else {}
        return notices_url(**self._days, **branch) if self.opens else ""

    def receipts(self, state: str = "") -> str:
        return receipts_url(state=state, **self._days) if self._has_matrix else ""

    def of_notice(self, notice: Notice, state: str) -> str:
        return receipts_url(notice=notice.pk, state=state, on=self.as_of) if self._has_matrix else ""

    @property
    def _has_matrix(self) -> bool:
        return self.opens and isinstance(self.owner, Court)


def _court(owner: Court | Branch) -> Court:
    return owner.court if isinstance(owner, Branch) else owner
