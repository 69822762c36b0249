"""Who is due on a day, as the product's own roster says, asked once for each stretch of days without a change."""

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from functools import lru_cache
from random import Random

from branches.choices import PostKind
from branches.models import Member, Membership, PartyGroup, Post, VotingSuspension
from branches.selectors.rosters import Person, RosterBook
from core.dates import ONE_DAY, is_in_force
from reports.generator.days import known, years_before
from reports.generator.organization import Organization

_RECORDERS = (PostKind.ORGANIZATION, PostKind.PUBLICITY, PostKind.COMMITTEE_MEMBER, PostKind.DEPUTY_SECRETARY)
_YOUNG_UNTIL = 35


class DayRosters:
    """Rosters of one court whose organization is stored. Nothing changes between two of a branch's `_changes`."""

    def __init__(self, organization: Organization) -> None:
        self._book = RosterBook(organization.court)
        self._rows = {rows.branch.pk: rows for rows in organization.branches}
        self._changes = _changes(organization)
        born_after = years_before(organization.until, _YOUNG_UNTIL)
        members = [member for rows in organization.branches for member in rows.members]
        self._young = {member.pk for member in members if known(member.born_on) > born_after}
        # The key is the first day of the stretch, so that all its days share an answer.
        self._branch = lru_cache(maxsize=4096)(self._book.branch)
        self._committee = lru_cache(maxsize=4096)(self._book.committee)
        self._held = lru_cache(maxsize=4096)(self._posts)

    def branch(self, branch_id: int, on: date) -> list[Person]:
        return self._branch(branch_id, self._stretch(branch_id, on))

    def group(self, group: PartyGroup, on: date) -> list[Person]:
        return [person for person in self.branch(group.branch_id, on) if person.group_id == group.pk]

    def committee(self, branch_id: int, on: date) -> list[Person]:
        return self._committee(branch_id, self._stretch(branch_id, on))

    def secretaries(self, on: date) -> list[Person]:
        """The secretaries of all branches, in the branches' order."""
        found = []
        for branch_id in self._rows:
            secretary = self.holder(branch_id, on, PostKind.SECRETARY)
            found += [person for person in self.branch(branch_id, on) if person.member_id == secretary]
        return found

    def some(self, on: date, count: int, rng: Random, *, young: bool) -> list[Person]:
        """`count` people of the whole court, by lot; only those under 35 if `young`."""
        everyone = [person for branch_id in self._rows for person in self.branch(branch_id, on)]
        fitting = [person for person in everyone if person.member_id in self._young] if young else everyone
        return rng.sample(fitting, min(count, len(fitting)))

    def holder(self, branch_id: int, on: date, *kinds: str, group_id: int | None = None) -> int | None:
        """The member who holds the first of `kinds` that is held on that day."""
        held = self._held(branch_id, self._stretch(branch_id, on), group_id)
        return next((held[kind] for kind in kinds if kind in held), None)

    def _posts(self, branch_id: int, on: date, group_id: int | None) -> dict[str, int]:
        posts = self._rows[branch_id].posts
        return {post.kind: post.member_id for post in posts if post.group_id == group_id and is_in_force(post, on)}

    def chair(self, branch_id: int, on: date, group: PartyGroup | None) -> int | None:
        if group is not None:
            return self.holder(branch_id, on, PostKind.GROUP_LEADER, group_id=group.pk)
        return self.holder(branch_id, on, PostKind.SECRETARY, PostKind.DEPUTY_SECRETARY)

    def recorder(self, branch_id: int, on: date) -> int | None:
        return self.holder(branch_id, on, *_RECORDERS)

    def _stretch(self, branch_id: int, on: date) -> date:
        changes = self._changes[branch_id]
        index = bisect_right(changes, on)
        return changes[index - 1] if index else on


def _changes(organization: Organization) -> dict[int, list[date]]:
    """Branch → the days on which its roster, its votes or its posts become others, in order."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    for rows in organization.branches:
        for stay in (*rows.stays, *rows.earlier_stays):
            days[stay.branch_id] |= {*_edges(stay), *_steps(stay.member)}
        for post in rows.posts:
            days[rows.branch.pk] |= _edges(post)
        for suspension in rows.suspensions:
            days[rows.branch.pk] |= _edges(suspension)
    return {branch_id: sorted(found) for branch_id, found in days.items()}


def _edges(fact: Membership | Post | VotingSuspension) -> set[date]:
    return {day for day in (fact.starts_on, fact.ends_on and fact.ends_on + ONE_DAY) if day}


def _steps(member: Member) -> set[date]:
    return {day for day in (member.joined_on, member.confirmed_on) if day}
