"""Notices: written, changed as a whole with their items, issued, and given up (taken up again) or voided."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from activities.models import ActivityKind
from branches.models import Branch, Court
from core import audit
from core.changes import CONFLICT, differing
from core.dates import years_after
from core.errors import EditConflict, Refused
from notices.choices import ItemSource, NoticeState, Rule
from notices.models import Notice, NoticeItem, NoticeReceipt, Series
from notices.models.notices import MOST_ITEMS
from notices.selectors.notices import addressed_by
from notices.services.messages import Telling, settle, tell_branches
from notices.services.series import SeriesChoice, chosen_series, next_number


@dataclass(frozen=True)
class ItemFacts:
    """One line of the form. `pk`: the item that it was; what data it is asked about stays as it is there."""

    text: str
    source: str = ItemSource.REPLY
    pk: int | None = None
    kind: ActivityKind | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    target: int = 1
    unit: str = "次"


@transaction.atomic
def notice_create(
    *,
    series: Series | SeriesChoice,
    items: Sequence[ItemFacts],
    addressees: Collection[Branch] = (),
    by: Any,
    submission_key: UUID | None = None,
    **facts: Any,
) -> Notice:
    """A draft. `facts`: title, text, month, due_on. The same form sent twice makes one."""
    Court.objects.within(series.court).select_for_update(no_key=True).get()
    rows = Notice.objects.within(series.court)
    sent = rows.filter(submission_key=submission_key).first() if submission_key else None
    if sent is not None:
        return sent
    if isinstance(series, SeriesChoice):
        series = chosen_series(series, by=by)
    notice = Notice(court=series.court, series=series, created_by=by, submission_key=submission_key, **facts)
    notice.full_clean()
    notice.save()
    _set_addressees(notice, addressees)
    _set_items(notice, items)
    audit.record(actor=by, action="notices.notice_create", subject=notice)
    return notice


@transaction.atomic
def notice_change(
    *,
    notice: Notice,
    version: int,
    series: Series | SeriesChoice,
    items: Sequence[ItemFacts],
    addressees: Collection[Branch],
    by: Any,
    **facts: Any,
) -> Notice:
    """Change a draft as a whole. `facts`: title, text, month, due_on."""
    current = _hold(notice, NoticeState.DRAFT, doing="修改")
    if current.version != version:
        raise EditConflict(CONFLICT)
    if current.is_scheduled and facts["month"] != current.month:
        words = f"这期是系统按{current.month:%Y年%-m月}起草的，月份不能改。别的月份请另外起草。"
        raise Refused(words, field="month")
    before = _told(current)
    current.series = chosen_series(series, by=by) if isinstance(series, SeriesChoice) else series
    for name, value in facts.items():
        setattr(current, name, value)
    current.version += 1
    current.full_clean()
    current.save()
    _set_addressees(current, addressees)
    _set_items(current, items)
    audit.record(actor=by, action="notices.notice_change", subject=current, detail=differing(before, _told(current)))
    return current


def _told(notice: Notice) -> dict[str, Any]:
    """What the audit trail says of a draft."""
    items = NoticeItem.objects.within(notice.court).filter(notice=notice).order_by("order")
    plain = {name: getattr(notice, name) for name in ("title", "text", "month", "due_on")}
    return {
        **plain,
        "series": notice.series.name,
        "addressees": "、".join(str(branch) for branch in notice.addressees.order_by("order", "pk")),
        "items": " ".join(f"{number}. {_item_told(item)}" for number, item in enumerate(items, 1)),
    }


def _item_told(item: NoticeItem) -> str:
    """Without the words of one about a person: whose development it is does not belong in the trail."""
    words = f"{item.get_source_display()}（内容不记录）" if item.candidate_id else item.text
    return f"{words}（{item.target}{item.unit}）"


def _set_addressees(notice: Notice, branches: Collection[Branch]) -> None:
    if any(branch.court_id != notice.court_id for branch in branches):
        raise Refused("只能发给本院的党支部。", field="addressees")
    notice.addressees.set(branches)


def _set_items(notice: Notice, items: Sequence[ItemFacts]) -> None:
    """Those named by their key are kept, those missing go, the rest are new; the order is that of `items`."""
    if len(items) > MOST_ITEMS:
        raise Refused(f"一期最多 {MOST_ITEMS} 项，请分成几期。", field="items")
    kept = {item.pk: item for item in NoticeItem.objects.within(notice.court).filter(notice=notice)}
    named = [facts.pk for facts in items if facts.pk is not None]
    if len(set(named)) != len(named) or not kept.keys() >= set(named):
        raise EditConflict(CONFLICT)
    notice.items.exclude(pk__in=named).delete()
    # Out of each other's way first: an order stands once in a notice.
    for order, pk in enumerate(named, MOST_ITEMS + 1):
        notice.items.filter(pk=pk).update(order=order)
    for order, facts in enumerate(items, 1):
        item = kept[facts.pk] if facts.pk is not None else _new_item(notice, facts)
        item.order, item.text, item.target, item.unit = order, facts.text.strip(), facts.target, facts.unit.strip()
        item.full_clean(validate_unique=False)
        item.save()


def _new_item(notice: Notice, facts: ItemFacts) -> NoticeItem:
    if facts.source not in (ItemSource.OWED, ItemSource.HELD, ItemSource.REPLY):
        raise Refused("这种事项由系统起草，不能手工添加。", field="items")
    asks_data = facts.source != ItemSource.REPLY
    if asks_data and (facts.kind is None or facts.starts_on is None or facts.ends_on is None):
        raise Refused(f"“{facts.text}”由系统数据对照，请选择活动类型和起止日期。", field="items")
    if facts.starts_on and facts.ends_on and facts.starts_on > facts.ends_on:
        raise Refused(f"“{facts.text}”的截止日期早于起始日期。", field="items")
    if facts.starts_on and facts.ends_on and facts.ends_on >= years_after(facts.starts_on, 1):
        raise Refused(f"“{facts.text}”的起止日期超过一年，请分成几项。", field="items")
    span = {"kind": facts.kind, "starts_on": facts.starts_on, "ends_on": facts.ends_on} if asks_data else {}
    return NoticeItem(court_id=notice.court_id, notice=notice, source=facts.source, **span)


@transaction.atomic
def notice_issue(*, notice: Notice, version: int, by: Any, on: date, at: datetime) -> Notice:
    """Give the notice its number and send it to its branches. Issued again, nothing happens twice."""
    current = _hold_any(notice)
    if current.state is NoticeState.ISSUED:
        return current
    _ensure(current, NoticeState.DRAFT, doing="签发")
    if current.version != version:
        raise EditConflict("您打开之后，这期工作提示单又改过。请看过改动以后再签发。")
    branches = addressed_by(current, on)
    if not branches:
        raise Refused("没有可以发给的党支部：选定的支部都已撤销。请修改发送范围。", field="addressees")
    if not current.items.exists():
        raise Refused("这期工作提示单还没有事项，请先添加至少一项。")
    if current.due_on is not None and current.due_on < on:
        raise Refused(f"完成期限 {current.due_on:%Y-%m-%d} 已过，请先修改期限。", field="due_on")
    current.number = next_number(current)
    current.issued_on, current.issued_at, current.issued_by = on, at, by
    current.version += 1
    current.full_clean()
    current.save()
    NoticeReceipt.objects.bulk_create(
        NoticeReceipt(court_id=current.court_id, branch=branch, notice=current) for branch in branches
    )
    settle(current.court, Rule.NOTICE_DRAFTED, str(current.pk))
    words = f"请于 {current.due_on:%Y年%-m月%-d日} 前完成。" if current.due_on else "请签收并按要求办理。"
    tell_branches(branches, Telling(Rule.NOTICE_ISSUED, str(current.pk), str(current), words, _path(current)), at=at)
    audit.record(
        actor=by, action="notices.notice_issue", subject=current, detail={"number": current.number, "to": len(branches)}
    )
    return current


@transaction.atomic
def notice_discard(*, notice: Notice, by: Any, on: date) -> Notice:
    """Give a draft up; the scheduler writes no other for its month."""
    current = _hold(notice, NoticeState.DRAFT, doing="放弃")
    current.discarded_on = on
    current.version += 1
    current.save(update_fields=["discarded_on", "version"])
    settle(current.court, Rule.NOTICE_DRAFTED, str(current.pk))
    audit.record(actor=by, action="notices.notice_discard", subject=current)
    return current


@transaction.atomic
def notice_restore(*, notice: Notice, by: Any) -> Notice:
    """A draft again: one that was given up by mistake, the scheduler's above all, which it does not write anew."""
    current = _hold(notice, NoticeState.DISCARDED, doing="恢复")
    current.discarded_on = None
    current.version += 1
    current.save(update_fields=["discarded_on", "version"])
    audit.record(actor=by, action="notices.notice_restore", subject=current)
    return current


