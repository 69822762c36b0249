"""Bulletins: drafted with the month's figures, changed, issued once with the figures of that day; given up, voided."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from branches.models import Court
from core import audit
from core.changes import CONFLICT, differing
from core.dates import month_end
from core.errors import EditConflict, Refused
from notices.choices import NoticeState, Rule
from notices.models import Bulletin, BulletinCopy
from notices.selectors.bulletin_words import closing_of, in_words_of, opening_of, title_of
from notices.selectors.bulletins import LIVE, bulletin_figures
from notices.selectors.notices import branches_of
from notices.services.messages import Telling, settle, tell_branches, tell_committee


@transaction.atomic
def bulletin_draft(*, court: Court, month: date, on: date, at: datetime, by: Any = None) -> Bulletin:
    """The bulletin of a month that is over: the one that is there and holds, or a draft with the figures of `on` in
    words. The committee is told of one that nobody of it has asked for (`by` None)."""
    month = month.replace(day=1)
    if month_end(month.year, month.month) >= on:
        raise Refused(f"{month.year}年{month.month}月还没有结束，月底以后再起草通报。", field="month")
    _hold_court(court)
    kept = Bulletin.objects.within(court).select_related("court").filter(LIVE, month=month).first()
    if kept is not None:
        return kept
    figures = bulletin_figures(court, month, on)
    if not figures.branches:
        raise Refused(f"{court.name}在{month.year}年{month.month}月还没有党支部，没有可以通报的。", field="month")
    bulletin = Bulletin(
        court=court,
        month=month,
        title=title_of(month),
        opening=opening_of(figures),
        closing=closing_of(figures),
        created_by=by,
    )
    bulletin.full_clean()
    bulletin.save()
    if by is None:
        words = "已按系统记录起草，请核对、修改后签发。"
        telling = Telling(Rule.BULLETIN_DRAFTED, str(bulletin.pk), f"{bulletin.title}待签发", words, _path(bulletin))
        tell_committee(court, telling, at=at)
    audit.record(actor=by, action="notices.bulletin_draft", subject=bulletin)
    return bulletin


@transaction.atomic
def bulletin_draft_due(*, court: Court, month: date, on: date, at: datetime) -> Bulletin | None:
    """For the scheduler: a draft for a month that never had a bulletin. One that was given up or voided only a person
    drafts anew."""
    _hold_court(court)
    if Bulletin.objects.within(court).filter(month=month.replace(day=1)).exists():
        return None
    return bulletin_draft(court=court, month=month, on=on, at=at)


@transaction.atomic
def bulletin_change(*, bulletin: Bulletin, version: int, title: str, opening: str, closing: str, by: Any) -> Bulletin:
    """Change the words of a draft; its figures are the data's."""
    current = _hold(bulletin)
    if current.state is not NoticeState.DRAFT:
        raise Refused(f"这期通报{current.state.label}，不能再修改。")
    if current.version != version:
        raise EditConflict(CONFLICT)
    words = {"title": title.strip(), "opening": opening.strip(), "closing": closing.strip()}
    detail = differing({name: getattr(current, name) for name in words}, words)
    for name, text in words.items():
        setattr(current, name, text)
    current.version += 1
    current.full_clean()
    current.save()
    audit.record(actor=by, action="notices.bulletin_change", subject=current, detail=detail)
    return current


@transaction.atomic
def bulletin_issue(*, bulletin: Bulletin, version: int, by: Any, on: date, at: datetime) -> Bulletin:
    """Keep the figures as of `on` and send the bulletin to the branches of that day. Issued again, nothing happens
    twice."""
    current = _hold(bulletin)
    if current.state is NoticeState.ISSUED:
        return current
    _ensure(current, NoticeState.DRAFT, doing="签发")
    if current.version != version:
        raise EditConflict("您打开之后，这期通报又改过。请看过改动以后再签发。")
    branches = list(branches_of(current.court, on))
    if not branches:
        raise Refused("本院没有党支部，通报发不出去。")
    figures = bulletin_figures(current.court, current.month, on)
    in_words_of(current, figures)
    current.figures = figures.kept()
    current.issued_on, current.issued_at, current.issued_by = on, at, by
    current.version += 1
    current.full_clean()
    current.save()
    BulletinCopy.objects.bulk_create(
        BulletinCopy(court_id=current.court_id, branch=branch, bulletin=current) for branch in branches
    )
    settle(current.court, Rule.BULLETIN_DRAFTED, str(current.pk))
    words = "请查看本支部没有完成的组织生活和逾期的整改措施。"
    tell_branches(branches, Telling(Rule.BULLETIN_ISSUED, str(current.pk), current.title, words, _path(current)), at=at)
    audit.record(actor=by, action="notices.bulletin_issue", subject=current, detail={"to": len(branches)})
    return current


@transaction.atomic
def bulletin_discard(*, bulletin: Bulletin, by: Any, on: date) -> Bulletin:
    """Give a draft up; the scheduler writes no other for its month, a person may."""
    current = _hold(bulletin)
    _ensure(current, NoticeState.DRAFT, doing="放弃")
    current.discarded_on = on
    current.save(update_fields=["discarded_on"])
    settle(current.court, Rule.BULLETIN_DRAFTED, str(current.pk))
    audit.record(actor=by, action="notices.bulletin_discard", subject=current)
    return current


@transaction.atomic
def bulletin_void(*, bulletin: Bulletin, reason: str, by: Any, on: date, at: datetime) -> Bulletin:
    """Take an issued bulletin back; its branches are told, and read it still. Another may be drafted for the month."""
    current = _hold(bulletin)
    _ensure(current, NoticeState.ISSUED, doing="作废")
    reason = reason.strip()
    if not reason:
        raise Refused("请填写作废原因。", field="reason")
    current.voided_on, current.voided_by, current.void_reason = on, by, reason
    current.version += 1
    current.full_clean()
    current.save()
    branches = [copy.branch for copy in current.copies.select_related("branch")]
    telling = Telling(Rule.BULLETIN_VOIDED, str(current.pk), f"{current.title}已作废", reason, _path(current))
    tell_branches(branches, telling, at=at)
    audit.record(actor=by, action="notices.bulletin_void", subject=current, detail={"reason": reason})
    return current


def _path(bulletin: Bulletin) -> str:
    return reverse("notices:bulletin", args=(bulletin.pk,))


def _hold_court(court: Court) -> None:
    """Until the transaction ends: of two who draft at once, the second finds what the first made."""
    Court.objects.within(court).select_for_update(no_key=True).get()


def _ensure(bulletin: Bulletin, state: NoticeState, *, doing: str) -> None:
    if bulletin.state is not state:
        raise EditConflict(f"这期通报{bulletin.state.label}，不能{doing}。请刷新页面，看看现在的情况。")


def _hold(bulletin: Bulletin) -> Bulletin:
    rows = Bulletin.objects.within(bulletin.court).select_for_update(of=("self",)).select_related("court")
    return rows.get(pk=bulletin.pk)
