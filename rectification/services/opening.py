"""Problems are registered by the committee: one, or one for each of many branches, in the same number of queries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction

from branches.models import Branch, Court
from core.errors import Refused
from rectification.choices import StepKind
from rectification.models import Problem, ProblemShare, RectificationStep
from rectification.services.steps import add_first_steps

# Rows that the caller fetched; that a number is given once, the lock on the court sees to.
_FETCHED = ("court", "branch", "campaign", "leader")


@transaction.atomic
def problem_open(
    *,
    court: Court,
    branches: Sequence[Branch],
    on: date,
    by: Any,
    is_offered: bool = False,
    submission_key: UUID | None = None,
    **facts: Any,
) -> Problem:
    """Register a problem; the first of `branches` leads. Offered ones may be claimed by any branch of the court.

    `facts`: title, detail, source, campaign, leader, leader_name, opened_on (by default `on`), due_on. A form that was
    sent twice (`submission_key`) makes one problem.
    """
    _hold_numbers(court)
    if submission_key is not None:
        already = Problem.objects.within(court).filter(submission_key=submission_key).first()
        if already is not None:
            return already
    facts |= {"is_offered": is_offered, "submission_key": submission_key}
    return _open(court, [branches], on=on, by=by, facts=facts)[0]


@transaction.atomic
def problem_open_each(*, court: Court, branches: Sequence[Branch], on: date, by: Any, **facts: Any) -> list[Problem]:
    """Register the same for each of `branches`, as a problem of its own, in their order. `facts` as of one."""
    if not branches:
        return []
    _hold_numbers(court)
    return _open(court, [[branch] for branch in branches], on=on, by=by, facts=facts)


def _hold_numbers(court: Court) -> None:
    """Numbers are given one after another."""
    Court.objects.within(court).select_for_update(no_key=True).get()


def next_number(court: Court) -> int:
    """The number of the court's next problem; the court is locked by the caller."""
    highest = Problem.objects.within(court).aggregate(models.Max("number"))["number__max"]
    return (highest or 0) + 1


def check_days(opened_on: date, due_on: date | None, today: date) -> None:
    if opened_on > today:
        raise Refused(f"发现日期 {opened_on:%Y-%m-%d} 还没有到。", field="opened_on")
    if due_on is not None and due_on < opened_on:
        raise Refused(f"整改期限不能早于发现日期 {opened_on:%Y-%m-%d}。", field="due_on")


def check_branch(branch: Branch, problem: Problem) -> None:
    if branch.court_id != problem.court_id:
        raise Refused("责任支部只能是本院的党支部。", field="branch")


def already_given(branch: Branch) -> Refused:
    return Refused(f"{branch}已经是这个问题的责任支部。", field="branch")


def _open(
    court: Court, groups: Sequence[Sequence[Branch]], *, on: date, by: Any, facts: dict[str, Any]
) -> list[Problem]:
    """A problem for each group of branches that share one."""
    opened_on = facts["opened_on"] = facts.get("opened_on") or on
    check_days(opened_on, facts.get("due_on"), on)
    problems = [
        Problem(court=court, number=number, branch=next(iter(branches), None), **facts)
        for number, branches in enumerate(groups, next_number(court))
    ]
    for problem in problems:
        problem.clean_fields(exclude=_FETCHED)
    Problem.objects.bulk_create(problems)
    opened = list(zip(problems, groups, strict=True))
    ProblemShare.objects.bulk_create(share for problem, branches in opened for share in _shares(problem, branches))
    add_first_steps([step for each in opened for step in _steps(*each, on=opened_on)], by=by)
    return problems


def _shares(problem: Problem, branches: Sequence[Branch]) -> Iterator[ProblemShare]:
    for branch, times in Counter(branches).items():
        check_branch(branch, problem)
        if times > 1:
            raise already_given(branch)
    for order, branch in enumerate(branches, start=1):
        yield ProblemShare(
            court_id=problem.court_id, problem=problem, branch=branch, order=order, starts_on=problem.opened_on
        )


def _steps(problem: Problem, branches: Sequence[Branch], *, on: date) -> Iterator[RectificationStep]:
    """Opened, given to each of the branches, offered: the steps it begins with."""
    begun = [(StepKind.OPENED, problem.title), *((StepKind.ASSIGNED, branch.name) for branch in branches)]
    if problem.is_offered:
        begun.append((StepKind.OFFERED, ""))
    for order, (kind, text) in enumerate(begun, start=1):
        yield RectificationStep(court_id=problem.court_id, problem=problem, order=order, kind=kind, on=on, text=text)
