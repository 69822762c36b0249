"""Where a member belongs, from a day to a day: on each day to exactly one branch, until the member leaves."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from branches.choices import MembershipEnd, PostKind
from branches.models import Branch, Member, Membership, PartyGroup, Post
from core import audit
from core.dates import in_force
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
    _note_branch(member, to_branch)
    detail = {
        "before": came_from,
        "after": {"branch": to_branch.name, "group": str(to_group or "")},
        "on": on.isoformat(),
    }
    audit.record(actor=by, action="member.move", subject=member, detail=detail)
    return moved


@transaction.atomic
def member_leave(*, member: Member, last_on: date, reason: str, by: Any) -> Membership:
    """End the membership after `last_on`, for a reason of MembershipEnd; all posts end with it."""
    present = _present(member)
    if reason not in MembershipEnd.values or reason == MembershipEnd.MOVED:
        raise Refused("请选择离开的原因。", field="reason")
    if present.starts_on and last_on < present.starts_on:
        raise Refused(f"日期不能早于进入现支部的日期 {present.starts_on:%Y-%m-%d}。", field="last_on")
    _end(present, last_on, reason)
    _end_rows(Post.objects.within(member.court).filter(member=member), last_on + DAY)
    _raise_version(member)
    detail = {"last_on": last_on.isoformat(), "reason": reason}
    audit.record(actor=by, action="member.leave", subject=member, detail=detail)
    return present


@transaction.atomic
def member_return(*, member: Member, branch: Branch, group: PartyGroup | None, on: date, by: Any) -> Membership:
    """Take a member who had left back into a branch of the court from `on`."""
    if branch.court_id != member.court_id:
        raise Refused("只能转入本院的党支部。", field="to_branch")
    memberships = Membership.objects.within(member.court).filter(member=member)
    if memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on)).exists():
        raise Refused("该党员这时仍在册。", field="on")
    check_place(branch, group, on)
    membership = Membership(court=member.court, branch=branch, group=group, member=member, starts_on=on)
    membership.full_clean()
    membership.save()
    _note_branch(member, branch)
    detail = {"branch": branch.name, "group": str(group or ""), "on": on.isoformat()}
    audit.record(actor=by, action="member.return", subject=member, detail=detail)
    return membership


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


def _end_rows(posts: Any, gone_on: date) -> None:
    posts.filter(starts_on__gte=gone_on).delete()
    posts.filter(in_force(gone_on) | Q(ends_on__gte=gone_on)).update(ends_on=gone_on - DAY)


def _note_branch(member: Member, branch: Branch) -> None:
    member.branch = branch
    _raise_version(member, branch=branch)


def _raise_version(member: Member, **values: Any) -> None:
    """A form that was opened before this change is refused."""
    Member.objects.within(member.court).filter(pk=member.pk).update(version=F("version") + 1, **values)
    member.version += 1
