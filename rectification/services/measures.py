"""Measures: added, changed, reported on, done, sent back to be done again."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import models, transaction

from branches.models import Branch
from core.attachments import Accepted
from core.changes import save_change
from core.errors import Refused
from rectification.choices import SAYS_DONE, SETS_DEADLINE, StepKind
from rectification.models import Measure, Problem, RectificationStep
from rectification.selectors.parts import may_move
from rectification.services.evidence import attach
from rectification.services.steps import add_step, hold_measure, hold_open, key_of, labels_of, last_of, needed, void


@transaction.atomic
def measure_add(
    *, problem: Problem, on: date, by: Any, acting: Branch | None = None, key: UUID | None = None, **facts: Any
) -> Measure:
    """Add a measure. `facts`: text, nature, branch, owner, owner_name, first_due_on (None: goes on for good). `key`: of
    the form; the same one sent twice makes one measure.

    `acting`: the branch for which `by` acts, none for the committee; so in all services of this module.
    """
    current = hold_open(problem, doing="新增措施", acting=acting)
    key = key_of(key, facts["text"])
    sent = current.measures.filter(steps__kind=StepKind.ADDED, steps__submission_key=key).first() if key else None
    if sent is not None:
        return sent
    _check_branch(current, facts.get("branch"))
    due_on = facts.get("first_due_on")
    if due_on is not None and current.opened_on is not None and due_on < current.opened_on:
        raise Refused(f"整改时限不能早于问题的发现日期 {current.opened_on:%Y-%m-%d}。", field="first_due_on")
    highest = current.measures.aggregate(models.Max("order"))["order__max"] or 0
    measure = Measure(court_id=current.court_id, problem=current, order=highest + 1, opened_on=on, **facts)
    measure.full_clean()
    measure.save()
    words: dict[str, Any] = {"measure": measure, "branch": acting, "text": measure.text, "submission_key": key}
    add_step(current, StepKind.ADDED, on=on, by=by, **words)
    return measure


@transaction.atomic
def measure_change(
    *, measure: Measure, version: int, on: date, by: Any, acting: Branch | None = None, **facts: Any
) -> Measure:
    """Change the words of a measure or who answers for it; its deadline moves by an extension only. Its branch changes
    only while nothing was done, on the day it was added: from when on it is another's is not kept."""
    current = hold_measure(measure, doing="修改措施", acting=acting)
    _refuse_done(current, "修改")
    branch = facts.get("branch", current.branch)
    if branch != current.branch and not may_move(current, on):
        raise Refused("措施改由其他支部负责的，请作废这一条、另立一条。", field="branch")
    _check_branch(current.problem, branch)
    changed = [name for name, value in facts.items() if getattr(current, name) != value]
    rows = Measure.objects.within(current.problem.court)
    save_change(measure, rows, values=facts, by=by, action="rectification.measure_change", version=version)
    if changed:
        labels = labels_of(current, changed)
        words: dict[str, Any] = {"measure": current, "branch": acting, "text": labels}
        add_step(current.problem, StepKind.MEASURE_CHANGED, on=on, by=by, is_told=True, **words)
    return measure


@transaction.atomic
def measure_progress(
    *,
    measure: Measure,
    text: str,
    on: date,
    by: Any,
    at: datetime,
    acting: Branch | None = None,
    files: Sequence[Accepted] = (),
    key: UUID | None = None,
) -> RectificationStep:
    """Say how far a measure has come, in words, with files that show it or without; of a done one, with more files.

    `key`: of the form; the same one sent twice makes one step. So in measure_done.
    """
    current = hold_measure(measure, doing="报告进展", acting=acting)
    key = _key_of(key, text, files)
    sent = _sent_before(current, key)
    if sent is not None:
        return sent
    if is_done(current) and not files:
        raise Refused("措施已经完成，再报告进展的请附上佐证材料；需要重新整改的，请机关党委退回。", field="file")
    text = needed(text, "请写明做了什么、到了哪一步。", "text")
    words: dict[str, Any] = {"measure": current, "branch": acting, "text": text, "submission_key": key}
    step = add_step(current.problem, StepKind.PROGRESS, on=on, by=by, **words)
    attach(step, files, by=by, at=at)
    return step


