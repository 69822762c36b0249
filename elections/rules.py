"""The arithmetic of an election (基层组织选举工作条例): who is needed, who is elected, who stands again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

HUNDRED = Decimal(100)


def candidates_needed(seats: int, surplus_percent: Decimal) -> int:
    """Seats and the surplus on top, rounded up: at 20 % for 3 seats 4, for 5 seats 6, for 7 seats 9."""
    return seats + ceil(seats * surplus_percent / HUNDRED)


def present_needed(voting_due: int, quorum_percent: Decimal) -> int:
    """The fewest that are `quorum_percent` of those due or more: at 80 % of 18 it is 15."""
    return ceil(voting_due * quorum_percent / HUNDRED)


def votes_needed(voting_present: int, elected_percent: Decimal) -> int:
    """The fewest votes that are more than `elected_percent` of those present: at 50 % of 20 it is 11."""
    return floor(voting_present * elected_percent / HUNDRED) + 1


@dataclass(frozen=True)
class Outcome:
    """Of one round: `elected`, and those who stand `again` for the seats that are left (nobody, if none is)."""

    elected: frozenset[int]
    again: frozenset[int]


def outcome(votes: Mapping[int, int], *, seats: int, needed: int, written_in: Collection[int] = frozenset()) -> Outcome:
    """Who is elected to `seats` by `votes` (candidate → votes), where `needed` votes are the fewest that elect.

    By votes, at most as many as there are seats. Where equal votes meet at the last seat, those who have them stand
    again; where too few have the votes, all on the ballots who are not elected stand again, not those `written_in`.
    """
    passed = {candidate: count for candidate, count in votes.items() if count >= needed}
    elected = {
        candidate for candidate, count in passed.items() if sum(other >= count for other in passed.values()) <= seats
    }
    if len(elected) == seats:
        return Outcome(frozenset(elected), frozenset())
    undecided = {candidate: count for candidate, count in passed.items() if candidate not in elected}
    if undecided:
        again = {candidate for candidate, count in undecided.items() if count == max(undecided.values())}
    else:
        again = set(votes) - elected - set(written_in)
    return Outcome(frozenset(elected), frozenset(again))
