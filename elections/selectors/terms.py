"""The term that an election ends. It may be registered late, corrected or put off while the election is going on."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from branches.models import Branch, CommitteeTerm, Court
from elections.choices import Stage
from elections.models import ElectionStep, TermElection


def open_term(branch: Branch) -> CommitteeTerm | None:
    """The term of a branch that the caller has fetched for a user."""
    return CommitteeTerm.objects.within(branch).filter(ends_on__isnull=True).first()


def take_up_term(election: TermElection) -> bool:
    """Give an election that is going on the branch's term as it is now, with its day; tells whether that is news."""
    if election.closed_on is not None:
        return False
    term = open_term(election.branch)
    known = (election.term_id, election.due_on)
    election.term, election.due_on = term, term.due_on if term else None
    return known != (election.term_id, election.due_on)


def steps_begun(court: Court, on: date) -> QuerySet[ElectionStep]:
    """The steps that were taken by `on`; of elections that had been called off by then, none."""
    steps = ElectionStep.objects.within(court).filter(on__lte=on)
    called_off = steps.filter(election=OuterRef("election"), stage=Stage.CANCELLED)
    return steps.filter(~Exists(called_off))
