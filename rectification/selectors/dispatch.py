"""The weekly dispatch: what moved in a week, what is late at its end, what comes in the seven days after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from branches.choices import Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from rectification.choices import (
    TOLD_OF_NODES,
    TOLD_OF_PROBLEMS,
    DispatchKind,
    MeasureState,
    NodeStepKind,
    StepKind,
)
from rectification.models import Measure, ProblemShare, RectificationStep, WorkNode, WorkNodeStep
from rectification.models.problems import given_on
from rectification.selectors.standing import measures_on
from rectification.selectors.work_lists import url_of
from rectification.selectors.work_standing import nodes_on

AHEAD = timedelta(7)
TAGS = {
    DispatchKind.DONE: "success",
    DispatchKind.PROGRESS: "info",
    DispatchKind.MOVED: "warning",
    DispatchKind.PUT_BACK: "error",
    DispatchKind.CLOSED: "success",
    DispatchKind.REOPENED: "error",
    DispatchKind.LATE: "error",
    DispatchKind.AHEAD: "neutral",
}


@dataclass(frozen=True)
class Week:
    """A week from Monday on. `on` is the day that its end is read at: of the week that runs it is today."""

    monday: date
    on: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(6)

    @property
    def until(self) -> date:
        """The last day of what comes."""
        return self.on + AHEAD


def week_with(day: date, today: date) -> Week:
    """The week of a day; its end is read no later than today, and of a week to come on its first day."""
    monday = day - timedelta(day.weekday())
    return Week(monday, min(monday + timedelta(6), max(today, monday)))


@dataclass(frozen=True)
class Line:
    """One thing to speak of. `day` is when it happened, or is due; `days` how late it is, or how many are left."""

    kind: DispatchKind
    branch: Branch | None
    title: str
    text: str
    owner: str
    day: date
    note: str
    url: str
    days: int = 0

    @property
    def tag(self) -> str:
        return TAGS[self.kind]

    @property
    def branch_name(self) -> str:
        return self.branch.name if self.branch else "机关党委"

    @property
    def days_words(self) -> str:
        if self.kind is DispatchKind.LATE:
            return f"超期 {self.days} 天"
        if self.kind is not DispatchKind.AHEAD:
            return ""
        return f"还有 {self.days} 天" if self.days else "当天到期"

    @property
    def order(self) -> tuple[Any, ...]:
        place = (self.branch.order, self.branch.pk) if self.branch else (-1, 0)
        return (
            *place,
            list(DispatchKind).index(self.kind),
            -self.days if self.kind is DispatchKind.LATE else 0,
            self.day,
        )


def lines_of(user: Any, court: Court, week: Week) -> list[Line]:
    """All lines of a week by branch (4 queries): of the court to its committee, of the own branch to an officer."""
    own = _own_branches(user, court)
    lines = [
        *_steps_of_nodes(_of(WorkNodeStep.objects.visible_to(user), court, own, "node__branch"), week),
        *_steps_of_problems(_of_problems(user, court, own, week.on), week),
        *_open_nodes(_of(WorkNode.objects.visible_to(user), court, own), week),
        *_open_measures(_of(Measure.objects.visible_to(user), court, own), week),
    ]
    return sorted(lines, key=lambda line: line.order)


def _own_branches(user: Any, court: Court) -> list[int] | None:
    """Keys of the branches that an officer speaks of; None for the committee, which speaks of all."""
    standing = standing_of(user)
    if any(grant.court_id == court.pk for grant in standing.holding(Role.COMMITTEE)):
        return None
    grants = standing.holding(Role.SECRETARY)
    return [grant.branch_id for grant in grants if grant.group_id is None and grant.branch_id is not None]


def _of(rows: QuerySet[Any], court: Court, own: Sequence[int] | None, branch: str = "branch") -> QuerySet[Any]:
    rows = rows.filter(court=court)
    return rows if own is None else rows.filter(**{f"{branch}__in": own})


def _of_problems(user: Any, court: Court, own: Sequence[int] | None, on: date) -> QuerySet[RectificationStep]:
    """Steps of measures go by the measure's branch, those of a problem by the branches that it was given to."""
    rows = RectificationStep.objects.visible_to(user).filter(court=court)
    if own is None:
        return rows
    shares = ProblemShare.objects.within(court).filter(given_on(on), branch__in=own)
    return rows.filter(Q(measure__branch__in=own) | Q(measure__isnull=True, problem__in=shares.values("problem")))


def _steps_of_nodes(steps: QuerySet[Any], week: Week) -> Iterator[Line]:
    rows = steps.filter(
        on__range=(week.monday, week.sunday), node__voided_at__isnull=True, node__item__voided_at__isnull=True
    )
    for step in rows.select_related("node__item", "node__branch").order_by("on", "pk"):
        node = step.node
        kind = TOLD_OF_NODES[NodeStepKind(step.kind)]
        url = reverse("rectification:work_node", args=[node.pk])
        yield Line(kind, node.branch, node.item.title, node.title, node.owner_name, step.on, _note(step), url)


def _steps_of_problems(steps: QuerySet[Any], week: Week) -> Iterator[Line]:
    rows = steps.filter(
        Q(measure__isnull=True) | Q(measure__voided_at__isnull=True),
        on__range=(week.monday, week.sunday),
        kind__in=tuple(TOLD_OF_PROBLEMS),
        problem__voided_at__isnull=True,
    )
    for step in rows.select_related("problem__branch", "measure__branch").order_by("on", "pk"):
        problem, measure = step.problem, step.measure
        kind = TOLD_OF_PROBLEMS[StepKind(step.kind)]
        if measure is None:
            url = url_of("problem", problem.pk)
            yield Line(kind, problem.branch, problem.title, "", problem.leader_name, step.on, _note(step), url)
        else:
            url = url_of("measure", measure.pk)
            names = (problem.title, measure.text, measure.owner_name)
            yield Line(kind, measure.branch, *names, step.on, _note(step), url)


def _note(step: Any) -> str:
    return f"延至 {step.until:%Y-%m-%d}。{step.text}" if step.until else step.text


def _open_nodes(nodes: QuerySet[Any], week: Week) -> Iterator[Line]:
    for node in _due(nodes_on(nodes, week.on), week).select_related("item", "branch"):
        url = reverse("rectification:work_node", args=[node.pk])
        yield _open(node, node.item.title, node.title, url, week)


def _open_measures(measures: QuerySet[Any], week: Week) -> Iterator[Line]:
    for measure in _due(measures_on(measures, week.on), week).select_related("problem", "branch"):
        yield _open(measure, measure.problem.title, measure.text, url_of("measure", measure.pk), week)


def _due(rows: QuerySet[Any], week: Week) -> QuerySet[Any]:
    """What is late at the week's end, and what comes in the days after."""
    return rows.filter(due_on__lte=week.until).exclude(state=MeasureState.DONE)


def _open(row: Any, title: str, text: str, url: str, week: Week) -> Line:
    kind = DispatchKind.LATE if row.due_on < week.on else DispatchKind.AHEAD
    note = f"原定 {row.first_due_on:%Y-%m-%d}" if row.first_due_on != row.due_on else ""
    days = abs((row.due_on - week.on).days)
    return Line(kind, row.branch, title, text, row.owner_name, row.due_on, note, url, days)
