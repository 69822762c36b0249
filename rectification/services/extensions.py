"""Extensions (延期): asked for by the branch, answered by the committee; the first deadline stays on record."""

from datetime import date
from typing import Any

from django.db import transaction

from branches.models import Branch
from core.errors import Refused
from rectification.choices import OF_EXTENSION, StepKind
from rectification.models import Measure, RectificationStep
from rectification.selectors.standing import measure_on, pending_extension
from rectification.services.measures import is_done
from rectification.services.steps import add_step, hold_measure, needed, refuse_own


@transaction.atomic
def extension_ask(
    *, measure: Measure, until: date, reason: str, on: date, by: Any, acting: Branch | None = None
) -> RectificationStep:
    """The branch asks for more time."""
    current = hold_measure(measure, doing="申请延期", acting=acting)
    if is_done(current):
        raise Refused("措施已经完成，不用延期。")
    if pending_extension(current) is not None:
        raise Refused("已经有一份延期申请在等待答复。")
    _check_day(current, until, on)
    reason = needed(reason, "请写明延期的理由。", "reason")
    words: dict[str, Any] = {"text": reason, "until": until, "branch": acting}
    return _step(current, StepKind.EXTENSION_ASKED, on=on, by=by, **words)


@transaction.atomic
def extension_withdraw(*, measure: Measure, on: date, by: Any, acting: Branch | None = None) -> RectificationStep:
    """The branch takes its request back before it is answered."""
    current, _ = _asked(measure, doing="撤回延期申请", acting=acting)
    return _step(current, StepKind.EXTENSION_WITHDRAWN, on=on, by=by, branch=acting)


@transaction.atomic
def extension_approve(*, measure: Measure, until: date | None, on: date, by: Any, text: str = "") -> RectificationStep:
    """The committee agrees, to the day that was asked for or to another one."""
    current, asked = _asked(measure, doing="批准延期")
    refuse_own(current.problem, by)
    until = until or _day_of(asked)
    _check_day(current, until, on)
    return _step(current, StepKind.EXTENSION_APPROVED, on=on, by=by, until=until, text=text.strip())


@transaction.atomic
def extension_refuse(*, measure: Measure, reason: str, on: date, by: Any) -> RectificationStep:
    """The committee does not agree, and says why; the deadline stays."""
    current, _ = _asked(measure, doing="答复延期申请")
    refuse_own(current.problem, by)
    reason = needed(reason, "请写明不同意的原因。", "reason")
    return _step(current, StepKind.EXTENSION_REFUSED, on=on, by=by, text=reason)


def _asked(measure: Measure, *, doing: str, acting: Branch | None = None) -> tuple[Measure, RectificationStep]:
    """The measure, locked, and the request that waits for its answer."""
    current = hold_measure(measure, doing=doing, acting=acting)
    asked = pending_extension(current)
    if asked is None:
        raise Refused("没有等待答复的延期申请。请刷新页面，看看是不是已经办过。")
    return current, asked


def _day_of(asked: RectificationStep) -> date:
    if asked.until is None:
        raise ValueError("a request without a day breaks its constraint")
    return asked.until


def _check_day(measure: Measure, until: date, on: date) -> None:
    due_on = measure_on(measure, on).due_on
    if due_on is None:
        raise Refused("这条措施没有整改时限，不用延期。", field="until")
    if until <= due_on:
        raise Refused(f"延期后的日期应晚于现在的整改时限 {due_on:%Y-%m-%d}。", field="until")
    if until < on:
        raise Refused(f"延期后的日期 {until:%Y-%m-%d} 已经过去。", field="until")


def _step(measure: Measure, kind: str, **words: Any) -> RectificationStep:
    return add_step(measure.problem, kind, measure=measure, chain=OF_EXTENSION, **words)
