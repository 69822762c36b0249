"""Members of the branches that a user sees, and the dated facts of one of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from branches.choices import MembershipEnd
from branches.models import Member, Membership, Post, VotingSuspension
from core.dates import in_force

_OF_MEMBER = "of members that the user sees already"


def members_of(user: Any, on: date) -> QuerySet[Member]:
    """The members `user` sees, those who left too, each with `group_name` and `is_here` on `on`."""
    present = Membership.objects.unscoped(_OF_MEMBER).filter(in_force(on), member=OuterRef("pk"))
    return (
        Member.objects.visible_to(user)
        .select_related("branch", "court")
        .annotate(is_here=Exists(present), group_name=Subquery(present.values("group__name")[:1]))
    )


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
