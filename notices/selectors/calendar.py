"""What the calendar of a branch shows of notices."""

from collections.abc import Iterator

from notices.choices import ReceiptState
from notices.selectors.notices import notices_of, receipts_of
from notices.selectors.standing import BranchRow, branch_rows
from planning.selectors.entries import CalendarQuestion, Entry, EntryKind


def deadlines(question: CalendarQuestion) -> Iterator[Entry]:
    """When what was sent to one branch is due, for those who read its notices."""
    branch, span = question.branch, (question.first, question.last)
    if branch is None:
        return
    sent = receipts_of(question.user, branch).filter(notice__due_on__range=span, notice__issued_on__lte=question.on)
    notices = list(notices_of(question.user).filter(pk__in=sent.values("notice")))
    standing = branch_rows(question.user, notices, question.on) if notices else {}
    for notice in notices:
        for row in standing[notice.pk]:
            if row.branch.pk == branch.pk and notice.due_on:
                kind, said = _stands(row, is_over=notice.due_on < question.on)
                title, uid = f"工作提示：{notice.title}", f"notice-{notice.pk}-{branch.pk}"
                yield Entry(notice.due_on, kind, title, uid, said, row.url)


def _stands(row: BranchRow, *, is_over: bool) -> tuple[EntryKind, str]:
    if row.is_completed:
        return EntryKind.HELD, ReceiptState.COMPLETED.label
    if is_over:
        return EntryKind.MISSED, "未完成"
    return EntryKind.DEADLINE, "到期"


def open_deadlines(question: CalendarQuestion) -> Iterator[Entry]:
    """Those that are not completed."""
    return (entry for entry in deadlines(question) if entry.kind is not EntryKind.HELD)
