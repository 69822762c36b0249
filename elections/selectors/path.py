"""One election as a path: what was done, where it stands, what comes next and who has to do it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from branches.choices import LimitCode
from branches.selectors.limits import limit_value
from elections import rules
from elections.choices import FOR_COMMITTEE, Stage, StepKind
from elections.models import Ballot, Candidate, CandidateVotes, ElectionStep, TermElection


@dataclass(frozen=True)
class Leg:
    """A part of the path: the stages that it passes, and the steps that belong to it."""

    code: str
    label: str
    stages: tuple[Stage, ...]
    kinds: tuple[StepKind, ...]


LEGS = (
    Leg(
        "REQUEST",
        "请示与批复",
        (Stage.TO_REQUEST, Stage.POSTPONEMENT_ASKED, Stage.REQUESTED),
        (StepKind.POSTPONEMENT_ASKED, StepKind.POSTPONEMENT_APPROVED, StepKind.POSTPONEMENT_REFUSED)
        + (StepKind.REQUESTED, StepKind.APPROVED, StepKind.REFUSED),
    ),
    Leg(
        "CANDIDATES",
        "候选人",
        (Stage.TO_NOMINATE, Stage.TO_HEAR, Stage.LIST_SENT),
        (StepKind.NOMINATED, StepKind.HEARD, StepKind.LIST_APPROVED, StepKind.LIST_REFUSED),
    ),
    Leg("ASSEMBLY", "选举大会", (Stage.TO_ASSEMBLE,), (StepKind.EXCLUDED, StepKind.ASSEMBLED)),
    Leg(
        "VOTE",
        "投票计票",
        (Stage.TO_VOTE,),
        (StepKind.COUNTED, StepKind.VOIDED, StepKind.RECOUNTED, StepKind.SEATS_REDUCED),
    ),
    Leg("DIVISION", "支委会分工", (Stage.TO_DIVIDE,), (StepKind.DIVIDED,)),
    Leg(
        "RECORD",
        "批准备案",
        (Stage.TO_REPORT, Stage.REPORTED, Stage.DONE),
        (StepKind.REPORTED, StepKind.RECORDED, StepKind.SENT_BACK),
    ),
)
DONE, CURRENT, AHEAD = "done", "current", "ahead"
# What is to be done at each stage: the words of its button, and what it asks for.
TO_DO = {
    Stage.TO_REQUEST: ("写换届请示", "写明拟选举日期、名额和事由，报机关党委批复；不能按期换届的，先申请延期。"),
    Stage.POSTPONEMENT_ASKED: ("批复延期", "同意的填写批复文号，任期随之顺延；不同意的写明理由。"),
    Stage.REQUESTED: ("批复请示", "同意的填写批复文号；需要修改的，写明理由退回。"),
    Stage.TO_NOMINATE: ("提出人选", "从本支部有选举权的党员中提出候选人预备人选，差额选举的人数要多于名额。"),
    Stage.TO_HEAR: ("登记征求意见", "征求党员意见后，连同人选报机关党委审查。"),
    Stage.LIST_SENT: ("批复人选", "同意的填写批复文号；需要调整的，写明理由退回。"),
    Stage.TO_ASSEMBLE: ("登记选举大会", "有选举权的党员五分之四以上到会才能选举。"),
    Stage.TO_VOTE: ("登记计票", "填写发出、收回、有效选票和每名候选人的得票，当选人由系统按规定算出。"),
    Stage.TO_DIVIDE: ("登记分工", "新一届支委会第一次会议选举书记、副书记，明确委员分工。"),
    Stage.TO_REPORT: ("报告结果", "把选举结果报机关党委：书记批准，支部委员会备案。"),
    Stage.REPORTED: ("批准并备案", "填写文号和新一届起始日期；上一届及其职务在前一天结束，新一届同时任职。"),
}


@dataclass
class PathLeg:
    """A leg as one election went it."""

    leg: Leg
    state: str
    steps: list[ElectionStep] = field(default_factory=list)


def path_of(election: TermElection, steps: list[ElectionStep], stage: Stage) -> list[PathLeg]:
    """All legs in their order; what was taken back or ended stands with the leg where that happened."""
    reached = _leg_at(stage) if stage != Stage.CANCELLED else _leg_before_the_end(steps)
    path = [PathLeg(leg, _state(at, reached, stage)) for at, leg in enumerate(LEGS)]
    at = 0
    for step in steps:
        at = next((number for number, leg in enumerate(LEGS) if step.kind in leg.kinds), at)
        path[at].steps.append(step)
    return path


def _leg_at(stage: str) -> int:
    return next(at for at, leg in enumerate(LEGS) if stage in leg.stages)


def _leg_before_the_end(steps: list[ElectionStep]) -> int:
    before = [step.stage for step in steps if step.stage != Stage.CANCELLED]
    return _leg_at(before[-1]) if before else 0


def _state(at: int, reached: int, stage: Stage) -> str:
    if stage == Stage.DONE or at < reached:
        return DONE
    return CURRENT if at == reached and stage != Stage.CANCELLED else AHEAD


@dataclass(frozen=True)
class Next:
    """What comes next: `by` is the day until which, None where no rule names one."""

    label: str
    words: str
    who: str
    by: date | None


def next_of(election: TermElection, stage: Stage) -> Next | None:
    """None for an election that has ended. Until the votes are cast the planned day, or the term's end, presses."""
    if stage not in TO_DO:
        return None
    label, words = TO_DO[stage]
    pressing = stage in LEGS[0].stages + LEGS[1].stages + LEGS[2].stages
    by = election.due_on if stage in LEGS[0].stages else election.planned_on or election.due_on
    return Next(label, words, "机关党委" if stage in FOR_COMMITTEE else "党支部", by if pressing else None)


