"""Rounds of voting: counted, void, or ended by fewer seats. Every round is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from core.errors import Refused
from elections import rules
from elections.choices import Stage, StepKind
from elections.models import Ballot, Candidate, CandidateVotes, TermElection
from elections.selectors.assembly import ballot_figures, last_counted, open_seats, standing
from elections.services.steps import add_step, claim, needed, save


@transaction.atomic
def count_ballots(
    *,
    election: TermElection,
    issued: int,
    returned: int,
    valid: int,
    votes: Mapping[int, int],
    today: date,
    by: Any,
    after: int | None = None,
) -> Ballot:
    """One round: `votes` are those for each candidate (by key) who stands. Ends when all seats are filled."""
    election = claim(election, StepKind.COUNTED, after=after)
    stand, seats = standing(election), open_seats(election)
    present = election.voting_present or 0
    _check_issued(issued, present)
    if returned > issued:
        words = f"收回 {returned} 张，多于发出的 {issued} 张：数字属实时选举无效，请勾选“本轮选举无效”，重新投票。"
        raise Refused(words, field="returned")
    if valid > returned:
        raise Refused(f"有效票 {valid} 张，多于收回的 {returned} 张。", field="valid")
    _check_votes(stand, votes, valid, seats)
    ballot = _add_ballot(election, seats, issued, returned, valid)
    least = ballot_figures(election).votes_needed(present)
    result = rules.outcome({row.pk: votes[row.pk] for row in stand}, seats=seats, needed=least)
    _keep_votes(ballot, stand, votes, result)
    stage = Stage.TO_VOTE if result.again else Stage.TO_DIVIDE
    summary = _summary(ballot, stand, votes, result, least)
    add_step(election, StepKind.COUNTED, stage=stage, on=ballot.held_on, today=today, by=by, summary=summary)
    return ballot


@transaction.atomic
def void_ballot(
    *, election: TermElection, issued: int, returned: int, today: date, by: Any, after: int | None = None
) -> Ballot:
    """A round with more ballots returned than issued: void, nothing is counted, another follows."""
    election = claim(election, StepKind.VOIDED, after=after)
    _check_issued(issued, election.voting_present or 0)
    if returned <= issued:
        raise Refused(f"收回 {returned} 张，没有多于发出的 {issued} 张，选举有效，请填写计票结果。", field="returned")
    ballot = _add_ballot(election, open_seats(election), issued, returned, None)
    summary = f"{ballot}：发出 {issued} 张，收回 {returned} 张，多于发出的选票，选举无效，重新投票。"
    add_step(election, StepKind.VOIDED, on=ballot.held_on, today=today, by=by, summary=summary)
    return ballot


@transaction.atomic
def reduce_seats(*, election: TermElection, reason: str, on: date, today: date, by: Any) -> TermElection:
    """After a round too few were elected: the assembly leaves the other seats empty instead of voting again."""
    election = claim(election, StepKind.SEATS_REDUCED)
    reason = needed(reason, "请写明减少名额的理由和大会的决定。", "reason")
    if last_counted(election) is None:
        raise Refused("还没有投过票，不能减少名额。")
    elected = (election.seats or 0) - open_seats(election)
    least, _ = ballot_figures(election).seats_range(with_committee=bool(election.with_committee))
    if elected < least:
        raise Refused(f"已选出 {elected} 名，不足 {least} 名，还要另行选举，不能减少名额。", field="reason")
    summary = f"应选名额由 {election.seats} 名减为 {elected} 名，不再另行选举。"
    save(election, seats=elected)
    add_step(election, StepKind.SEATS_REDUCED, on=on, today=today, by=by, summary=summary, text=reason)
    return election


def _check_issued(issued: int, present: int) -> None:
    if issued > present:
        raise Refused(f"发出选票 {issued} 张，多于有选举权的实到 {present} 人。", field="issued")


def _check_votes(stand: list[Candidate], votes: Mapping[int, int], valid: int, seats: int) -> None:
    if set(votes) != {row.pk for row in stand}:
        raise Refused("候选人名单已经变化，请刷新页面，逐人填写得票。")
    for row in stand:
        if votes[row.pk] > valid:
            words = f"{row.member.name}得 {votes[row.pk]} 票，多于有效票 {valid} 张。"
            raise Refused(words, field=f"votes_{row.pk}")
    if sum(votes.values()) > valid * seats:
        words = f"得票合计 {sum(votes.values())}，多于有效票 {valid} 张 × 应选 {seats} 名 = {valid * seats}，请核对。"
        raise Refused(words, field="valid")


def _add_ballot(election: TermElection, seats: int, issued: int, returned: int, valid: int | None) -> Ballot:
    if election.held_on is None or election.voting_present is None:
        raise ValueError("votes are cast at an assembly")
    ballot = Ballot(
        court_id=election.court_id,
        branch_id=election.branch_id,
        election=election,
        number=Ballot.objects.within(election.branch).filter(election=election).count() + 1,
        held_on=election.held_on,
        present=election.voting_present,
        seats=seats,
        issued=issued,
        returned=returned,
        valid=valid,
    )
    ballot.full_clean()
    ballot.save()
    return ballot


def _keep_votes(ballot: Ballot, stand: list[Candidate], votes: Mapping[int, int], result: rules.Outcome) -> None:
    for row in stand:
        is_elected = row.pk in result.elected
        kept = CandidateVotes(ballot=ballot, candidate=row, votes=votes[row.pk], elected=is_elected)
        kept.full_clean()
        kept.save()
        if is_elected:
            row.elected_in = ballot
            row.save(update_fields=["elected_in"])


def _summary(
    ballot: Ballot, stand: list[Candidate], votes: Mapping[int, int], result: rules.Outcome, least: int
) -> str:
    names = [row.member.name for row in stand if row.pk in result.elected]
    figures = f"发出 {ballot.issued} 张，收回 {ballot.returned} 张，有效 {ballot.valid} 张；过半数为 {least} 票。"
    elected = f"当选 {len(names)} 名：{'、'.join(names)}。" if names else "无人当选。"
    left = ballot.seats - len(names)
    again = f"还差 {left} 名，另行选举。" if result.again else ""
    return f"{ballot}：{figures}{elected}{again}"
