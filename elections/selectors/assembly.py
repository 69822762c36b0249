"""Who was at the assembly that elects, and who stands in its next round."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from activities.choices import HELD_STATES
from activities.models import Activity, Attendance
from branches.models import Branch
from elections import rules
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
    """Seats that no round has filled."""
    elected = Candidate.objects.within(election.branch).filter(election=election, elected_in__isnull=False)
    return (election.seats or 0) - elected.count()


def standing(election: TermElection) -> list[Candidate]:
    """Who stands in the coming round: all at first, then those whom the last counted round left undecided."""
    rows = list(Candidate.objects.within(election.branch).filter(election=election).select_related("member"))
    last = last_counted(election)
    if last is None:
        return rows
    votes = dict(
        CandidateVotes.objects.within(election.branch).filter(ballot=last).values_list("candidate_id", "votes")
    )
    needed = ballot_figures(election).votes_needed(last.present)
    again = rules.outcome(votes, seats=last.seats, needed=needed).again
    return [row for row in rows if row.pk in again]


def last_counted(election: TermElection) -> Ballot | None:
    rounds = Ballot.objects.within(election.branch).filter(election=election, valid__isnull=False)
    return rounds.order_by("-number").first()


def ballot_figures(election: TermElection) -> Figures:
    """The figures of the day of the assembly."""
    if election.held_on is None:
        raise ValueError("no assembly was held")
    return figures_of(election.branch, election.held_on)