@transaction.atomic
def measure_done(  # noqa: PLR0913  # what is said and shown, of which day, by whom and for whom
    *,
    measure: Measure,
    text: str,
    done_on: date,
    on: date,
    by: Any,
    at: datetime,
    acting: Branch | None = None,
    files: Sequence[Accepted] = (),
    key: UUID | None = None,
) -> RectificationStep:
    """Report that a measure was carried out on `done_on`, and how; never a day to come."""
    current = hold_measure(measure, doing="完成措施", acting=acting)
    key = _key_of(key, text, files)
    sent = _sent_before(current, key)
    if sent is not None:
        return sent
    _refuse_done(current, "再次完成")
    text = needed(text, "请写明完成情况。", "text")
    if done_on > on:
        raise Refused(f"完成日期 {done_on:%Y-%m-%d} 还没有到。", field="done_on")
    begun = current.problem.opened_on
    if begun is not None and done_on < begun:
        raise Refused(f"完成日期不能早于问题的发现日期 {begun:%Y-%m-%d}。", field="done_on")
    try:
        words: dict[str, Any] = {"measure": current, "branch": acting, "text": text, "submission_key": key}
        step = add_step(current.problem, StepKind.DONE, on=done_on, by=by, chain=SAYS_DONE, **words)
    except Refused as refused:
        raise Refused(*refused.reasons, field="done_on" if refused.field == "on" else refused.field) from None
    attach(step, files, by=by, at=at)
    return step


def _key_of(key: UUID | None, text: str, files: Sequence[Accepted]) -> UUID | None:
    return key_of(key, text, *(sha256(file.content).hexdigest() for file in files))


def _sent_before(measure: Measure, key: UUID | None) -> RectificationStep | None:
    steps: models.QuerySet[RectificationStep] = measure.steps.filter(submission_key=key)
    return steps.first() if key else None


@transaction.atomic
def measure_send_back(
    *, measure: Measure, reason: str, on: date, by: Any, until: date | None = None, today: date | None = None
) -> RectificationStep:
    """A measure that is said to be done is to be done again, by `until` where a new day is set. `today`: the day of
    writing it down, where it happened `on` an earlier one."""
    current = hold_measure(measure, doing="退回措施")
    return put_back(current.problem, current, reason=reason, on=on, by=by, until=until, today=today)


def put_back(
    problem: Problem,
    measure: Measure,
    *,
    reason: str,
    on: date,
    by: Any,
    until: date | None = None,
    today: date | None = None,
) -> RectificationStep:
    """The step itself; the problem is locked. It may set a deadline: not before the last step that set one."""
    if not is_done(measure):
        raise Refused(f"措施“{measure}”还没有完成，不用退回。", field="measures")
    reason = needed(reason, "请写明退回的原因，支部据此重新整改。", "reason")
    if until is not None and until < (today or on):
        raise Refused("新的整改时限已经过去。", field="until")
    words: dict[str, Any] = {"text": reason, "until": until, "chain": {*SAYS_DONE, *SETS_DEADLINE}}
    return add_step(problem, StepKind.SENT_BACK, on=on, by=by, measure=measure, **words)


@transaction.atomic
def measure_void(*, measure: Measure, reason: str, on: date, by: Any, at: datetime) -> Measure:
    """A measure entered by mistake counts on no day; it stays to be read with the reason."""
    current = hold_measure(measure, doing="作废措施")
    reason = needed(reason, "请写明作废的原因。", "reason")
    add_step(current.problem, StepKind.MEASURE_VOIDED, on=on, by=by, measure=current, text=reason)
    void(current, reason=reason, by=by, at=at)
    return current


def is_done(measure: Measure) -> bool:
    last = last_of(measure.steps, SAYS_DONE)
    return last is not None and last.kind == StepKind.DONE


def _refuse_done(measure: Measure, doing: str) -> None:
    if is_done(measure):
        raise Refused(f"措施已经完成，不能{doing}；需要重新整改的，请机关党委退回。")


def _check_branch(problem: Problem, branch: Branch | None) -> None:
    """A measure is a branch's that the problem is given to, or the committee's own."""
    if branch is not None and not problem.shares.filter(branch=branch, ends_on__isnull=True).exists():
        raise Refused(f"{branch}不是这个问题的责任支部，请先指定或认领。", field="branch")
