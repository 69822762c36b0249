"""The figures of a branch's election on a day: who votes from the roster, how many are needed from the limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from branches.choices import LimitCode
from branches.models import Branch, Limit
from branches.selectors.limits import limits_on
from branches.selectors.rosters import Person, RosterBook
from elections import rules

CODES = (
    LimitCode.COMMITTEE_FROM_MEMBERS,
    LimitCode.COMMITTEE_SEATS_LEAST,
    LimitCode.COMMITTEE_SEATS_USUAL,
    LimitCode.COMMITTEE_SEATS_MOST,
    LimitCode.ELECTION_POSTPONE_MONTHS,
    LimitCode.ELECTION_SURPLUS_PERCENT,
    LimitCode.ELECTION_QUORUM_PERCENT,
    LimitCode.ELECTION_ELECTED_PERCENT,
    LimitCode.ELECTION_CONGRESS_MEMBERS,
)
# Without a committee: a secretary and, where there is need, a deputy (支部工作条例 22).
SEATS_WITHOUT_COMMITTEE = (1, 2)
FOUR_FIFTHS = 80


@dataclass(frozen=True)
class Figures:
    """`people` is the branch's roster on `on`, `limits` the rules' figures of that day.

    `excluded`: members who by a decision don't count among those due (long ill, away for long …); never by themselves.
    """

    on: date
    people: list[Person]
    limits: dict[str, Limit]
    excluded: frozenset[int] = frozenset()

    def limit(self, code: str) -> int:
        """A figure that counts people or months."""
        return int(self.limits[code].value)

    @cached_property
    def voters(self) -> dict[int, Person]:
        """Those who may vote and be elected, by member."""
        return {person.member_id: person for person in self.people if person.votes}

    @property
    def due(self) -> set[int]:
        """Those with a vote on whom the quorum is reckoned."""
        return set(self.voters) - self.excluded

    @property
    def formal(self) -> int:
        return sum(person.formal for person in self.people)

    @property
    def elects_committee(self) -> bool:
        return self.formal >= self.limit(LimitCode.COMMITTEE_FROM_MEMBERS)

    def seats_range(self, *, with_committee: bool) -> tuple[int, int]:
        """The fewest and the most seats, of a committee or of a secretary alone."""
        if not with_committee:
            return SEATS_WITHOUT_COMMITTEE
        return self.limit(LimitCode.COMMITTEE_SEATS_LEAST), self.limit(LimitCode.COMMITTEE_SEATS_MOST)

    @property
    def needs_congress(self) -> bool:
        return len(self.people) >= self.limit(LimitCode.ELECTION_CONGRESS_MEMBERS)

    def candidates_needed(self, seats: int) -> int:
        return rules.candidates_needed(seats, self.limits[LimitCode.ELECTION_SURPLUS_PERCENT].value)

    @property
    def present_needed(self) -> int:
        return rules.present_needed(len(self.due), self.limits[LimitCode.ELECTION_QUORUM_PERCENT].value)

    @property
    def quorum_words(self) -> str:
        """“五分之四” where that is the figure, else the percentage."""
        percent = self.limits[LimitCode.ELECTION_QUORUM_PERCENT]
        return "五分之四" if percent.value == FOUR_FIFTHS else f"{percent.figure}%"

    def votes_needed(self, present: int) -> int:
        return rules.votes_needed(present, self.limits[LimitCode.ELECTION_ELECTED_PERCENT].value)


def figures_of(branch: Branch, on: date, excluded: Iterable[int] = ()) -> Figures:
    """The figures of a branch that the caller has fetched for a user (4 or 5 queries)."""
    people = RosterBook(branch).branch(branch.pk, on)
    return Figures(on, people, limits_on(CODES, branch.court, on), frozenset(excluded))
