"""Somebody who stands or was elected leaves before the new committee is in office; seats that stay empty."""

from datetime import date
from typing import Any

from django.db import transaction

from core.errors import Refused
from elections.choices import Stage, StepKind
from elections.models import Candidate, TermElection
from elections.selectors.assembly import (
    ballot_figures,
    candidates_needed,
    elected_rows,
    last_counted,
    open_seats,
    standing,
    without_right,
)
from elections.selectors.figures import Figures, figures_of
from elections.selectors.steps import stage_of
from elections.services.steps import add_step, claim, needed, save


@transaction.atomic
def drop_candidate(
    *, election: TermElection, candidate: Candidate, reason: str, on: date, today: date, by: Any
) -> TermElection:
    """Somebody no longer stands, or gives the seat back; the others go on, or others are nominated beside them.

    A seat that was given back is voted on again among those who were not elected; if they are too few, candidates are
    nominated anew. The assembly may leave it empty instead (`reduce_seats`).
    """
    election = claim(election, StepKind.CANDIDATE_OUT)
    reason = needed(reason, "请写明退出的理由。", "reason")
    row = Candidate.objects.within(election.branch).select_related("member").get(pk=candidate.pk)
    was_elected = row.elected_in_id is not None
    if row.out_on is not None or not (row.stands or was_elected):
        raise Refused(f"{row.member.name}现在不是候选人，也没有当选。", field="candidate")
    row.out_on, row.stands, row.post_kind, row.post_title = on, False, "", ""
    row.full_clean()
    row.save()
    figures = figures_of(election.branch, on)
    if was_elected and not standing(election):
        _stand_again(election, figures)
    stage = _stage_after(election, figures)
    what = "当选后退出" if was_elected else "不再作候选人"
    rest = f"空缺 {open_seats(election)} 名，候选人 {len(standing(election))} 名。"
    summary = f"{row.member.name}{what}；{rest}"
    add_step(election, StepKind.CANDIDATE_OUT, stage=stage, on=on, today=today, by=by, summary=summary, text=reason)
    return election


@transaction.atomic
def reduce_seats(*, election: TermElection, reason: str, on: date, today: date, by: Any) -> TermElection:
    """The assembly leaves seats empty instead of voting again: too few were elected, or somebody gave a seat back."""
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


def refuse_gone(election: TermElection, on: date) -> None:
    """Nobody is put into office who on `on` no longer is a member with a vote."""
    gone = without_right(elected_rows(election), figures_of(election.branch, on))
    if gone:
        raise Refused(
            f"当选人{'、'.join(gone)}在 {on:%Y-%m-%d} 已不是本支部有选举权的党员，请先办理“候选人、当选人退出”。"
        )


def _stand_again(election: TermElection, figures: Figures) -> None:
    """Those who were on the ballots and not elected, as far as they are still there."""
    rows = Candidate.objects.within(election.branch).filter(election=election, votes__written_in=False)
    left = rows.filter(elected_in__isnull=True, out_on__isnull=True, member__in=figures.voters)
    left.update(stands=True)


def _stage_after(election: TermElection, figures: Figures) -> Stage:
    stage = stage_of(election)
    least = candidates_needed(election, figures)
    if stage == Stage.TO_NOMINATE or len(standing(election)) < least:
        return Stage.TO_NOMINATE
    return stage if stage == Stage.TO_ASSEMBLE else Stage.TO_VOTE