def steps_of(user: Any, election: TermElection) -> list[ElectionStep]:
    """The steps that the user sees, in their order."""
    rows = ElectionStep.objects.visible_to(user).filter(election=election)
    return list(rows.select_related("recorded_by"))


def candidates_of(user: Any, election: TermElection) -> list[Candidate]:
    """All of the election; with `only_written_in`, whether somebody was voted for and never on the ballots."""
    votes = CandidateVotes.objects.visible_to(user).filter(candidate=OuterRef("pk"))
    never_listed = Q(stands=False) & Exists(votes) & ~Exists(votes.filter(written_in=False))
    rows = Candidate.objects.visible_to(user).filter(election=election).annotate(only_written_in=never_listed)
    return list(rows.select_related("member", "elected_in"))


@dataclass(frozen=True)
class Round:
    """One ballot with its candidates by votes; none for a void one. `needed`: the fewest votes that elected.

    `before`: the same round as it was first written down, where it was put right.
    """

    ballot: Ballot
    votes: list[CandidateVotes]
    needed: int
    before: "Round | None" = None


def rounds_of(user: Any, election: TermElection) -> list[Round]:
    """Every round in its order as it was counted in the end (2 queries, and one for each day of voting)."""
    votes = (
        CandidateVotes.objects.visible_to(user).filter(ballot__election=election).select_related("candidate__member")
    )
    by_ballot: dict[int, list[CandidateVotes]] = {}
    for row in votes:
        by_ballot.setdefault(row.ballot_id, []).append(row)
    found: dict[int, Round] = {}
    for ballot in Ballot.objects.visible_to(user).filter(election=election).order_by("number", "id"):
        before = found.pop(ballot.corrects_id, None) if ballot.corrects_id else None
        percent = limit_value(LimitCode.ELECTION_ELECTED_PERCENT, election.court, ballot.held_on)
        needed = rules.votes_needed(ballot.present, percent)
        found[ballot.pk] = Round(ballot, by_ballot.get(ballot.pk, []), needed, before)
    return list(found.values())


def votes_of(user: Any, ballot: Ballot) -> list[CandidateVotes]:
    rows = CandidateVotes.objects.visible_to(user).filter(ballot=ballot)
    return list(rows.select_related("candidate__member"))
