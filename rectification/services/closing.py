"""Close-out (销号): applied for when all measures are done, approved or sent back by the committee, undone when the
problem returns."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from branches.models import Branch
from core.errors import Refused
from rectification.choices import LEADS_TO, SHOWS_WORK, STARTS_ANEW, MeasureState, ProblemState, StepKind
from rectification.models import Measure, Problem, RectificationStep
from rectification.models.problems import CLAIMED
from rectification.selectors.standing import measures_on
from rectification.services.measures import put_back
from rectification.services.steps import add_step, hold, hold_open, last_of, needed, refuse_own, state_now


@transaction.atomic
def close_out_ask(*, problem: Problem, text: str, on: date, by: Any, acting: Branch | None = None) -> RectificationStep:
    """The branch applies: every branch has claimed, every measure is done."""
    current = hold_open(problem, doing="申请销号", acting=acting)
    _check_ready(current)
    text = needed(text, "请写明整改成效。", "text")
    return _step(current, StepKind.CLOSE_ASKED, on=on, by=by, branch=acting, text=text)


def _check_ready(problem: Problem) -> None:
    reasons = not_ready(problem)
    if reasons:
        raise Refused(*reasons)


def not_ready(problem: Problem) -> list[str]:
    """What is still missing before a close-out may be asked for, in words."""
    unclaimed = problem.shares.filter(ends_on__isnull=True).exclude(CLAIMED).select_related("branch")
    reasons = [f"{share.branch}还没有认领" for share in unclaimed]
    own = Measure.objects.within(problem.court).filter(problem=problem)
    measures = list(measures_on(own, date.max).order_by("order"))
    open_ones = [measure for measure in measures if measure.state != MeasureState.DONE]
    if not measures:
        reasons.append("还没有整改措施")
    if open_ones:
        names = "、".join(f"“{measure.text[:20]}”" for measure in open_ones[:3])
        reasons.append(f"还有 {len(open_ones)} 条措施没有完成（{names}{'等' if len(open_ones) > 3 else ''}）")
    return [*reasons, *_nothing_new(problem)]


def _nothing_new(problem: Problem) -> list[str]:
    """Whoever was sent back, or whose problem returned, shows something new before asking again."""
    last = last_of(problem.steps, STARTS_ANEW)
    if last is None:
        return []
    since = problem.steps.filter(kind__in=SHOWS_WORK, order__gt=last.order, measure__voided_at__isnull=True)
    words = f"“{last.get_kind_display()}”以后还没有新的整改，请先报告进展、完成措施或者新增措施"
    return [] if since.exists() else [words]


@transaction.atomic
def close_out_withdraw(*, problem: Problem, on: date, by: Any, acting: Branch | None = None) -> RectificationStep:
    """The branch takes its application back before it is answered."""
    current = _asked(problem)
    return _step(current, StepKind.CLOSE_WITHDRAWN, on=on, by=by, branch=acting)


@transaction.atomic
def close_out_approve(*, problem: Problem, on: date, by: Any, text: str = "") -> RectificationStep:
    """The committee closes the problem; never the one who applied."""
    current = _asked(problem)
    refuse_own(current, by)
    _check_ready(current)
    return _step(current, StepKind.CLOSED, on=on, by=by, text=text.strip())


@transaction.atomic
def close_out_send_back(
    *,
    problem: Problem,
    reason: str,
    on: date,
    by: Any,
    measures: Collection[Measure] = (),
    until: date | None = None,
    today: date | None = None,
) -> RectificationStep:
    """The committee does not agree, says why, and names the measures to be done again, by `until` if given."""
    current = _asked(problem)
    refuse_own(current, by)
    reason = needed(reason, "请写明退回的原因，支部据此整改。", "reason")
    step = _step(current, StepKind.CLOSE_REFUSED, on=on, by=by, text=reason)
    _again(current, measures, until, reason=reason, on=on, by=by, today=today)
    return step


@transaction.atomic
def problem_reopen(
    *,
    problem: Problem,
    reason: str,
    on: date,
    by: Any,
    measures: Collection[Measure] = (),
    until: date | None = None,
    today: date | None = None,
) -> RectificationStep:
    """A closed problem has returned: it is open again, its history stays. `today`: the day of writing it down, where it
    happened `on` an earlier one; so above."""
    current = hold(problem)
    state = state_now(current)
    if state is not ProblemState.CLOSED:
        raise Refused(f"问题{state.label}，没有销号，不用重新打开。")
    reason = needed(reason, "请写明问题怎样反弹。", "reason")
    step = _step(current, StepKind.REOPENED, on=on, by=by, text=reason)
    _again(current, measures, until, reason=reason, on=on, by=by, today=today)
    return step


def _again(problem: Problem, measures: Collection[Measure], until: date | None, **words: Any) -> None:
    if until is not None and not measures:
        raise Refused("填写了新的整改时限的，请勾选需要重新整改的措施。", field="measures")
    own = Measure.objects.within(problem.court).filter(problem=problem, voided_at__isnull=True)
    for measure in own.filter(pk__in=[each.pk for each in measures]):
        put_back(problem, measure, until=until, **words)


def _asked(problem: Problem) -> Problem:
    """The problem, locked, whose close-out waits for its answer."""
    current = hold(problem)
    state = state_now(current)
    if state is not ProblemState.CLOSE_ASKED:
        raise Refused(f"问题{state.label}，没有等待答复的销号申请。请刷新页面，看看是不是已经办过。")
    return current


def _step(problem: Problem, kind: str, **words: Any) -> RectificationStep:
    return add_step(problem, kind, chain=LEADS_TO, **words)
