"""Who is due at a meeting: always from the roster of its date (domain.md 2)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from activities.choices import Quorum, Roster
from activities.models import ActivityKind
from activities.rules import VoteRules
from activities.selectors.vote_rules import vote_rules
from branches.models import Branch, Court, PartyGroup
from branches.selectors.rosters import Person, RosterBook


@dataclass(frozen=True)
class DueRoster:
    """`people` are due, `base` are those of them on whom the quorum rests, `others` of the branch may sit in.

    `rules` are those of the day for quorum and votes; None while no kind or day is chosen.
    """

    people: list[Person] = field(default_factory=list)
    base: frozenset[int] = frozenset()
    others: list[Person] = field(default_factory=list)
    rules: VoteRules | None = None

    @property
    def ids(self) -> set[int]:
        return {person.member_id for person in self.people}

    def names(self) -> dict[int, str]:
        return {person.member_id: person.name for person in (*self.people, *self.others)}


def due_roster(
    *,
    kind: ActivityKind,
    court: Court,
    branch: Branch | None,
    group: PartyGroup | None,
    on: date,
    invited: Collection[int] = (),
) -> DueRoster:
    """The roster of `kind` on `on`, within a branch or court that the caller has fetched for a user (5 queries).

    For kinds whose people are invited, `invited` are the chosen ones and the rest may still be chosen.
    """
    book = RosterBook(branch or court)
    everyone = book.branch(branch.pk, on) if branch else book.court(on)
    people = _due(book, kind=kind, branch=branch, group=group, on=on, everyone=everyone, invited=invited)
    ids = {person.member_id for person in people}
    return DueRoster(
        people=people,
        base=_quorum_base(book, kind=kind, branch=branch, on=on, people=people),
        others=[person for person in everyone if person.member_id not in ids],
        rules=vote_rules(court, on),
    )


def _due(
    book: RosterBook,
    *,
    kind: ActivityKind,
    branch: Branch | None,
    group: PartyGroup | None,
    on: date,
    everyone: list[Person],
    invited: Collection[int],
) -> list[Person]:
    if kind.roster == Roster.INVITED:
        return [person for person in everyone if person.member_id in invited]
    if branch is None:
        return []
    if kind.roster == Roster.COMMITTEE:
        return book.committee(branch.pk, on)
    if kind.roster == Roster.GROUP:
        return book.group(branch.pk, group.pk, on) if group else []
    return everyone


def _quorum_base(
    book: RosterBook, *, kind: ActivityKind, branch: Branch | None, on: date, people: list[Person]
) -> frozenset[int]:
    if kind.quorum == Quorum.COMMITTEE and branch is not None:
        committee = {person.member_id for person in book.committee(branch.pk, on)}
        return frozenset(person.member_id for person in people if person.member_id in committee)
    return frozenset(person.member_id for person in people if person.votes)
