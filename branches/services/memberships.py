"""Where a member belongs, from a day to a day: on each day to exactly one branch, until the member leaves."""

from datetime import date, timedelta
from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import F, QuerySet

from branches.choices import HELD_BY_ONE, MembershipEnd, PostKind, TransferDirection
from branches.models import Branch, Member, Membership, PartyGroup, Post, Transfer
from branches.selectors.members import last_membership
from branches.services.followers import follow
from branches.services.leavings import refuse_if_rested_on
from core import audit
from core.dates import overlapping
from core.errors import Refused

DAY = timedelta(days=1)


@transaction.atomic
def member_move(*, member: Member, to_branch: Branch, to_group: PartyGroup | None, on: date, by: Any) -> Membership:
    """Move a member to another branch or group of the court from `on`; posts that the old place gave end with it.

    The present membership ends the day before. A move on the day it began replaces it: then it never was.
    """
    present = _present(member)
    if to_branch.court_id != member.court_id:
        raise Refused("只能在本院各支部之间调整；调到其他法院请转出组织关系。", field="to_branch")
    if (present.branch_id, present.group_id) == (to_branch.pk, to_group.pk if to_group else None):
        raise Refused("该党员已在这个支部、党小组。", field="to_branch")
    if present.starts_on and on < present.starts_on:
        raise Refused(f"日期不能早于进入现支部的日期 {present.starts_on:%Y-%m-%d}。", field="on")
    check_place(to_branch, to_group, on)
    came_from = {"branch": present.branch.name, "group": str(present.group or "")}
    _end_posts(member, present, to_branch, on)
    moved = (
        _replace(present, to_branch, to_group) if present.starts_on == on else _follow(present, to_branch, to_group, on)
    )
    _note_branch(member, to_branch, by)
    detail = {
        "before": came_from,
        "after": {"branch": to_branch.name, "group": str(to_group or "")},
        "on": on.isoformat(),
    }
    audit.record(actor=by, action="member.move", subject=member, detail=detail)
    return moved


@transaction.atomic
def member_leave(*, member: Member, last_on: date, reason: str, by: Any) -> Membership:
    """End the membership after `last_on`, for a reason of MembershipEnd; all posts end with it, and it keeps them."""
    present = _present(member)
    if reason not in MembershipEnd.values or reason == MembershipEnd.MOVED:
        raise Refused("请选择离开的原因。", field="reason")
    if present.starts_on and last_on < present.starts_on:
        raise Refused(f"日期不能早于进入现支部的日期 {present.starts_on:%Y-%m-%d}。", field="last_on")
    _end(present, last_on, reason)
    posts = Post.objects.within(member.court).filter(member=member)
    present.posts_before = serializers.serialize("python", _lasting(posts, last_on + DAY))
    present.save(update_fields=["posts_before"])
    _end_rows(posts, last_on + DAY)
    _raise_version(member)
    detail = {"last_on": last_on.isoformat(), "reason": reason}
    audit.record(actor=by, action="member.leave", subject=member, detail=detail)
    return present


@transaction.atomic
def member_leave_undo(*, member: Member, reason: str, by: Any, on: date) -> Membership:
    """Leaving was a mistake, or came to nothing: the membership goes on as if it had never ended, and so do its posts.

    Refused where something rests on it (a later membership, an admission anew, a letter, what higher apps say), or
    where branch or group are no more on `on`.
    """
    _lock(member)
    last = last_membership(member)
    if last is None or last.ends_on is None:
        raise Refused("该党员在册，没有可以撤销的离开。")
    if member.admitted_again:
        raise Refused("该党员离开后已重新入党，不能撤销。")
    letters = Transfer.objects.within(member.court).filter(member=member, direction=TransferDirection.OUT)
    if letters.filter(withdrawn_at__isnull=True, moved_on=last.ends_on).exists():
        raise Refused("该党员是凭介绍信转出的，请在“组织关系”里撤销转出。")
    refuse_if_rested_on(last)
    if not reason.strip():
        raise Refused("请填写撤销的原因。", field="reason")
    check_place(last.branch, last.group, on)
    last_on, posts = last.ends_on, last.posts_before
    last.ends_on, last.ended_by, last.posts_before = None, "", []
    last.full_clean()
    last.save(update_fields=["ends_on", "ended_by", "posts_before"])
    _take_up_posts(member, posts, last_on)
    _raise_version(member)
    detail = {"last_on": last_on.isoformat(), "reason": reason.strip()}
    audit.record(actor=by, action="member.leave_undo", subject=member, detail=detail)
    return last


@transaction.atomic
def member_return(*, member: Member, branch: Branch, group: PartyGroup | None, on: date, by: Any) -> Membership:
    """Take a member who had left back into a branch of the court from `on`."""
    if branch.court_id != member.court_id:
        raise Refused("只能转入本院的党支部。", field="to_branch")
    _lock(member)
    last = last_membership(member)
    if last is not None and (last.ends_on is None or last.ends_on >= on):
        raise Refused("该党员这时仍在册。", field="on")
    _check_may_return(member, last)
    check_place(branch, group, on)
    membership = Membership(court=member.court, branch=branch, group=group, member=member, starts_on=on)
    membership.full_clean()
    membership.save()
    _note_branch(member, branch, by)
    detail = {"branch": branch.name, "group": str(group or ""), "on": on.isoformat()}
    audit.record(actor=by, action="member.return", subject=member, detail=detail)
    return membership


