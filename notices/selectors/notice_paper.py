"""A notice as its paper says it: to whom it went, its items, by when, who signs."""

from datetime import date
from typing import Any

from core.documents.plain import paragraphs
from notices.choices import ItemSource, NoticeState
from notices.models import Notice, NoticeItem, NoticeReceipt
from notices.permissions import is_of_committee
from notices.selectors.notices import addressed_by
from notices.selectors.standing import items_of
from notices.selectors.words import basis_of

# More names than that nobody reads.
MOST_NAMES = 6
_REMARKS = {NoticeState.DRAFT: "（草稿）", NoticeState.DISCARDED: "（草稿）", NoticeState.VOIDED: "（已作废）"}


def notice_data(user: Any, notice: Notice, on: date) -> dict[str, Any]:
    """What the paper holds, of the items that the user sees; of a draft as it would be issued on `on`."""
    items = items_of(user, [notice]).get(notice.pk, [])
    return {
        "name": "工作提示单",
        "number_line": notice.heading + _REMARKS.get(notice.state, ""),
        "title": notice.title,
        "addressees": _addressees(user, notice, on),
        "paragraphs": paragraphs(notice.text),
        "items": [{"line": _line(number, item), "basis": basis_of(item)} for number, item in enumerate(items, 1)],
        "deadline": f"以上事项请于{_day(notice.due_on)}前完成。" if notice.due_on else "",
        "signed_by": f"{notice.court}机关党委",
        "issued_on": _day(notice.issued_on) if notice.issued_on else "",
    }


def _addressees(user: Any, notice: Notice, on: date) -> str:
    """A branch that was chosen reads its own name, never who else was."""
    if not notice.addressees.exists():
        return "各党支部"
    if notice.number is None:
        names = [branch.name for branch in addressed_by(notice, on)]
    else:
        receipts = NoticeReceipt.objects.visible_to(user).filter(notice=notice).select_related("branch")
        names = [receipt.branch.name for receipt in receipts]
    if is_of_committee(user, notice) and len(names) > MOST_NAMES:
        return "有关党支部"
    return "、".join(names) or "有关党支部"


def _line(number: int, item: NoticeItem) -> str:
    """An item of one branch alone names it; how much is asked for stands where it is counted."""
    is_counted = item.target > 1 and item.source in (ItemSource.REPLY, ItemSource.HELD)
    remarks = [str(item.branch)] if item.branch else []
    remarks += [f"{item.target}{item.unit}"] if is_counted else []
    behind = f"（{'，'.join(remarks)}）" if remarks else ""
    return f"{number}．{item.text.rstrip('。；')}{behind}。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
