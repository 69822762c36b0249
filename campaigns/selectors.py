"""How a campaign goes: by aspect, by branch, by topic. Every figure counts lines that can be opened."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from activities.choices import HELD_STATES
from activities.models import Activity, ActivityTopic
from branches.choices import Role
from branches.models import Branch, Court
from branches.models.courts import existing_on
from branches.scoping import standing_of
from campaigns.choices import STATE_TAGS, LineState, TaskUnit
from campaigns.models import Aspect, Campaign, CampaignTopic, Task, TaskLine


@dataclass(frozen=True)
class TaskRow:
    """One task as one unit stands with it."""

    task: Task
    line: TaskLine | None
    state: LineState

    @property
    def tag(self) -> str:
        return STATE_TAGS[self.state]


@dataclass
class Progress:
    """`done` of `tasks`; `overdue` of those still open."""

    tasks: int = 0
    done: int = 0
    overdue: int = 0

    def add(self, state: LineState) -> None:
        self.tasks += 1
        self.done += state == LineState.DONE
        self.overdue += state == LineState.OVERDUE


@dataclass
class AspectRow:
    """One aspect: its tasks, the court's own progress, that of all branches together, and that of each."""

    aspect: Aspect
    tasks: list[Task] = field(default_factory=list)
    total: Progress = field(default_factory=Progress)
    court: Progress = field(default_factory=Progress)
    branches: dict[int, Progress] = field(default_factory=dict)


def campaigns_of(user: Any) -> QuerySet[Campaign]:
    """The campaigns of the user's courts, each with its number of tasks."""
    rows = Campaign.objects.visible_to(user).select_related("court")
    return rows.annotate(tasks_count=Count("aspects__tasks")).order_by("-starts_on", "-id")


def court_of_committee(user: Any) -> Court | None:
    """The court for which the user may make a campaign."""
    ids = [grant.court_id for grant in standing_of(user).holding(Role.COMMITTEE) if grant.court_id is not None]
    return Court.objects.visible_to(user).filter(pk__in=ids).first()


def branches_of(user: Any, campaign: Campaign) -> list[Branch]:
    """The branches of the campaign's court that the user sees: all to the committee, the own ones to an officer."""
    rows = Branch.objects.visible_to(user).filter(court=campaign.court_id)
    return list(rows.filter(existing_on(standing_of(user).on)).order_by("order", "pk"))


def state_of(task: Task, line: TaskLine | None, on: date) -> LineState:
    """Done by `on`; else overdue once the task's date, or without one the unit's own, has passed."""
    if line and line.done_on and line.done_on <= on:
        return LineState.DONE
    due = task.due_on or (line.planned_on if line else None)
    return LineState.OVERDUE if due and due < on else LineState.OPEN


def matrix(user: Any, campaign: Campaign, branches: Sequence[Branch], on: date) -> list[AspectRow]:
    """The campaign's aspects with the progress of the court and of each branch (3 queries)."""
    lines = {(line.task_id, line.branch_id): line for line in _lines(user, campaign)}
    rows = {
        aspect.pk: AspectRow(aspect, branches={branch.pk: Progress() for branch in branches})
        for aspect in Aspect.objects.visible_to(user).filter(campaign=campaign)
    }
    for task in Task.objects.visible_to(user).filter(aspect__campaign=campaign):
        row = rows[task.aspect_id]
        row.tasks.append(task)
        owners = [None] if task.unit == TaskUnit.COURT else [branch.pk for branch in branches]
        for owner in owners:
            state = state_of(task, lines.get((task.pk, owner)), on)
            for progress in (row.total, row.court if owner is None else row.branches[owner]):
                progress.add(state)
    return list(rows.values())


def _lines(user: Any, campaign: Campaign) -> QuerySet[TaskLine]:
    return TaskLine.objects.visible_to(user).filter(task__aspect__campaign=campaign)


def task_rows(user: Any, campaign: Campaign, branch: Branch | None, on: date) -> list[tuple[Aspect, list[TaskRow]]]:
    """The tasks of one branch, or with none of the court itself, aspect by aspect (3 queries)."""
    own = _lines(user, campaign).filter(branch=branch).select_related("activity__kind")
    lines = {line.task_id: line for line in own}
    unit = TaskUnit.BRANCHES if branch else TaskUnit.COURT
    tasks = Task.objects.visible_to(user).filter(aspect__campaign=campaign, unit=unit)
    found = [TaskRow(task, lines.get(task.pk), state_of(task, lines.get(task.pk), on)) for task in tasks]
    aspects = Aspect.objects.visible_to(user).filter(campaign=campaign)
    return [(aspect, [row for row in found if row.task.aspect_id == aspect.pk]) for aspect in aspects]


@dataclass(frozen=True)
class TopicRow:
    """One topic, and how many activities that the user sees were about it."""

    link: CampaignTopic
    activities: int


def topics_of(user: Any, campaign: Campaign) -> list[TopicRow]:
    """The campaign's topics with the number of records tagged to each (2 queries)."""
    links = CampaignTopic.objects.visible_to(user).filter(campaign=campaign).select_related("topic")
    tagged = ActivityTopic.objects.visible_to(user).filter(
        topic__in=[link.topic_id for link in links], activity__state__in=HELD_STATES
    )
    counts: Counter[int] = Counter(tagged.values_list("topic_id", flat=True))
    return [TopicRow(link, counts[link.topic_id]) for link in links]


def evidence_for(user: Any, task: Task, branch: Branch | None) -> QuerySet[Activity]:
    """The unit's records since the campaign began, the newest first."""
    campaign = task.aspect.campaign
    rows = Activity.objects.visible_to(user).filter(
        court=task.court_id, branch=branch, state__in=HELD_STATES, held_on__gte=campaign.starts_on
    )
    return rows.select_related("kind").order_by("-held_on", "-pk")


def tasks_due(user: Any, court_ids: Iterable[int], first: date, last: date) -> list[tuple[date, Task]]:
    """Tasks of the courts that are due in `first`..`last`, each with its day, for a calendar."""
    rows = Task.objects.visible_to(user).filter(court__in=list(court_ids))
    due = rows.filter(due_on__range=(first, last)).select_related("aspect__campaign")
    return [(task.due_on, task) for task in due if task.due_on]
