"""Where a finding of an inspection stands on a day: read from its problem's steps and its rechecks of the days.

It is put right when its problem is closed, or when a recheck of the measures that are done has passed. The day it was
put right is the branch's day: that on which it applied for the close-out, else that on which the last of the measures
was done. How long the committee took is not the branch's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from branches.models import Branch, Court
from rectification.choices import CLOSES, PUT_RIGHT, FindingState, MeasureState, ProblemState, StepKind
from rectification.models import Finding, Inspection, InspectionBranch, Measure, Problem, Recheck, RectificationStep
from rectification.selectors.standing import measures_on, problems_on

WHY = "problems, steps and rechecks of findings that were fetched for the user"
# The states in which the application for the close-out stands.
ASKED = (ProblemState.CLOSE_ASKED, ProblemState.CLOSED)
# What puts in question that a finding is put right, and what says anew that it is.
RETURNS = (StepKind.REOPENED, StepKind.SENT_BACK)
SAYS_ANEW = (StepKind.DONE, StepKind.CLOSE_ASKED, *CLOSES)

Quarter = tuple[int, int]


def live_findings(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.filter(voided_at__isnull=True, inspection__voided_at__isnull=True)


def findings_on(findings: QuerySet[Finding], on: date) -> QuerySet[Any]:
    """The findings that were there on `on`, each with `state`, `deadline`, `put_right_on` (None while open), `is_late`,
    `recheck_on`, and `is_waiting`: put right by the branch, to be rechecked."""
    rows = _with_recheck(_with_problem(live_findings(findings).filter(visit__checked_on__lte=on), on), on)
    returned = _steps(RETURNS, on).filter(order__gt=OuterRef("recheck_after"))
    anew = _steps(SAYS_ANEW, on).filter(order__gt=OuterRef("recheck_after"))
    rows = rows.annotate(
        branch_day=Coalesce("asked_on", "done_on", "closed_on", "recheck_on"),
        state=Case(
            When(problem_state__isnull=True, then=Value(FindingState.NOT_YET)),
            When(Q(recheck_passed=True) & ~Exists(returned), then=Value(FindingState.PASSED)),
            When(problem_state=ProblemState.CLOSED, then=Value(FindingState.CLOSED)),
            When(recheck_passed=False, then=Value(FindingState.FAILED)),
            default=Value(FindingState.UNDER_WAY),
            output_field=CharField(),
        ),
    )
    is_ready = Q(problem_state=ProblemState.CLOSED) | Q(measures_done=True)
    is_waiting = ~Q(state=FindingState.PASSED) & is_ready & (Q(recheck_on__isnull=True) | Exists(anew))
    # The branch did its part by the deadline: what is late now is the close-out or the recheck.
    did_all = Q(measures_done=True) | Q(asked_on__isnull=False)
    in_time = did_all & Q(branch_day__lte=F("deadline")) & ~Q(state=FindingState.FAILED)
    return rows.annotate(
        put_right_on=Case(When(state__in=PUT_RIGHT, then=F("branch_day"))),
        is_waiting=_yes_if(is_waiting),
        is_late=_yes_if(~Q(state__in=PUT_RIGHT) & Q(deadline__lt=on) & ~in_time),
    )


def _yes_if(condition: Any) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _with_problem(findings: QuerySet[Finding], on: date) -> QuerySet[Any]:
    problem = problems_on(Problem.objects.unscoped(WHY), on).filter(pk=OuterRef("problem"))
    measures = measures_on(Measure.objects.unscoped(WHY), on).filter(problem=OuterRef("problem"))
    done = _steps((StepKind.DONE,), on).filter(measure__voided_at__isnull=True)
    asked = Subquery(_steps((StepKind.CLOSE_ASKED,), on).values("on")[:1])
    return findings.annotate(
        problem_state=Subquery(problem.values("state")[:1]),
        closed_on=Subquery(problem.values("closed_on")[:1], output_field=DateField()),
        deadline=Coalesce(Subquery(problem.values("due_on")[:1]), F("due_on"), output_field=DateField()),
        asked_on=Case(When(problem_state__in=ASKED, then=asked), output_field=DateField()),
        done_on=Subquery(done.values("on")[:1], output_field=DateField()),
        measures_done=_yes_if(Exists(measures) & ~Exists(measures.exclude(state=MeasureState.DONE))),
    )


def _with_recheck(findings: QuerySet[Finding], on: date) -> QuerySet[Any]:
    last = Recheck.objects.unscoped(WHY).filter(finding=OuterRef("pk"), on__lte=on).order_by("-on", "-id")
    return findings.annotate(
        recheck_on=Subquery(last.values("on")[:1]),
        recheck_passed=Subquery(last.values("passed")[:1]),
        recheck_after=Subquery(last.values("after")[:1]),
    )


def _steps(kinds: tuple[str, ...], on: date) -> QuerySet[RectificationStep]:
    """The steps of the finding's problem by `on`, the last one first."""
    steps = RectificationStep.objects.unscoped(WHY).filter(problem=OuterRef("problem"), kind__in=kinds, on__lte=on)
    return steps.order_by("-on", "-order")


