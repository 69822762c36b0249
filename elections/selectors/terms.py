"""The term that an election ends. It may be registered late, corrected or put off while the election is going on."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from branches.models import Branch, CommitteeTerm, Court
from elections.choices import NOT_BEGUN, StepKind
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


def elections_begun(court: Court, on: date, *, with_below: bool = False) -> QuerySet[TermElection]:
    """The elections that had been requested by `on`: one that was called off or sent back, or for which only more time
    was asked, waits for its request as before."""
    taken = (
        ElectionStep.objects.within(court, with_below=with_below)
        .filter(election=OuterRef("pk"), on__lte=on)
        .order_by("-order")
    )
    elections = TermElection.objects.within(court, with_below=with_below).annotate(
        stage_then=Subquery(taken.values("stage")[:1])
    )
    return elections.filter(stage_then__isnull=False).exclude(stage_then__in=NOT_BEGUN)


def put_off(court: Court, on: date, *, with_below: bool = False) -> QuerySet[ElectionStep]:
    """The committee's consents by `on` to holding elections later, each `until` its day."""
    return ElectionStep.objects.within(court, with_below=with_below).filter(
        kind=StepKind.POSTPONEMENT_APPROVED, on__lte=on
    )
