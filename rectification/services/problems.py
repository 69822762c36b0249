"""Problems: given to branches or offered to all, claimed by them. How they are registered: opening.py."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from branches.models import Branch
from core.changes import save_change
from core.errors import Refused
from rectification.choices import StepKind
from rectification.models import Measure, Problem, ProblemShare
from rectification.services.opening import already_given, check_branch, check_days
from rectification.services.steps import add_step, hold, hold_open, labels_of, needed, void


@transaction.atomic
def problem_change(*, problem: Problem, version: int, on: date, by: Any, **facts: Any) -> Problem:
    """Change the words of a problem that was opened at `version`; the day it was found stays, and its deadline from the
    first measure on: what was late on a day is not restated by an edit."""
    current = hold_open(problem, doing="修改")
    due_on = facts.get("due_on", current.due_on)
    if due_on != current.due_on and current.measures.filter(voided_at__isnull=True).exists():
        raise Refused("已有整改措施，问题的整改期限不能再改；需要延期的，请在措施里申请。", field="due_on")
    if current.opened_on is not None:
        check_days(current.opened_on, due_on, max(on, current.opened_on))
    changed = [name for name, value in facts.items() if getattr(current, name) != value]
    rows = Problem.objects.within(current.court)
    save_change(problem, rows, values=facts, by=by, action="rectification.problem_change", version=version)
    if changed:
        add_step(current, StepKind.CHANGED, on=on, by=by, is_told=True, text=labels_of(current, changed))
    return problem


@transaction.atomic
def problem_offer(*, problem: Problem, is_offered: bool, on: date, by: Any) -> Problem:
    """Let every branch of the court claim the problem, or no more."""
    current = hold_open(problem, doing="开放认领")
    if current.is_offered == is_offered:
        return current
    _set(current, is_offered=is_offered)
    add_step(current, StepKind.OFFERED, on=on, by=by, text="" if is_offered else "结束认领")
    return current


@transaction.atomic
def problem_assign(*, problem: Problem, branch: Branch, on: date, by: Any) -> ProblemShare:
    """Give the problem to one more branch, which is to claim it."""
    return _share(hold_open(problem, doing="指定责任支部"), branch, on=on, by=by)


def _share(problem: Problem, branch: Branch, *, on: date, by: Any) -> ProblemShare:
    if _given(problem, branch) is not None:
        raise already_given(branch)
    share = _new_share(problem, branch, on=on)
    add_step(problem, StepKind.ASSIGNED, on=on, by=by, text=branch.name)
    return share


def _new_share(problem: Problem, branch: Branch, *, on: date, claimed_on: date | None = None) -> ProblemShare:
    check_branch(branch, problem)
    order = problem.shares.count() + 1
    owner = {"court_id": problem.court_id, "problem": problem, "branch": branch}
    share = ProblemShare(**owner, order=order, starts_on=on, claimed_on=claimed_on)
    share.full_clean()
    share.save()
    if problem.branch_id is None:
        _set(problem, branch=branch)
    return share


def _given(problem: Problem, branch: Branch) -> ProblemShare | None:
    return problem.shares.filter(branch=branch, ends_on__isnull=True).first()


@transaction.atomic
def problem_claim(*, problem: Problem, branch: Branch, on: date, by: Any) -> ProblemShare:
    """The branch takes up the problem: one it was given, or one that is offered to all."""
    current = hold_open(problem, doing="认领")
    share = _given(current, branch)
    if share is not None and share.is_claimed_on(date.max):
        since = f"于 {share.claimed_on:%Y-%m-%d} " if share.claimed_on else ""
        raise Refused(f"{branch}已{since}认领。")
    if share is None:
        if not current.is_offered:
            raise Refused("这个问题没有开放认领，请与机关党委联系。")
        share = _new_share(current, branch, on=on, claimed_on=on)
    else:
        share.claimed_on = on
        share.full_clean()
        share.save(update_fields=["claimed_on"])
    add_step(current, StepKind.CLAIMED, on=on, by=by, branch=branch)
    return share


@transaction.atomic
def problem_decline(*, problem: Problem, branch: Branch, reason: str, on: date, by: Any) -> Problem:
    """The branch says, before it claims, that the problem is not its own, and why."""
    current = hold_open(problem, doing="退回认领")
    share = _given(current, branch)
    if share is None or share.is_claimed_on(date.max):
        raise Refused("只有指定给本支部、还没有认领的问题可以退回。")
    _refuse_with_measures(current, branch)
    reason = needed(reason, "请写明为什么不由本支部负责。", "reason")
    _end(current, share, on=on)
    add_step(current, StepKind.DECLINED, on=on, by=by, branch=branch, text=reason)
    return current


@transaction.atomic
def problem_release(*, problem: Problem, branch: Branch, reason: str, on: date, by: Any) -> Problem:
    """Take the problem off a branch that answers for none of its measures."""
    current = hold_open(problem, doing="取消责任支部")
    share = _given(current, branch)
    if share is None:
        raise Refused(f"{branch}现在不是这个问题的责任支部。", field="branch")
    _refuse_with_measures(current, branch)
    reason = needed(reason, "请写明取消的原因。", "reason")
    _end(current, share, on=on)
    add_step(current, StepKind.RELEASED, on=on, by=by, text=f"{branch.name}：{reason}")
    return current


def _refuse_with_measures(problem: Problem, branch: Branch) -> None:
    """No measure is left without a branch that answers for it."""
    if Measure.objects.within(problem.court).filter(problem=problem, branch=branch, voided_at__isnull=True).exists():
        raise Refused(f"{branch}还有这个问题的整改措施，请先由机关党委作废。", field="branch")


def _end(problem: Problem, share: ProblemShare, *, on: date) -> None:
    """The share ends, and another branch leads where the ending one did."""
    share.ends_on = max(on, share.starts_on or on)
    share.full_clean()
    share.save(update_fields=["ends_on"])
    if problem.branch_id == share.branch_id:
        other = problem.shares.filter(ends_on__isnull=True).order_by("order").first()
        _set(problem, branch=other.branch if other else None)


def _set(problem: Problem, **values: Any) -> None:
    for name, value in values.items():
        setattr(problem, name, value)
    problem.version += 1
    problem.full_clean()
    problem.save(update_fields=[*values, "version"])


@transaction.atomic
def problem_void(*, problem: Problem, reason: str, on: date, by: Any, at: datetime) -> Problem:
    """A problem entered by mistake counts on no day; it stays to be read with the reason."""
    current = hold(problem)
    reason = needed(reason, "请写明作废的原因。", "reason")
    add_step(current, StepKind.VOIDED, on=on, by=by, text=reason)
    void(current, reason=reason, by=by, at=at)
    return current
