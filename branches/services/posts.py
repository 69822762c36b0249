"""Posts in a branch, and the terms of its committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from branches.choices import COMMITTEE_POSTS, HELD_BY_ONE, LimitCode, PostKind
from branches.models import Branch, CommitteeTerm, Member, PartyGroup, Post
from branches.selectors.limits import limit_value
from core import audit
from core.dates import overlapping, years_after
from core.errors import Refused

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Elected:
    """One who was elected, and to what."""

    member: Member
    kind: str
    title: str = ""


@transaction.atomic
def post_start(
    *,
    branch: Branch,
    member: Member,
    kind: str,
    starts_on: date | None,
    by: Any,
    group: PartyGroup | None = None,
    title: str = "",
) -> Post:
    """Appoint a member of the court to a post of the branch; a committee post belongs to the open term."""
    if member.court_id != branch.court_id:
        raise Refused("只能任命本院的党员。", field="member")
    _check_group(branch, kind, group, starts_on)
    _check_free(branch, member, kind, group, starts_on)
    term = None
    if kind in COMMITTEE_POSTS:
        term = CommitteeTerm.objects.within(branch).filter(ends_on__isnull=True).first()
    post = Post(
        court=branch.court,
        branch=branch,
        group=group if kind == PostKind.GROUP_LEADER else None,
        term=term,
        member=member,
        kind=kind,
        title=title.strip(),
        starts_on=starts_on,
    )
    post.full_clean()
    post.save()
    _note_recorded(branch)
    detail = {"member": member.name, "kind": kind, "starts_on": starts_on and starts_on.isoformat()}
    audit.record(actor=by, action="post.start", subject=post, detail=detail)
    return post


@transaction.atomic
def post_end(*, post: Post, last_on: date, by: Any) -> Post:
    """End a post after `last_on`."""
    if post.ends_on:
        raise Refused("该职务已经免去。")
    if post.starts_on and last_on < post.starts_on:
        raise Refused(f"日期不能早于任职日期 {post.starts_on:%Y-%m-%d}。", field="last_on")
    post.ends_on = last_on
    post.full_clean()
    post.save(update_fields=["ends_on"])
    audit.record(actor=by, action="post.end", subject=post, detail={"last_on": last_on.isoformat()})
    return post


@transaction.atomic
def term_start(
    *, branch: Branch, starts_on: date, elected: Sequence[Elected], by: Any, expires_on: date | None = None
) -> CommitteeTerm:
    """Begin a term with those elected; the term before and its posts end the day before. As long as the rule says."""
    _check_elected(branch, elected, starts_on)
    before = CommitteeTerm.objects.within(branch).filter(ends_on__isnull=True).first()
    if before and before.starts_on >= starts_on:
        raise Refused(f"本届起始日期应晚于上一届的起始日期 {before.starts_on:%Y-%m-%d}。", field="starts_on")
    if before:
        before.ends_on = starts_on - DAY
        before.save(update_fields=["ends_on"])
    _end_committee(branch, starts_on - DAY)
    term = CommitteeTerm(
        court=branch.court,
        branch=branch,
        starts_on=starts_on,
        expires_on=expires_on or years_after(starts_on, _years(branch, starts_on)),
    )
    term.full_clean()
    term.save()
    for each in elected:
        post = Post(
            court=branch.court,
            branch=branch,
            term=term,
            member=each.member,
            kind=each.kind,
            title=each.title.strip(),
            starts_on=starts_on,
        )
        post.full_clean()
        post.save()
    _note_recorded(branch)
    names = [f"{each.member.name} {each.kind}" for each in elected]
    detail = {"starts_on": starts_on.isoformat(), "expires_on": term.expires_on.isoformat(), "elected": names}
    audit.record(actor=by, action="term.start", subject=term, detail=detail)
    return term


@transaction.atomic
def term_end(*, term: CommitteeTerm, last_on: date, by: Any) -> CommitteeTerm:
    """End a term, and the committee's posts, after `last_on`."""
    if term.ends_on:
        raise Refused("本届已经结束。")
    if last_on < term.starts_on:
        raise Refused(f"日期不能早于本届起始日期 {term.starts_on:%Y-%m-%d}。", field="last_on")
    term.ends_on = last_on
    term.full_clean()
    term.save(update_fields=["ends_on"])
    _end_committee(term.branch, last_on)
    audit.record(actor=by, action="term.end", subject=term, detail={"last_on": last_on.isoformat()})
    return term


