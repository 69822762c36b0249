"""Inputs from work notices (工作提示单): what they asked for and was settled, never how fast they were acknowledged."""

from collections import defaultdict
from datetime import date

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
    items = _items_due(reading)
    branches = _addressees(reading, {item.notice_id for own in items.values() for item in own})
    found: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    for court_id, own in items.items():
        addressed = branches.get(court_id, {})
        everybody = {branch.pk: branch for of_notice in addressed.values() for branch in of_notice}
        answers = answers_of(own[0].court, own, list(everybody.values()), reading.as_of)
        sent = {(notice_id, branch.pk) for notice_id, of_notice in addressed.items() for branch in of_notice}
        notice_of = {item.pk: item.notice_id for item in own}
        for (item_id, branch_id), answer in answers.items():
            if (notice_of[item_id], branch_id) in sent:
                found[branch_id][item_id] = answer
    return {branch_id: _settled(answers) for branch_id, answers in found.items()}


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


def _items_due(reading: Reading) -> dict[int, list[NoticeItem]]:
    """Court → the items of its issued notices that fell due in the span."""
    rows = NoticeItem.objects.within(reading.court, with_below=reading.with_below).filter(
        notice__issued_on__lte=reading.as_of, notice__voided_on__isnull=True
    )
    found: defaultdict[int, list[NoticeItem]] = defaultdict(list)
    for item in rows.select_related("court", "notice", "kind"):
        due_on = _due_on(item)
        if due_on is not None and reading.start <= due_on <= reading.last:
            found[item.court_id].append(item)
    return dict(found)


def _due_on(item: NoticeItem) -> date | None:
    return item.ends_on or item.notice.due_on


def _addressees(reading: Reading, notices: set[int]) -> dict[int, dict[int, list[Branch]]]:
    """Court → notice → the branches that it was sent to."""
    found: defaultdict[int, defaultdict[int, list[Branch]]] = defaultdict(lambda: defaultdict(list))
    rows = NoticeReceipt.objects.within(**reading.scope).filter(notice__issued_on__lte=reading.as_of)
    for receipt in rows.select_related("branch"):
        if receipt.notice_id in notices:
            found[receipt.court_id][receipt.notice_id].append(receipt.branch)
    return {court_id: dict(of_court) for court_id, of_court in found.items()}
