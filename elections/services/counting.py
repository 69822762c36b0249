"""One round as it was counted: what can't be is refused, the rest is kept with its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from branches.models import Member
from core.errors import Refused
from elections import rules
from elections.choices import Stage
from elections.models import Ballot, Candidate, CandidateVotes, TermElection
from elections.selectors.assembly import open_seats, standing, votes_needed
from elections.selectors.figures import figures_of


@dataclass(frozen=True)
class Counted:
    """What was counted: without `valid` the round is void. `votes` by candidate's key, `others` by member's key."""

    issued: int
    returned: int
    valid: int | None = None
    votes: Mapping[int, int] = field(default_factory=dict)
    others: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """What a round is of: its number and day, who was there to vote, for how many seats, who was on the ballots."""

    election: TermElection
    number: int
    held_on: date
    present: int
    seats: int
    stood: list[Candidate]
    corrects: Ballot | None = None


@dataclass(frozen=True)
class Kept:
    """A round in the database: `rows` are all who got votes or stood, `least` the fewest votes that elect."""

    ballot: Ballot
    rows: list[Candidate]
    votes: Mapping[int, int]
    outcome: rules.Outcome
    least: int


def keep_round(held: Round, counted: Counted) -> Kept:
    """Check and store a round with its votes; who is elected is for the caller to write down."""
    _check_ballots(held, counted)
    if counted.valid is None:
        ballot = _add_ballot(held, counted)
        again = frozenset(row.pk for row in held.stood)
        return Kept(ballot, held.stood, {}, rules.Outcome(frozenset(), again), 0)
    _check_votes(held, counted, counted.valid)
    written_in = _written_in(held, counted.others)
    ballot = _add_ballot(held, counted)
    votes = {row.pk: counted.votes[row.pk] for row in held.stood}
    votes |= {row.pk: counted.others[row.member_id] for row in written_in}
    least = votes_needed(ballot)
    outcome = rules.outcome(votes, seats=held.seats, needed=least, written_in=[row.pk for row in written_in])
    rows = [*held.stood, *written_in]
    for row in rows:
        result = {"written_in": row in written_in, "elected": row.pk in outcome.elected}
        kept = CandidateVotes(ballot=ballot, candidate=row, votes=votes[row.pk], **result)
        kept.full_clean()
        kept.save()
    return Kept(ballot, rows, votes, outcome, least)


def next_stage(election: TermElection) -> Stage:
    """After a round: divide the work, vote again, or nominate others where nobody is left to vote on."""
    if open_seats(election) == 0:
        return Stage.TO_DIVIDE
    return Stage.TO_VOTE if standing(election) else Stage.TO_NOMINATE


def told_of(kept: Kept) -> str:
    """A round in a line: its figures, who is elected, what follows."""
    ballot = kept.ballot
    if ballot.is_void:
        return f"{ballot}：发出 {ballot.issued} 张，收回 {ballot.returned} 张，多于发出的选票，选举无效，重新投票。"
    names = [row.member.name for row in kept.rows if row.pk in kept.outcome.elected]
    figures = (
        f"发出 {ballot.issued} 张，收回 {ballot.returned} 张，有效 {ballot.valid} 张；至少 {kept.least} 票始得当选。"
    )
    elected = f"当选 {len(names)} 名：{'、'.join(names)}。" if names else "无人当选。"
    left = ballot.seats - len(names)
    return f"{ballot}：{figures}{elected}{f'还差 {left} 名，另行选举。' if left else ''}"


def _check_ballots(held: Round, counted: Counted) -> None:
    issued, returned, valid = counted.issued, counted.returned, counted.valid
    if issued > held.present:
        raise Refused(f"发出选票 {issued} 张，多于有选举权的实到 {held.present} 人。", field="issued")
    if valid is None and returned <= issued:
        raise Refused(f"收回 {returned} 张，没有多于发出的 {issued} 张，选举有效，请填写计票结果。", field="returned")
    if valid is not None and returned > issued:
        words = f"收回 {returned} 张，多于发出的 {issued} 张：数字属实时选举无效，请勾选“本轮选举无效”，重新投票。"
        raise Refused(words, field="returned")
    if valid is not None and valid > returned:
        raise Refused(f"有效票 {valid} 张，多于收回的 {returned} 张。", field="valid")


def _check_votes(held: Round, counted: Counted, valid: int) -> None:
    if set(counted.votes) != {row.pk for row in held.stood}:
        raise Refused("候选人名单已经变化，请刷新页面，逐人填写得票。")
    for row in held.stood:
        if counted.votes[row.pk] > valid:
            words = f"{row.member.name}得 {counted.votes[row.pk]} 票，多于有效票 {valid} 张。"
            raise Refused(words, field=f"votes_{row.pk}")
    total = sum(counted.votes.values()) + sum(counted.others.values())
    if total > valid * held.seats:
        words = f"得票合计 {total}，多于有效票 {valid} 张 × 应选 {held.seats} 名 = {valid * held.seats}，请核对。"
        raise Refused(words, field="valid")


def _written_in(held: Round, others: Mapping[int, int]) -> list[Candidate]:
    """A row for each who was voted for without being on the ballots: of the branch and with a vote."""
    election, branch = held.election, held.election.branch
    members = {member.pk: member for member in Member.objects.within(branch.court).filter(pk__in=others)}
    voters = figures_of(branch, held.held_on).voters if others else {}
    candidates = Candidate.objects.within(branch).filter(election=election).select_related("member", "elected_in")
    known = {row.member_id: row for row in candidates}
    rows: list[Candidate] = []
    for key in others:
        if key not in members or key not in voters:
            raise Refused("另选的人应是当天本支部有选举权的党员，请重新选择。", field="other_1")
        row = known.get(key)
        if row is None:
            owner = {"court_id": election.court_id, "branch_id": election.branch_id, "election": election}
            row = Candidate(**owner, member=members[key], order=len(known) + len(rows) + 1, stands=False)
            row.full_clean()
            row.save()
        else:
            _refuse_to_write_in(held, row)
        rows.append(row)
    return rows


def _refuse_to_write_in(held: Round, row: Candidate) -> None:
    """Who was on the ballots, has a seat from a round before, or had left; a round put right may keep its own."""
    name = row.member.name
    was_elected = row.elected_in is not None and row.elected_in.number < held.number
    if row in held.stood or (was_elected and row.out_on is None):
        raise Refused(f"{name}已在选票上或已经当选，不用另选。", field="other_1")
    if row.out_on is None:
        return
    votes = CandidateVotes.objects.within(held.election.branch).filter(candidate=row)
    if held.corrects is None or not votes.filter(ballot=held.corrects).exists():
        raise Refused(f"{name}已于 {row.out_on:%Y-%m-%d} 退出这次选举，不能另选。", field="other_1")


def _add_ballot(held: Round, counted: Counted) -> Ballot:
    election = held.election
    ballot = Ballot(
        court_id=election.court_id,
        branch_id=election.branch_id,
        election=election,
        number=held.number,
        held_on=held.held_on,
        present=held.present,
        seats=held.seats,
        issued=counted.issued,
        returned=counted.returned,
        valid=counted.valid,
        corrects=held.corrects,
    )
    ballot.full_clean()
    ballot.save()
    return ballot
