"""A step is taken: checked, kept, noted in the trail, with what it brings about, all in one transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from branches.selectors.limits import LimitBook
from core import audit
from core.errors import EditConflict, Refused
from development.choices import BEGINNINGS, DECISIONS
from development.models import Candidate, Step
from development.path import set_aside, stage_of, standing_of, state_of
from development.selectors.steps import fact_of, standing_steps_of
from development.services.checks import STEP_CODES, check
from development.services.effects import EFFECTS, REVERSALS
from development.services.taken import Case, Taken
from development.services.votes import resolved

FIELDS = (
    "happened_on",
    "ends_on",
    "passed",
    "document",
    "note",
    "hours",
    "special",
    "months",
    "leaving_on",
    "confirmed_on",
)


@transaction.atomic
def step_take(*, candidate: Candidate, version: int, kind: str, taken: Taken, by: Any, at: datetime) -> Step:
    """Take one step in a file that was opened at `version`; `kind` of StepKind.

    Refused where the step's turn has not come or a limit is not kept, EditConflict where somebody was faster.
    Admission, confirmation and disqualification change the member by the services of branches.
    """
    claim(candidate, version)
    steps = standing_steps_of(candidate)
    standing = standing_of(map(fact_of, steps))
    taken = resolved(candidate, kind, standing, taken)
    case = Case(
        candidate=candidate,
        kind=kind,
        taken=taken,
        standing=standing,
        limits=LimitBook(STEP_CODES, candidate.court),
        today=localdate(at),
        by=by,
        steps=steps,
    )
    check(case)
    step = _kept(case, at)
    if taken.passed and kind in EFFECTS:
        EFFECTS[kind](case)
    _settle(candidate, [*steps, step])
    audit.record(actor=by, action=f"development.{kind.lower()}", subject=candidate, detail=_detail(step))
    return step


@transaction.atomic
def step_withdraw(*, candidate: Candidate, version: int, decisions: bool, reason: str, by: Any, at: datetime) -> Step:
    """Withdraw the last step, recorded by mistake: the committee's own with `decisions`, else the branch's.

    What it brought about is made good, and what it had set aside stands again; an admission is not withdrawn.
    """
    claim(candidate, version)
    *before, last = standing_steps_of(candidate)
    _check_withdrawal(last, decisions=decisions, reason=reason)
    last.withdrawn_at, last.withdrawn_by, last.withdrawal_reason = at, by, reason.strip()
    last.full_clean()
    last.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    if last.passed and last.kind in REVERSALS:
        REVERSALS[last.kind](_case_of(candidate, last, before, reason, by, at))
    _settle(candidate, before)
    detail = {"kind": last.kind, "on": last.happened_on.isoformat(), "reason": last.withdrawal_reason}
    audit.record(actor=by, action="development.step_withdraw", subject=candidate, detail=detail)
    return last


def may_be_withdrawn(step: Step) -> bool:
    """A step that began no file, and whose effect can be made good."""
    return step.kind not in BEGINNINGS and not (step.passed and step.kind in EFFECTS and step.kind not in REVERSALS)


def _case_of(candidate: Candidate, step: Step, before: list[Step], reason: str, by: Any, at: datetime) -> Case:
    """A step that was taken as its effects see it; the reason of the withdrawal is its note."""
    return Case(
        candidate=candidate,
        kind=step.kind,
        taken=Taken(happened_on=step.happened_on, note=reason),
        standing=standing_of(map(fact_of, before)),
        limits=LimitBook(STEP_CODES, candidate.court),
        today=localdate(at),
        by=by,
        steps=before,
    )


def _check_withdrawal(last: Step, *, decisions: bool, reason: str) -> None:
    label = last.get_kind_display()
    if last.kind in BEGINNINGS:
        raise Refused("档案还没有可以撤销的步骤；建错的档案请停止培养并写明原因。")
    if not may_be_withdrawn(last):
        raise Refused(
            f"最后一步“{label}”已经生效，不能撤销；日期、文号有误的可以更正，不该接收的请在党员页面办理离开，原因选“登记有误”。"
        )
    if (last.kind in DECISIONS) != decisions:
        owner = "党支部" if decisions else "机关党委"
        raise Refused(f"最后一步“{label}”由{owner}登记，请{owner}撤销。")
    if not reason.strip():
        raise Refused("请填写撤销的原因。", field="reason")


def claim(candidate: Candidate, version: int) -> None:
    """Of two who go on from the same state, one is refused."""
    rows = Candidate.objects.within(candidate.court).filter(pk=candidate.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise EditConflict("这份档案刚有人办理过，请返回档案核对，再继续办理。")


def _kept(case: Case, at: datetime) -> Step:
    candidate, taken = case.candidate, case.taken
    step = Step(
        court=candidate.court,
        branch=candidate.branch,
        candidate=candidate,
        kind=case.kind,
        resolution=taken.resolution,
        recorded_by=case.by,
        recorded_at=at,
        **{name: getattr(taken, name) for name in FIELDS},
    )
    step.full_clean()
    step.save()
    return step


def _settle(candidate: Candidate, steps: list[Step]) -> None:
    """Stage and state as the steps have them now, and the mark of those that were set aside."""
    facts = [fact_of(step) for step in steps]
    for step, undone in zip(steps, set_aside(facts), strict=True):
        if step.undone != undone:
            step.undone = undone
            step.save(update_fields=["undone"])
    standing = standing_of(facts)
    candidate.version += 1
    candidate.stage, candidate.state = stage_of(standing), state_of(standing)
    candidate.full_clean(exclude=["version"])
    candidate.save(update_fields=["stage", "state", "member"])


def _detail(step: Step) -> dict[str, Any]:
    return {
        "on": step.happened_on.isoformat(),
        "until": step.ends_on.isoformat() if step.ends_on else None,
        "passed": step.passed,
        "document": step.document,
        "note": step.note,
    }