# Of whom a leaving for this reason is registered, cannot come back to the same membership.
_FOR_GOOD = {
    MembershipEnd.DECEASED: "已登记去世",
    MembershipEnd.LEFT: "已出党，重新入党请新建发展档案",
}


def _check_may_return(member: Member, last: Membership | None) -> None:
    why = _FOR_GOOD.get(MembershipEnd(last.ended_by)) if last is not None and last.ended_by else None
    if last is not None and why:
        raise Refused(f"{member}于 {last.ends_on:%Y-%m-%d} {why}；登记有误的，请在党员页面撤销离开。")


def check_place(branch: Branch, group: PartyGroup | None, on: date | None) -> None:
    """Refuse a branch or group that does not exist on `on`, or that do not belong together."""
    if on and not branch.exists_on(on):
        raise Refused(f"{branch}在 {on:%Y-%m-%d} 不存在。", field="to_branch")
    if group is None:
        return
    if group.branch_id != branch.pk:
        raise Refused(f"{group}不是{branch}的党小组。", field="to_group")
    if on and not group.exists_on(on):
        raise Refused(f"{group}在 {on:%Y-%m-%d} 不存在。", field="to_group")


def _lock(member: Member) -> None:
    """Hold the person's row: of two who take a member back at once, the second waits and finds what the first did."""
    rows = Member.objects.within(member.court).select_for_update(no_key=True)
    member.refresh_from_db(fields=["admitted_again"], from_queryset=rows)


def _present(member: Member) -> Membership:
    memberships = Membership.objects.within(member.court).select_related("branch", "group")
    present = memberships.filter(member=member, ends_on__isnull=True).first()
    if present is None:
        raise Refused("该党员已不在册。")
    return present


def _replace(present: Membership, branch: Branch, group: PartyGroup | None) -> Membership:
    present.branch, present.group = branch, group
    present.full_clean()
    present.save(update_fields=["branch", "group"])
    return present


def _follow(present: Membership, branch: Branch, group: PartyGroup | None, on: date) -> Membership:
    _end(present, on - DAY, MembershipEnd.MOVED)
    moved = Membership(court=present.court, branch=branch, group=group, member=present.member, starts_on=on)
    moved.full_clean()
    moved.save()
    return moved


def _end(present: Membership, last_on: date, reason: str) -> None:
    """End it in one statement that asks whether it is still open: of two moves at once, one is refused."""
    still_open = Membership.objects.within(present.court).filter(pk=present.pk, ends_on__isnull=True)
    if not still_open.update(ends_on=last_on, ended_by=reason):
        raise Refused("该党员的归属刚被别人改过，请刷新后再试。")
    present.ends_on, present.ended_by = last_on, reason


def _end_posts(member: Member, present: Membership, to_branch: Branch, on: date) -> None:
    """Posts of the branch that is left end; within a branch, only the lead of the group that is left."""
    posts = Post.objects.within(member.court).filter(member=member, branch_id=present.branch_id)
    if to_branch.pk == present.branch_id:
        posts = posts.filter(kind=PostKind.GROUP_LEADER, group_id=present.group_id)
    _end_rows(posts, on)


def _lasting(posts: QuerySet[Post], gone_on: date) -> QuerySet[Post]:
    """Those that are held on `gone_on` or later."""
    return posts.filter(overlapping(gone_on, date.max))


def _end_rows(posts: QuerySet[Post], gone_on: date) -> None:
    posts.filter(starts_on__gte=gone_on).delete()
    _lasting(posts, gone_on).update(ends_on=gone_on - DAY)


def _take_up_posts(member: Member, images: list[dict[str, Any]], last_on: date) -> None:
    """The posts as they were, but for those that somebody changed since or that cannot be held any more."""
    for image in serializers.deserialize("python", images):
        post: Any = image.object  # a Post, not known to the checker
        if not _may_be_held(post, last_on + DAY):
            continue
        if post.starts_on and post.starts_on > last_on:
            post.full_clean()
            post.save(force_insert=True)
        else:
            Post.objects.within(member.court).filter(pk=post.pk, ends_on=last_on).update(ends_on=post.ends_on)


def _may_be_held(post: Post, since: date) -> bool:
    """Not without an end in a term that is over, nor in the days of another holder where there is only one."""
    if post.ends_on is None and post.term is not None and post.term.ends_on is not None:
        return False
    first, last = max(post.starts_on or since, since), post.ends_on or date.max
    others = Post.objects.within(post.branch).filter(overlapping(first, last), kind=post.kind, group=post.group)
    return post.kind not in HELD_BY_ONE or not others.exclude(pk=post.pk).exists()


def _note_branch(member: Member, branch: Branch, by: Any) -> None:
    moved = member.branch_id != branch.pk
    member.branch = branch
    _raise_version(member, branch=branch)
    if moved:
        follow(member, branch, by)


def _raise_version(member: Member, **values: Any) -> None:
    """A form that was opened before this change is refused."""
    Member.objects.within(member.court).filter(pk=member.pk).update(version=F("version") + 1, **values)
    member.version += 1
