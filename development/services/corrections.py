"""更正: what was written down wrongly of an earlier step, set right with a reason; what it said before is kept."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from branches.choices import MemberStatus
from branches.selectors.limits import LimitBook
from branches.services.members import member_change
from core import audit
from core.errors import Refused
from development.choices import VOTES, StepKind
from development.models import Candidate, Step, StepCorrection
from development.path import probation_end, standing_of
from development.selectors.steps import fact_of, standing_steps_of
from development.services.checks import STEP_CODES, check_again
from development.services.steps import claim
from development.services.taken import Case, Taken

K = StepKind
TEXTS = ("document", "note")
# Of these only the texts: a vote has its day from the meeting, of the others people or memberships have it too.
DATED_ELSEWHERE = (*VOTES, K.CONTACTS, K.INTRODUCERS, K.TAKEN_OVER, K.DISQUALIFICATION)


@transaction.atomic
def step_correct(
    *, candidate: Candidate, step: Step, version: int, values: dict[str, Any], reason: str, by: Any, at: datetime
) -> StepCorrection:
    """Set `values` (fields of Step) right in a standing step of a file that was opened at `version`.

    Refused where the step or one after it would then break a limit or its turn.
    """
    claim(candidate, version)
    if not reason.strip():
        raise Refused("请填写更正的原因。", field="reason")
    steps = standing_steps_of(candidate)
    own = next((each for each in steps if each.pk == step.pk), None)
    if own is None:
        raise Refused("这一步已经撤销，不能更正。")
    before = {name: getattr(own, name) for name in values if getattr(own, name) != values[name]}
    after = {name: values[name] for name in before}
    _check(own, before, after)
    for name, value in after.items():
        setattr(own, name, value)
    if set(after) - set(TEXTS):
        _check_days(candidate, steps, own, by, localdate(at))
    own.full_clean()
    own.save(update_fields=list(after))
    _carry_on(candidate, steps, own, after, by)
    candidate.version += 1
    return _kept(candidate, own, before, after, reason, by, at)


def _check(step: Step, before: dict[str, Any], after: dict[str, Any]) -> None:
    if not after:
        raise Refused("没有改动任何内容，不用更正。")
    if step.kind in DATED_ELSEWHERE and set(after) - set(TEXTS):
        raise Refused(f"“{step.get_kind_display()}”的日期以会议记录、人员记录为准，请更正原记录，或撤销后重新登记。")
    for name in TEXTS:
        if before.get(name) and not after[name].strip():
            raise Refused("原来填写的内容可以改，不能清空。", field=name)


def _check_days(candidate: Candidate, steps: list[Step], own: Step, by: Any, today: date) -> None:
    """The step by all its rules, and those after it by their days."""
    at, limits = steps.index(own), LimitBook(STEP_CODES, candidate.court)
    for number in range(at, len(steps)):
        step, standing = steps[number], standing_of(map(fact_of, steps[:number]))
        taken = _taken(step)
        case = Case(candidate, step.kind, taken, standing, limits, today, by, steps[:number])
        try:
            check_again(case, days_only=step is not own)
        except Refused as refusal:
            if step is own:
                raise
            said = f"更正后，后面的“{step.get_kind_display()}”（{step.happened_on:%Y-%m-%d}）就不合规定："
            raise Refused(said, *refusal.reasons, field="happened_on") from refusal


def _taken(step: Step) -> Taken:
    names = ("ends_on", "passed", "document", "note", "hours", "special", "months", "leaving_on", "confirmed_on")
    return replace(Taken(step.happened_on), **{name: getattr(step, name) for name in names})


def _carry_on(candidate: Candidate, steps: list[Step], own: Step, after: dict[str, Any], by: Any) -> None:
    """The same day where it stands a second time: in the file's head, in the member's record."""
    if own.kind == K.APPLICATION and "happened_on" in after:
        candidate.began_on = own.happened_on
        candidate.save(update_fields=["began_on"])
    member = candidate.member if own.kind == K.CONFIRMATION_APPROVAL and "confirmed_on" in after else None
    if member is not None and member.status == MemberStatus.FORMAL:
        standing = standing_of(map(fact_of, steps[: steps.index(own)]))
        day = own.confirmed_on or probation_end(standing, LimitBook(STEP_CODES, candidate.court))
        member_change(member=member, version=member.version, by=by, confirmed_on=day)


def _kept(
    candidate: Candidate, step: Step, before: dict[str, Any], after: dict[str, Any], reason: str, by: Any, at: datetime
) -> StepCorrection:
    correction = StepCorrection(
        court=candidate.court,
        branch=step.branch,
        step=step,
        before={name: _text(value) for name, value in before.items()},
        after={name: _text(value) for name, value in after.items()},
        reason=reason.strip(),
        corrected_by=by,
        corrected_at=at,
    )
    correction.full_clean()
    correction.save()
    detail = {"kind": step.kind, "before": correction.before, "after": correction.after, "reason": correction.reason}
    audit.record(actor=by, action="development.step_correct", subject=candidate, detail=detail)
    return correction


def _text(value: Any) -> str:
    return "" if value is None else str(value)
