"""Reminding the branches of a notice that are not done with it, once each, before its deadline."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from core.holidays import day_table
from notices.choices import ReceiptState, Rule
from notices.models import Message, Notice, NoticeItem, NoticeReceipt
from notices.selectors.answers import Answer, answers_of, receipt_state
from notices.selectors.schedule import reminded_from
from notices.selectors.settings import settings_of
from notices.services.messages import Telling, tell_branches


@transaction.atomic
def notice_remind(*, notice: Notice, on: date, at: datetime) -> list[Message]:
    """Tell each branch that has not completed the notice; those told before are left out. Nobody is told outside the
    working days from the court's day of reminding to the deadline, nor on the day on which the notice itself came."""
    rows = Notice.objects.within(notice.court).select_for_update(of=("self",)).select_related("series", "court")
    current = rows.get(pk=notice.pk)
    if not _is_time(current, on) or current.due_on is None:
        return []
    receipts = list(NoticeReceipt.objects.within(current.court).filter(notice=current).select_related("branch__court"))
    by_branch = _answers(current, receipts, on)
    behind = [
        receipt.branch
        for receipt in receipts
        if receipt_state(receipt, by_branch[receipt.branch_id], on) is not ReceiptState.COMPLETED
    ]
    title = f"{current}将于{current.due_on.month}月{current.due_on.day}日到期"
    words = "还有事项没有办完，请抓紧；尚未签收的请先签收。"
    path = reverse("notices:notice", args=(current.pk,))
    return tell_branches(behind, Telling(Rule.NOTICE_DUE, str(current.pk), title, words, path), at=at)


def _is_time(notice: Notice, on: date) -> bool:
    if notice.issued_on is None or notice.voided_on is not None or notice.due_on is None:
        return False
    if not notice.issued_on < on <= notice.due_on:
        return False
    own, table = settings_of(notice.court), day_table(on.year - 1, notice.due_on.year)
    return own.reminds and table.is_workday(on) and reminded_from(notice.due_on, own.remind_days, table) <= on


def _answers(notice: Notice, receipts: list[NoticeReceipt], on: date) -> dict[int, list[Answer]]:
    items = list(NoticeItem.objects.within(notice.court).filter(notice=notice).select_related("kind", "notice"))
    by_branch: dict[int, list[Answer]] = {receipt.branch_id: [] for receipt in receipts}
    answers = answers_of(notice.court, items, [receipt.branch for receipt in receipts], on)
    for (_, branch_id), answer in answers.items():
        by_branch[branch_id].append(answer)
    return by_branch
