"""How notices stand for each of their branches: those of a page answered in one go."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from branches.models import Branch
from notices.choices import RECEIPT_TAGS, ReceiptState
from notices.models import Notice, NoticeItem, NoticeReceipt
from notices.selectors.answers import Answer, Answers, answers_of, receipt_state


@dataclass(frozen=True)
class BranchRow:
    """One branch of a notice. `answers`: by the key of the item, of those that concern the branch."""

    receipt: NoticeReceipt
    state: ReceiptState
    answers: dict[int, Answer]

    @property
    def branch(self) -> Branch:
        return self.receipt.branch

    @property
    def url(self) -> str:
        """The notice's page, for an officer of several branches that of this one."""
        return f"{reverse('notices:notice', args=[self.receipt.notice_id])}?branch={self.receipt.branch_id}"

    @property
    def tag(self) -> str:
        return RECEIPT_TAGS[self.state]

    @property
    def is_acknowledged(self) -> bool:
        return self.state is not ReceiptState.WAITING

    @property
    def is_completed(self) -> bool:
        return self.state is ReceiptState.COMPLETED

    @property
    def settled(self) -> int:
        return sum(answer.is_settled for answer in self.answers.values())

    @property
    def of(self) -> int:
        """Without what is not known: it is neither done nor left undone."""
        return sum(answer.is_known for answer in self.answers.values())

    @property
    def not_known(self) -> int:
        return len(self.answers) - self.of

    @property
    def figures(self) -> str:
        """`2/3`, and beside it how many are not known."""
        return f"{self.settled}/{self.of}" + (f"，{self.not_known} 项不详" if self.not_known else "")


def items_of(user: Any, notices: Collection[Notice]) -> dict[int, list[NoticeItem]]:
    """The items of notices that the user sees, by the notice's key, in their order."""
    rows = NoticeItem.objects.visible_to(user).filter(notice__in=[notice.pk for notice in notices])
    found: defaultdict[int, list[NoticeItem]] = defaultdict(list)
    for item in rows.select_related("kind", "notice", "branch").order_by("notice_id", "order"):
        found[item.notice_id].append(item)
    return dict(found)


def branch_rows(user: Any, notices: Collection[Notice], on: date) -> dict[int, list[BranchRow]]:
    """The notice's key → how it stands on `on` for each branch that the user sees it for. The number of queries grows
    with the courts alone."""
    receipts = NoticeReceipt.objects.visible_to(user).filter(notice__in=[notice.pk for notice in notices])
    items = items_of(user, notices)
    found: dict[int, list[BranchRow]] = {notice.pk: [] for notice in notices}
    answers: dict[int, Answers] = {}
    kept = list(receipts.select_related("branch__court", "acknowledged_by"))
    for court in {notice.court for notice in notices}:
        own = [item for notice in notices if notice.court_id == court.pk for item in items.get(notice.pk, [])]
        branches = {receipt.branch for receipt in kept if receipt.court_id == court.pk}
        answers[court.pk] = answers_of(court, own, branches, on)
    for receipt in kept:
        said = answers[receipt.court_id]
        keys = [item.pk for item in items.get(receipt.notice_id, []) if (item.pk, receipt.branch_id) in said]
        of_branch = {key: said[key, receipt.branch_id] for key in keys}
        state = receipt_state(receipt, of_branch.values(), on)
        found[receipt.notice_id].append(BranchRow(receipt, state, of_branch))
    return found
