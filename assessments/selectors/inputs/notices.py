"""Inputs from work notices (工作提示单): what they asked for and was settled, never how fast they were acknowledged."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models.functions import Coalesce

from activities.engine import Known
from assessments.choices import Shape
from assessments.scoring import Found
from assessments.selectors.inputs.counted import records
from assessments.selectors.inputs.registry import Reading, register
from branches.models import Branch
from notices.models import NoticeItem, NoticeReceipt
from notices.selectors.answers import Answer, answers_of

ITEM = "notices.noticeitem"


@register(
    "NOTICE_ITEMS_DONE",
    "提示事项办结",
    Shape.PARTS,
    words=lambda names: "办结的提示事项占到期的提示事项",
    help="由工作提示单得出：完成期限在这一时段的事项，办结或者说明了几项；签收快慢不算；没有到期事项的，不适用。",
)
def notice_items_done(reading: Reading) -> dict[int, Found]:
    """Items that concern the branch and fell due in the span: settled, of those of which it is known."""
    return {branch_id: _settled(own) for branch_id, own in answers_due(reading).items()}


def answers_due(reading: Reading) -> dict[int, dict[int, Answer]]:
    """Branch → item that fell due → how it stands."""
    found: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    known = reading.whole.known if reading.whole else None
    for each in reading.shared(_answered, reading.as_of, tuple(reading.branches), known):
        if reading.start <= each.due_on <= reading.last:
            found[each.branch_id][each.item_id] = each.answer
    return dict(found)


class _Answered(NamedTuple):
    branch_id: int
    item_id: int
    due_on: date
    answer: Answer


def _answered(reading: Reading, as_of: date, branches: Sequence[Branch], known: Known | None) -> list[_Answered]:
    items, sent = reading.once(_items_due), reading.once(_sent)
    addressed = {branch_id for _, branch_id in sent}
    there = [branch for branch in branches if branch.pk in addressed]
    answers = answers_of(items=items.values(), branches=there, on=as_of, known=known, **reading.court_scope)
    return [
        _Answered(branch_id, item_id, items[item_id].last_day, answer)
        for (item_id, branch_id), answer in answers.items()
        if (items[item_id].notice_id, branch_id) in sent
    ]


def _settled(answers: dict[int, Answer]) -> Found:
    known = {item_id: answer for item_id, answer in answers.items() if answer.is_known}
    unknown = len(answers) - len(known)
    return Found(
        met=sum(answer.is_settled for answer in known.values()),
        due=len(known),
        records=records(ITEM, known),
        unknown=unknown,
        why=next(answer.words for answer in answers.values() if not answer.is_known) if unknown else "",
    )


def _items_due(reading: Reading) -> dict[int, Any]:
    """The items of issued notices that fell due in the span: at the end of their own, else with the notice."""
    rows = NoticeItem.objects.within(reading.court, with_below=reading.with_below).annotate(
        last_day=Coalesce("ends_on", "notice__due_on")
    )
    issued = rows.filter(notice__issued_on__lte=reading.as_of, notice__voided_on__isnull=True)
    due = issued.filter(last_day__range=(reading.start, reading.last)).select_related("notice", "kind")
    return {item.pk: item for item in due}


def _sent(reading: Reading) -> set[tuple[int, int]]:
    """(notice, branch) of what was sent."""
    notices = {item.notice_id for item in reading.once(_items_due).values()}
    rows = NoticeReceipt.objects.within(**reading.scope).filter(notice__in=notices)
    return set(rows.order_by().values_list("notice_id", "branch_id"))
