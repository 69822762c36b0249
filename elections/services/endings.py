"""Taking back what was put forward, and giving up an election. Both keep what was recorded."""

from datetime import date
from typing import Any

from django.db import transaction

from elections.choices import WITHDRAWS, Stage, StepKind
from elections.models import TermElection
from elections.selectors.steps import stage_of, withdrawal_at
from elections.services.steps import add_step, claim, needed, save


@transaction.atomic
def withdraw_step(*, election: TermElection, reason: str, on: date, today: date, by: Any) -> TermElection:
    """The branch takes back what it put forward at this stage (WITHDRAWS), and does it anew."""
    election = claim(election, StepKind.WITHDRAWN)
    reason = needed(reason, "请写明撤回的理由。", "reason")
    stage = stage_of(election)
    if stage == Stage.REPORTED:
        save(election, reported_on=None)
    words = {"summary": f"{withdrawal_at(stage)}。", "text": reason}
    add_step(election, StepKind.WITHDRAWN, stage=WITHDRAWS[stage][1], on=on, today=today, by=by, **words)
    return election


@transaction.atomic
def cancel_election(*, election: TermElection, reason: str, on: date, today: date, by: Any) -> TermElection:
    """The election is given up; the branch may begin another one."""
    election = claim(election, StepKind.CANCELLED)
    reason = needed(reason, "请写明终止的理由。", "reason")
    save(election, closed_on=on, reported_on=None)
    add_step(election, StepKind.CANCELLED, on=on, today=today, by=by, text=reason)
    return election