@transaction.atomic
def term_postpone(*, term: CommitteeTerm, until: date, number: str, by: Any) -> CommitteeTerm:
    """Put the next election off to `until`, as approved under the document `number`; how far is the approver's rule."""
    if term.ends_on:
        raise Refused("本届已经结束。")
    if until <= term.due_on:
        raise Refused(f"延期后的日期应晚于现在的届满日期 {term.due_on:%Y-%m-%d}。", field="until")
    term.postponed_to, term.postponed_by = until, number.strip()
    term.full_clean()
    term.save(update_fields=["postponed_to", "postponed_by"])
    audit.record(actor=by, action="term.postpone", subject=term, detail={"until": until.isoformat(), "number": number})
    return term


def _end_committee(branch: Branch, last_on: date) -> None:
    posts = Post.objects.within(branch).filter(kind__in=COMMITTEE_POSTS, ends_on__isnull=True)
    if posts.filter(starts_on__gt=last_on).exists():
        raise Refused(f"有支委的任职日期晚于 {last_on:%Y-%m-%d}，请先更正。", field="starts_on")
    posts.update(ends_on=last_on)


def _years(branch: Branch, on: date) -> int:
    return int(limit_value(LimitCode.TERM_YEARS, branch.court, on))


def _check_elected(branch: Branch, elected: Sequence[Elected], on: date) -> None:
    if any(each.member.court_id != branch.court_id for each in elected):
        raise Refused("只能选举本院的党员。")
    if any(each.kind not in COMMITTEE_POSTS for each in elected):
        raise Refused("换届只选举书记、副书记和委员。")
    if len({each.member.pk for each in elected}) < len(elected):
        raise Refused("同一名党员只能当选一个职务。")
    if sum(each.kind == PostKind.SECRETARY for each in elected) != 1:
        raise Refused("请选出一名书记。")
    most = int(limit_value(LimitCode.COMMITTEE_SEATS_MOST, branch.court, on))
    if len(elected) > most:
        raise Refused(f"支部委员会最多 {most} 人，现选出 {len(elected)} 人。")


def _check_group(branch: Branch, kind: str, group: PartyGroup | None, starts_on: date | None) -> None:
    if kind != PostKind.GROUP_LEADER:
        return
    if group is None or group.branch_id != branch.pk:
        raise Refused("请选择本支部的党小组。", field="group")
    if starts_on and not group.exists_on(starts_on):
        raise Refused(f"{group}在 {starts_on:%Y-%m-%d} 不存在。", field="starts_on")


def _check_free(branch: Branch, member: Member, kind: str, group: PartyGroup | None, starts_on: date | None) -> None:
    held = Post.objects.within(branch).filter(overlapping(starts_on or date.min, date.max), kind=kind)
    if kind == PostKind.GROUP_LEADER:
        held = held.filter(group=group)
    if held.filter(member=member).exists():
        raise Refused(f"{member}已担任这一职务。", field="member")
    holder = held.select_related("member").first()
    if kind in HELD_BY_ONE and holder:
        raise Refused(f"现任{holder.label}{holder.member}还没有免职，请先免职。", field="kind")


def _note_recorded(branch: Branch) -> None:
    """From now on a branch without commissioners is known to have no committee."""
    if not branch.posts_recorded:
        Branch.objects.within(branch).update(posts_recorded=True)
        branch.posts_recorded = True