def is_put_right(problem: Problem) -> bool:
    """Whether there is something to recheck now: it is closed, or all of its measures are done."""
    rows = Finding.objects.within(problem.court).filter(problem=problem)
    return bool(_with_problem(rows, date.max).filter(Q(problem_state=ProblemState.CLOSED) | Q(measures_done=True)))


def is_waiting(finding: Finding) -> bool:
    """Whether it is to be rechecked now, not rechecked since it was put right."""
    rows = findings_on(Finding.objects.within(finding.court).filter(pk=finding.pk), date.max)
    return rows.filter(is_waiting=True).exists()


def loose_findings(user: Any, inspection: Inspection) -> QuerySet[Finding]:
    """Those of the inspection that the user sees and that are no problem yet."""
    rows = live_findings(Finding.objects.visible_to(user).filter(inspection=inspection)).select_related("branch")
    return rows.filter(Q(problem__isnull=True) | Q(problem__voided_at__isnull=False)).order_by("number")


def findings_waiting(user: Any, court: Court, on: date) -> int:
    """How many findings of the court are put right and wait for its committee's recheck."""
    rows = Finding.objects.visible_to(user).filter(court=court, problem__isnull=False)
    return findings_on(rows, on).filter(is_waiting=True).count()


# --- For the rating -----------------------------------------------------------------------------


@dataclass(frozen=True)
class BranchFindings:
    """Findings of a branch in a quarter's inspections, each list with the rows that it counts. What is not put right is
    `open`, and `late` too once its deadline has passed; what was put right after its deadline is in neither."""

    found: list[Finding]
    on_time: list[Finding]
    passed: list[Finding]
    open: list[Finding]
    late: list[Finding]


def findings_of(branch: Branch, quarter: Quarter, as_of: date) -> BranchFindings:
    """What inspections that count for `quarter` found in the branch, as it stood on `as_of`."""
    year, number = quarter
    own = Finding.objects.within(branch).filter(inspection__year=year, inspection__quarter=number)
    found = list(findings_on(own, as_of).order_by("inspection_id", "number"))
    put_right = [row for row in found if row.state in PUT_RIGHT]
    return BranchFindings(
        found=found,
        on_time=[row for row in put_right if row.put_right_on <= row.deadline],
        passed=[row for row in found if row.state == FindingState.PASSED],
        open=[row for row in found if row.state not in PUT_RIGHT],
        late=[row for row in found if row.is_late],
    )


def branches_checked(court: Court, quarter: Quarter, as_of: date) -> dict[int, list[InspectionBranch]]:
    """By branch, the visits of inspections that count for `quarter`; a branch that is missing was not checked."""
    year, number = quarter
    rows = InspectionBranch.objects.within(court).filter(
        inspection__year=year, inspection__quarter=number, inspection__voided_at__isnull=True, checked_on__lte=as_of
    )
    checked: dict[int, list[InspectionBranch]] = {}
    for visit in rows.select_related("inspection").order_by("checked_on", "pk"):
        checked.setdefault(visit.branch_id, []).append(visit)
    return checked
