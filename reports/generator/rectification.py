"""Problems of a court's branches with their measures, and the steps that say how both stood on any day."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from branches.models import Member
from rectification.choices import SOURCES, Nature, StepKind
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from reports.generator.organization import Organization
from reports.generator.rows import BranchRows

_BATCH = 2_000
_TITLES = ("联系服务群众不够经常", "学用结合不够紧密", "党员教育形式单一", "支部活动记录不及时", "作用发挥不够明显")
_MEASURES = ("每月走访一次联系社区", "制定清单并按月调度", "每季度集中研讨一次", "修订支部学习制度", "逐人谈心谈话")
_MOST_PROBLEMS, _MOST_MEASURES = 3, 4
_DONE, _CLOSED = 0.6, 0.7


def store_problems(organization: Organization, rng: Random) -> int:
    """Some problems of every branch, the court and its members being there already. Rows written."""
    writer = _Writer(organization, rng)
    for rows in organization.branches:
        for _ in range(rng.randint(1, _MOST_PROBLEMS)):
            writer.add_problem(rows)
    return writer.store()


class _Writer:
    """Rows that are not saved yet; parents are saved before their children."""

    def __init__(self, organization: Organization, rng: Random) -> None:
        self.court, self.rng = organization.court, rng
        self.start, self.until = organization.start, organization.until
        self.problems: list[Problem] = []
        self.shares: list[ProblemShare] = []
        self.measures: list[Measure] = []
        self.steps: list[RectificationStep] = []

    def add_problem(self, rows: BranchRows) -> None:
        first = max(self.start, rows.branch.founded_on or self.start)
        opened_on = first + timedelta(days=self.rng.randint(0, max((self.until - first).days, 0)))
        problem = Problem(
            court=self.court,
            branch=rows.branch,
            number=len(self.problems) + 1,
            title=self.rng.choice(_TITLES),
            source=self.rng.choice(SOURCES),
            opened_on=min(opened_on, self.until),
        )
        self.problems.append(problem)
        days = {"starts_on": problem.opened_on, "claimed_on": problem.opened_on}
        self.shares.append(ProblemShare(court=self.court, problem=problem, branch=rows.branch, order=1, **days))
        steps = list(self._steps(problem, rows.members))
        for order, step in enumerate(steps, start=1):
            step.order = order
        self.steps += steps

    def _steps(self, problem: Problem, members: list[Member]) -> Iterator[RectificationStep]:
        opened_on = problem.opened_on or self.until
        yield self._step(problem, StepKind.OPENED, opened_on, text=problem.title)
        yield self._step(problem, StepKind.CLAIMED, opened_on, of_branch=True)
        done: list[date | None] = []
        for order in range(1, self.rng.randint(2, _MOST_MEASURES) + 1):
            measure = self._measure(problem, order, self.rng.choice(members) if members else None)
            yield self._step(problem, StepKind.ADDED, opened_on, measure, text=measure.text)
            day = opened_on + timedelta(days=self.rng.randint(10, 120))
            done.append(day if day <= self.until and self.rng.random() < _DONE else None)
            if done[-1]:
                yield self._step(problem, StepKind.DONE, day, measure, of_branch=True, text="已落实。")
        last = max((day for day in done if day), default=None)
        if last and all(done) and self.rng.random() < _CLOSED:
            yield self._step(problem, StepKind.CLOSE_ASKED, last, of_branch=True, text="已整改到位。")
            yield self._step(problem, StepKind.CLOSED, last)

    def _measure(self, problem: Problem, order: int, owner: Member | None) -> Measure:
        opened_on = problem.opened_on or self.until
        measure = Measure(
            court=self.court,
            problem=problem,
            branch=problem.branch,
            order=order,
            text=f"{self.rng.choice(_MEASURES)}（{order}）",
            nature=self.rng.choice(Nature.values),
            owner=owner,
            owner_name=owner.name if owner else "",
            opened_on=opened_on,
            first_due_on=opened_on + timedelta(days=self.rng.randint(30, 180)),
        )
        self.measures.append(measure)
        return measure

    def _step(
        self,
        problem: Problem,
        kind: StepKind,
        on: date,
        measure: Measure | None = None,
        *,
        of_branch: bool = False,
        text: str = "",
    ) -> RectificationStep:
        branch = problem.branch if of_branch else None
        return RectificationStep(
            court=self.court, problem=problem, measure=measure, branch=branch, kind=kind, on=on, text=text
        )

    def store(self) -> int:
        Problem.objects.bulk_create(self.problems, _BATCH)
        ProblemShare.objects.bulk_create(self.shares, _BATCH)
        Measure.objects.bulk_create(self.measures, _BATCH)
        RectificationStep.objects.bulk_create(self.steps, _BATCH)
        return len(self.problems) + len(self.shares) + len(self.measures) + len(self.steps)
