"""Rounds of voting: counted, void, put right. Every round is kept, and what was put right beside it."""

from datetime import date
from typing import Any

from django.db import transaction

from core.errors import Refused
from elections import rules
from elections.choices import StepKind
from elections.models import Ballot, Candidate, CandidateVotes, ElectionStep, TermElection
from elections.selectors.assembly import open_seats, rounds, standing, stood_in, votes_needed
from elections.selectors.steps import stage_of
from elections.services.counting import Counted, Round, keep_round, next_stage, told_of
from elections.services.steps import add_step, claim, needed

# After one of these the outcome of the round before it is settled.
BUILT_UPON = (StepKind.COUNTED, StepKind.VOIDED, StepKind.SEATS_REDUCED, StepKind.CANDIDATE_OUT, StepKind.NOMINATED)
NOTHING: dict[str, Any] = {"elected_in": None, "stands": False, "post_kind": "", "post_title": ""}
ROUNDS = (StepKind.COUNTED, StepKind.VOIDED)


@transaction.atomic
def count_ballots(
    *, election: TermElection, counted: Counted, today: date, by: Any, after: int | None = None
) -> Ballot:
    """One round. Ends when all seats are filled; a void one is followed by another."""
    kind = StepKind.COUNTED if counted.valid is not None else StepKind.VOIDED
    election = claim(election, kind, after=after)
    kept = keep_round(_coming(election), counted)
    _settle(kept.rows, kept.outcome, kept.ballot)
    step: dict[str, Any] = {"stage": next_stage(election), "summary": told_of(kept)}
    add_step(election, kind, on=kept.ballot.held_on, today=today, by=by, **step)
    return kept.ballot


@transaction.atomic
def correct_ballot(
    *, ballot: Ballot, counted: Counted, reason: str, on: date, today: date, by: Any, after: int | None = None
) -> Ballot:
    """Put right a round that was mistyped, before the result is reported or when it was sent back; both are kept.

    The outcome follows the figures as they are now. Where more was built upon the round, it must stay what it was.
    """
    election = claim(ballot.election, StepKind.RECOUNTED, after=after)
    reason = needed(reason, "请写明更正的理由。", "reason")
    stage, before = stage_of(election), _outcome_of(ballot)
    stood = stood_in(ballot)
    if not rounds(election).filter(pk=ballot.pk).update(replaced=True):
        raise Refused("这一轮计票已经更正过，请刷新页面，在更正后的计票上办理。")
    held = Round(election, ballot.number, ballot.held_on, ballot.present, ballot.seats, stood, corrects=ballot)
    kept = keep_round(held, counted)
    changed = kept.outcome != before
    if _is_built_upon(ballot):
        if changed:
            raise Refused("更正以后当选人或下一轮候选人与后来办理的不符。确有错误的，请终止这次换届，重新选举。")
        Candidate.objects.within(election.branch).filter(pk__in=before.elected).update(elected_in=kept.ballot)
    else:
        dropped = Candidate.objects.within(election.branch).filter(votes__ballot=ballot)
        dropped.exclude(pk__in=[row.pk for row in kept.rows]).update(**NOTHING)
        _settle(kept.rows, kept.outcome, kept.ballot)
        stage = next_stage(election) if changed else stage
    summary = f"更正{told_of(kept)}"
    add_step(election, StepKind.RECOUNTED, stage=stage, on=on, today=today, by=by, summary=summary, text=reason)
    return kept.ballot


def _coming(election: TermElection) -> Round:
    if election.held_on is None or election.voting_present is None:
        raise ValueError("votes are cast at an assembly")
    number = rounds(election).count() + 1
    seats = open_seats(election)
    return Round(election, number, election.held_on, election.voting_present, seats, standing(election))


def _settle(rows: list[Candidate], outcome: rules.Outcome, ballot: Ballot) -> None:
    """Who is elected has a seat, who is to be voted on again stands, for the others it is over."""
    for row in rows:
        row.elected_in = ballot if row.pk in outcome.elected else None
        row.stands = row.pk in outcome.again
        if row.elected_in is None:
            row.post_kind = row.post_title = ""
        row.save(update_fields=["elected_in", "stands", "post_kind", "post_title"])


def _outcome_of(ballot: Ballot) -> rules.Outcome:
    """As it was settled: of a void round, that all stand again."""
    if ballot.is_void:
        return rules.Outcome(frozenset(), frozenset(row.pk for row in stood_in(ballot)))
    rows = CandidateVotes.objects.within(ballot.branch).filter(ballot=ballot)
    votes = {row.candidate_id: row.votes for row in rows}
    written_in = [row.candidate_id for row in rows if row.written_in]
    return rules.outcome(votes, seats=ballot.seats, needed=votes_needed(ballot), written_in=written_in)


def _is_built_upon(ballot: Ballot) -> bool:
    if rounds(ballot.election).filter(number__gt=ballot.number).exists():
        return True
    steps = ElectionStep.objects.within(ballot.branch).filter(election=ballot.election_id)
    counted = steps.filter(kind__in=ROUNDS).order_by("-order").values_list("order", flat=True)[:1]
    return steps.filter(kind__in=BUILT_UPON, order__gt=counted[0]).exists()
