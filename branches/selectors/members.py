"""Members of the branches that a user sees, and the dated facts of one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from branches.choices import MembershipEnd
from branches.models import Branch, Member, Membership, Post, VotingSuspension
from branches.selectors.breakdown import joined_by
from core.dates import in_force

_OF_MEMBER = "of members that the user sees already"


def members_of(user: Any, on: date) -> QuerySet[Member]:
    """The members `user` sees, those who left too, each with `group_name`, `branch_name` and `is_here` on `on`."""
    present = _stays(on)
    return (
        Member.objects.visible_to(user)
        .select_related("branch", "court")
        .annotate(
            is_here=Exists(present),
            branch_name=Subquery(present.values("branch__name")[:1]),
            group_name=Subquery(present.values("group__name")[:1]),
        )
    )


def here_on(members: QuerySet[Member], on: date, branch: Branch | None = None) -> QuerySet[Member]:
    """Of `members` those who were there on `on`: in `branch`, or in any."""
    return members.filter(Exists(_stays(on, branch)))


def away_on(members: QuerySet[Member], on: date, branch: Branch | None = None) -> QuerySet[Member]:
    """Of `members` those who were not there on `on`: in `branch`, or in any."""
    return members.exclude(Exists(_stays(on, branch)))


def left_by(members: QuerySet[Member], on: date) -> QuerySet[Member]:
    """Of `members` those who were there before `on`, and on that day no more."""
    been = Membership.objects.unscoped(_OF_MEMBER).filter(member=OuterRef("pk"), ends_on__lt=on)
    return away_on(members, on).filter(Exists(been))


def moved_between(members: QuerySet[Member], before: date, after: date) -> QuerySet[Any]:
    """Of `members` those who were in one branch on `before` and in another on `after`."""
    branches = {name: Subquery(_stays(on).values("branch")[:1]) for name, on in (("first", before), ("last", after))}
    rows: QuerySet[Any] = members.alias(**branches)
    return rows.filter(first__isnull=False, last__isnull=False).exclude(first=F("last"))


def _stays(on: date, branch: Branch | None = None) -> QuerySet[Membership]:
    """The membership of the outer query's member on `on`; a member counts from the day of joining."""
    rows = Membership.objects.unscoped(_OF_MEMBER).filter(in_force(on), joined_by(on, "member__"))
    rows = rows.filter(member=OuterRef("pk"))
    return rows.filter(branch=branch) if branch else rows


def found_by(members: QuerySet[Member], text: str) -> QuerySet[Member]:
    """Members by a part of the name, by the start of pinyin or initials, or by department."""
    text = text.strip()
    keys = Q(pinyin__istartswith=text) | Q(pinyin__icontains=f" {text}")
    return members.filter(Q(name__icontains=text) | keys | Q(department__icontains=text))


@dataclass(frozen=True)
class Fact:
    """One line of a member's history."""

    starts_on: date | None
    ends_on: date | None
    what: str
    note: str
    kind: str


def history_of(user: Any, member: Member) -> list[Fact]:
    """Branches, posts, status and voting right from first to last day, the latest first."""
    facts = [_membership(each) for each in _rows(Membership, user, member).select_related("branch", "group")]
    facts += [
        Fact(each.starts_on, each.ends_on, f"任{each.branch}{each.label}", str(each.group or ""), "info")
        for each in Post.objects.visible_to(user).filter(member=member).select_related("branch", "group")
    ]
    facts += [
        Fact(each.starts_on, each.ends_on, "停止表决权", each.decision, "warning")
        for each in _rows(VotingSuspension, user, member)
    ]
    if member.joined_on:
        facts.append(Fact(member.joined_on, member.joined_on, "入党", "", "success"))
    if member.confirmed_on:
        facts.append(Fact(member.confirmed_on, member.confirmed_on, "转为正式党员", "", "success"))
    return sorted(facts, key=lambda fact: fact.starts_on or date.min, reverse=True)


def present_membership(user: Any, member: Member) -> Membership | None:
    """The membership that is still open."""
    rows = _rows(Membership, user, member).select_related("branch", "group")
    return rows.filter(ends_on__isnull=True).first()


def last_membership(member: Member) -> Membership | None:
    """Of a member that was fetched for a user: the membership that is open, or else that ended last."""
    rows = Membership.objects.within(member.court).filter(member=member)
    return rows.order_by(F("ends_on").desc(nulls_first=True), "-id").first()


def suspensions_of(user: Any, member: Member) -> QuerySet[VotingSuspension]:
    """Decisions on the voting right, the latest first."""
    return _rows(VotingSuspension, user, member).order_by(F("starts_on").desc(), "-id")


def _rows(model: Any, user: Any, member: Member) -> QuerySet[Any]:
    return model.objects.visible_to(user).filter(member=member)


def _membership(each: Membership) -> Fact:
    place = f"{each.branch}{f' · {each.group}' if each.group else ''}"
    ended = MembershipEnd(each.ended_by).label if each.ended_by else ""
    return Fact(each.starts_on, each.ends_on, f"在{place}", ended, "neutral")
