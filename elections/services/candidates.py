"""Candidates: proposed by the branch, heard by its members, agreed to by the committee."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from branches.choices import LimitCode
from branches.models import Member
from core.errors import Refused
from elections.choices import Method, StepKind
from elections.models import Candidate, TermElection
from elections.selectors.assembly import candidates_needed, open_seats
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
    _replace_list(election, members)
    names = "、".join(member.name for member in members)
    summary = f"应选 {open_seats(election)} 名，提出 {len(members)} 名：{names}。"
    add_step(election, StepKind.NOMINATED, on=on, today=today, by=by, summary=summary, text=text.strip())
    return election


def _replace_list(election: TermElection, members: Sequence[Member]) -> None:
    """Those proposed stand; of the list before only who was elected or voted on stays in the records."""
    rows = Candidate.objects.within(election.branch).filter(election=election)
    rows.filter(elected_in__isnull=True).update(stands=False)
    rows.filter(elected_in__isnull=True, votes__isnull=True).exclude(member__in=members).delete()
    known = {row.member_id: row for row in rows}
    first = 1 + sum(row.elected_in_id is not None for row in known.values())
    for order, member in enumerate(members, start=first):
        row = known.get(member.pk) or Candidate(
            court_id=election.court_id, branch_id=election.branch_id, election=election, member=member
        )
        row.order, row.stands, row.out_on = order, True, None
        row.full_clean()
        row.save()


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
    known = Candidate.objects.within(election.branch).filter(election=election, elected_in__isnull=False)
    elected = {row.member_id for row in known}
    taken = [member.name for member in members if member.pk in elected]
    if taken:
        raise Refused(f"{'、'.join(taken)}在前面的轮次已经当选，不再列入候选人。", field="members")
    least = candidates_needed(election, figures)
    if len(members) < least:
        percent = figures.limits[LimitCode.ELECTION_SURPLUS_PERCENT].figure
        surplus = "" if election.method == Method.EQUAL else f"差额不少于应选人数的 {percent}%，"
        words = f"应选 {open_seats(election)} 名，{surplus}候选人至少 {least} 名，现提出 {len(members)} 名。"
        raise Refused(words, field="members")