@transaction.atomic
def notice_void(*, notice: Notice, reason: str, by: Any, on: date, at: datetime) -> Notice:
    """Take an issued notice back; its number is not given again. Its branches are told."""
    current = _hold(notice, NoticeState.ISSUED, doing="作废")
    if not reason.strip():
        raise Refused("请填写作废原因。", field="reason")
    current.voided_on, current.voided_by, current.void_reason = on, by, reason.strip()
    current.version += 1
    current.full_clean()
    current.save()
    branches = [receipt.branch for receipt in current.receipts.select_related("branch")]
    telling = Telling(Rule.NOTICE_VOIDED, str(current.pk), f"{current.heading}已作废", reason.strip(), _path(current))
    tell_branches(branches, telling, at=at)
    audit.record(actor=by, action="notices.notice_void", subject=current, detail={"reason": reason.strip()})
    return current


def _path(notice: Notice) -> str:
    return reverse("notices:notice", args=(notice.pk,))


def _hold(notice: Notice, state: NoticeState, *, doing: str) -> Notice:
    """The notice as it is now, locked until the transaction ends; refused in any other state."""
    current = _hold_any(notice)
    _ensure(current, state, doing=doing)
    return current


def _hold_any(notice: Notice) -> Notice:
    rows = Notice.objects.within(notice.court).select_for_update(of=("self",)).select_related("series")
    current = rows.get(pk=notice.pk)
    current.court = notice.court
    return current


def _ensure(notice: Notice, state: NoticeState, *, doing: str) -> None:
    if notice.state is not state:
        raise EditConflict(f"这期工作提示单{notice.state.label}，不能{doing}。请刷新页面，看看现在的情况。")
