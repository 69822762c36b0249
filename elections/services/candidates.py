"""Candidates: proposed by the branch, heard by its members, agreed to by the committee."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from branches.choices import LimitCode
from branches.models import Member
from core.errors import Refused
from elections.choices import StepKind
from elections.models import Candidate, TermElection
from elections.selectors.figures import figures_of
from elections.services.requests import answer_words
from elections.services.steps import add_step, claim, needed, refuse_own


@transaction.atomic
def nominate(
    *, election: TermElection, members: Sequence[Member], on: date, today: date, by: Any, text: str = ""
) -> TermElection:
    """The list of those proposed, in the ballot's order: of the branch, with voting rights, more than the seats."""
    election = claim(election, StepKind.NOMINATED)
    check_list(election, members, on)
    Candidate.objects.within(election.branch).filter(election=election).delete()
    for order, member in enumerate(members, start=1):
        row = Candidate(
            court_id=election.court_id,
            branch_id=election.branch_id,
            election=election,
            member=member,
            order=order,
        )
        row.full_clean()
        row.save()
    names = "、".join(member.name for member in members)
    summary = f"应选 {election.seats} 名，提出 {len(members)} 名：{names}。"
    add_step(election, StepKind.NOMINATED, on=on, today=today, by=by, summary=summary, text=text.strip())
    return election


@transaction.atomic
def hear_opinions(*, election: TermElection, text: str, on: date, today: date, by: Any) -> TermElection:
    """What the members said of those proposed; with it the list goes to the committee."""
    election = claim(election, StepKind.HEARD)
    text = needed(text, "请写明征求意见的范围、方式和结果。", "text")
    add_step(election, StepKind.HEARD, on=on, today=today, by=by, text=text)
    return election


@transaction.atomic
def answer_candidates(
    *, election: TermElection, agreed: bool, on: date, today: date, by: Any, number: str = "", reason: str = ""
) -> TermElection:
    """The committee agrees to the list, or sends it back with a reason."""
    kind = StepKind.LIST_APPROVED if agreed else StepKind.LIST_REFUSED
    election = claim(election, kind)
    refuse_own(election, by)
    add_step(election, kind, on=on, today=today, by=by, **answer_words(agreed, number, reason))
    return election


def check_list(election: TermElection, members: Sequence[Member], on: date) -> None:
    """Refused unless all may be elected on `on`, each stands once, and the surplus is there."""
    figures = figures_of(election.branch, on)
    if len({member.pk for member in members}) < len(members):
        raise Refused("同一名党员只能填一次。", field="members")
    without = [member.name for member in members if member.pk not in figures.voters]
    if without:
        words = f"{'、'.join(without)}在 {on:%Y-%m-%d} 不是本支部有选举权的正式党员，不能作候选人。"
        raise Refused(words, field="members")
    seats = election.seats or 0
    least = figures.candidates_needed(seats)
    if len(members) < least:
        percent = figures.limits[LimitCode.ELECTION_SURPLUS_PERCENT].figure
        words = f"应选 {seats} 名，差额不少于应选人数的 {percent}%，候选人至少 {least} 名，现提出 {len(members)} 名。"
        raise Refused(words, field="members")
