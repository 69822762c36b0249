"""Who belongs to a branch, a group, a committee on a given day. Nobody types these figures."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from branches.choices import COMMITTEE_POSTS, MemberStatus
from branches.models import Branch, Court, Member, Membership, Post, VotingSuspension
from core.dates import is_in_force


@dataclass(frozen=True)
class Person:
    """One member on one day. `votes`: formal, and no decision suspends the right (`suspended_by`: which one)."""

    member_id: int
    name: str
    pinyin: str
    branch_id: int
    group_id: int | None
    formal: bool
    votes: bool
    suspended_by: str = ""


class RosterBook:
    """The dated facts of one branch or one court, loaded once and asked for any number of days.

    Three queries; four where officers of the branch are members of another.

    Reads within an owner that the caller has fetched for a user.
    """

    def __init__(self, owner: Branch | Court) -> None:
        memberships = Membership.objects.within(owner).select_related("member")
        # A suspension goes with the person: it was noted in the branch of its day, perhaps not in this one.
        suspensions = VotingSuspension.objects.within(owner.court if isinstance(owner, Branch) else owner)
        posts = Post.objects.within(owner).filter(kind__in=COMMITTEE_POSTS)
        self._memberships = _by(memberships, "branch_id")
        self._of_holders = _by(_memberships_of_holders(owner, memberships, posts), "member_id")
        self._suspensions = _by(suspensions, "member_id")
        self._posts = _by(posts, "branch_id")

    def branch(self, branch_id: int, on: date) -> list[Person]:
        """Everyone of the branch on `on`; a member counts from the day of joining."""
        return [
            self._person(membership, on)
            for membership in self._memberships[branch_id]
            if is_in_force(membership, on) and _has_joined(membership.member, on)
        ]

    def group(self, branch_id: int, group_id: int, on: date) -> list[Person]:
        """The members of one group of the branch on `on`."""
        return [person for person in self.branch(branch_id, on) if person.group_id == group_id]

    def committee(self, branch_id: int, on: date) -> list[Person]:
        """Those who hold a post of the branch's committee on `on`, whichever branch they are members of."""
        holders = dict.fromkeys(post.member_id for post in self._posts[branch_id] if is_in_force(post, on))
        return [
            self._person(membership, on)
            for holder in holders
            for membership in self._of_holders[holder]
            if is_in_force(membership, on) and _has_joined(membership.member, on)
        ]

    def court(self, on: date) -> list[Person]:
        """Everyone of the owner on `on`."""
        return [person for branch in self._memberships for person in self.branch(branch, on)]

    def _person(self, membership: Membership, on: date) -> Person:
        member = membership.member
        formal = member.status_on(on) == MemberStatus.FORMAL
        suspended = [each.decision for each in self._suspensions[member.pk] if is_in_force(each, on)]
        return Person(
            member_id=member.pk,
            name=member.name,
            pinyin=member.pinyin,
            branch_id=membership.branch_id,
            group_id=membership.group_id,
            formal=formal,
            votes=formal and not suspended,
            suspended_by=suspended[0] if suspended else "",
        )


def member_named_on(name: str, *lists: Iterable[Person]) -> int | None:
    """The member of that name on the lists, if there is exactly one; anybody else is kept by name alone."""
    found = [person.member_id for people in lists for person in people if person.name == name.strip()]
    return found[0] if len(found) == 1 else None


def _memberships_of_holders(
    owner: Branch | Court, memberships: Iterable[Membership], posts: Iterable[Post]
) -> list[Membership]:
    """Memberships of those who hold posts; of a branch's officers also those in the court's other branches."""
    holders = {post.member_id for post in posts}
    found = [membership for membership in memberships if membership.member_id in holders]
    away = holders - {membership.member_id for membership in found}
    if away and isinstance(owner, Branch):
        elsewhere = Membership.objects.within(owner.court).filter(member_id__in=away)
        found += elsewhere.select_related("member")
    return found


def _has_joined(member: Member, on: date) -> bool:
    return member.joined_on is None or member.joined_on <= on


def _by(rows: Iterable, key: str) -> defaultdict[int, list]:
    grouped: defaultdict[int, list] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped
