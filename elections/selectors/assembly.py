"""Who was at the assembly that elects, and who stands in its next round."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from activities.choices import HELD_STATES
from activities.models import Activity, Attendance
from branches.choices import LimitCode
from branches.models import Branch
from branches.selectors.limits import limit_value
from elections import rules
from elections.choices import Method
from elections.models import Ballot, Candidate, CandidateVotes, TermElection
from elections.selectors.figures import Figures, figures_of

ASSEMBLY = "BRANCH_ASSEMBLY"


@dataclass(frozen=True)
class Record:
    """The branch's own record of the assembly, with the members who were there."""

    activity: Activity
    present: frozenset[int]


def assembly_record(branch: Branch, on: date) -> Record | None:
    """The branch's submitted record of an assembly on `on` with its attendance by name; none for a bare ledger row."""
    rows = Activity.objects.within(branch).filter(held_on=on, group__isnull=True, state__in=HELD_STATES)
    assemblies = rows.filter(Q(kind__code=ASSEMBLY) | Q(also_kinds__code=ASSEMBLY)).order_by("id").distinct()
    for activity in assemblies:
        people = Attendance.objects.within(branch).filter(activity=activity, sits_in=False)
        present = dict(people.values_list("member_id", "present"))
        if present:
            return Record(activity, frozenset(member for member, was_there in present.items() if was_there))
    return None


def open_seats(election: TermElection) -> int:
    """Seats that no round has filled, or that somebody gave back."""
    return (election.seats or 0) - len(elected_rows(election))


def elected_rows(election: TermElection) -> list[Candidate]:
    """Those who were elected and took the seat, in the order of the list."""
    return _candidates(election, elected_in__isnull=False, out_on__isnull=True)


def standing(election: TermElection) -> list[Candidate]:
    """Who is on the ballots of the coming round, in the order of the list."""
    return _candidates(election, stands=True)


def candidates_needed(election: TermElection, figures: Figures) -> int:
    """The fewest that must stand for the open seats: with a surplus, unless it was approved that there be none."""
    seats = open_seats(election)
    return seats if election.method == Method.EQUAL else figures.candidates_needed(seats)


def without_right(rows: list[Candidate], figures: Figures) -> list[str]:
    """The names of those who by now have no vote in the branch: left, moved, or their right suspended."""
    return [row.member.name for row in rows if row.member_id not in figures.voters]


def _candidates(election: TermElection, **conditions: Any) -> list[Candidate]:
    rows = Candidate.objects.within(election.branch).filter(election=election, **conditions)
    return list(rows.select_related("member"))


def rounds(election: TermElection) -> QuerySet[Ballot]:
    """The rounds as they were counted in the end."""
    return Ballot.objects.within(election.branch).filter(election=election, replaced=False)


def stood_in(ballot: Ballot) -> list[Candidate]:
    """Who was on the ballots of a round; of a void one nothing was counted, so they stood in the one after it."""
    votes = CandidateVotes.objects.within(ballot.branch).select_related("candidate__member")
    there = votes.filter(ballot__election=ballot.election_id, ballot__replaced=False)
    counted = there.filter(ballot__number__gte=ballot.number).order_by("ballot__number", "candidate__order")
    first = counted.first()
    if first is None:
        return standing(ballot.election)
    return [row.candidate for row in counted.filter(ballot=first.ballot_id) if not row.written_in]


def votes_needed(ballot: Ballot) -> int:
    """The fewest votes that elected in a round, by the figure of its day."""
    return rules.votes_needed(
        ballot.present, limit_value(LimitCode.ELECTION_ELECTED_PERCENT, ballot.court, ballot.held_on)
    )


def last_counted(election: TermElection) -> Ballot | None:
    return rounds(election).filter(valid__isnull=False).order_by("-number").first()


def ballot_figures(election: TermElection) -> Figures:
    """The figures of the day of the assembly."""
    if election.held_on is None:
        raise ValueError("no assembly was held")
    return figures_of(election.branch, election.held_on)
