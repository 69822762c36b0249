"""How a campaign goes: by aspect, by branch, by topic. Every figure counts lines that can be opened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from activities.choices import HELD_STATES
from activities.models import Activity, ActivityTopic, Coverage
from activities.selectors.links import held_records_url
from branches.choices import Role
from branches.models import Branch, Court
from branches.models.courts import existing_on
from branches.scoping import standing_of
from campaigns.choices import STATE_TAGS, LineState, TaskUnit
from campaigns.models import Aspect, Campaign, CampaignTopic, Task, TaskLine
from core.dates import Span, covers, merged, span_of


@dataclass(frozen=True)
class TaskRow:
    """One task as one unit (a branch, or none: the court itself) stands with it. `record` is the one that shows it
    done, if the user sees it."""

    task: Task
    branch: Branch | None
    line: TaskLine | None
    state: LineState
    record: Activity | None = None

    @property
    def tag(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def unit(self) -> str:
        return self.branch.name if self.branch else TaskUnit.COURT.label

    @property
    def lost_its_record(self) -> bool:
        """Whether the record that was to show it done counts no more: sent back, withdrawn or cancelled."""
        return bool(self.line and self.line.activity and self.line.activity.state not in HELD_STATES)


@dataclass
class Progress:
    """`done` of `tasks`; of those that are not done `overdue` and `not_known`, the rest is still open."""

    tasks: int = 0
    done: int = 0
    overdue: int = 0
    not_known: int = 0

    def add(self, state: LineState) -> None:
        self.tasks += 1
        self.done += state == LineState.DONE
        self.overdue += state == LineState.OVERDUE
        self.not_known += state == LineState.NOT_KNOWN


@dataclass
class AspectRow:
    """One aspect: its tasks, the court's own progress, that of all units together, and that of each branch."""

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


def state_of(task: Task, line: TaskLine | None, on: date, known: Sequence[Span] | None = None) -> LineState:
    """Done by `on`, where a record is to show it by a held one; else overdue once the task's date, or without one the
    unit's own, has passed. Of a branch that said nothing, outside the days `known` that it keeps records of, nobody
    knows.
    """
    if line and line.done_on and line.done_on <= on and (line.activity is None or line.activity.state in HELD_STATES):
        return LineState.DONE
    due = task.due_on or (line.planned_on if line else None)
    if due is None or due >= on:
        return LineState.OPEN
    unknown = line is None and known is not None and not covers(known, due, due)
    return LineState.NOT_KNOWN if unknown else LineState.OVERDUE


def task_rows(
    user: Any, campaign: Campaign, units: Sequence[Branch | None], on: date, tasks: QuerySet[Task] | None = None
) -> list[TaskRow]:
    """Each of the campaign's tasks (or of those given) with each of the units that do it, by aspect (4 queries)."""
    chosen = Task.objects.visible_to(user) if tasks is None else tasks
    chosen = chosen.filter(aspect__campaign=campaign).select_related("aspect")
    lines = {(line.task_id, line.branch_id): line for line in _lines(user, campaign)}
    evidence = [line.activity_id for line in lines.values() if line.activity_id]
    seen = set(Activity.objects.visible_to(user).filter(pk__in=evidence).values_list("pk", flat=True))
    known = _known_days(user, [unit for unit in units if unit])
    rows = []
    for task in chosen.order_by("aspect__order", "aspect_id", "order", "pk"):
        for unit in units:
            if (unit is None) != (task.unit == TaskUnit.COURT):
                continue
            line = lines.get((task.pk, unit.pk if unit else None))
            state = state_of(task, line, on, known.get(unit.pk, []) if unit else None)
            record = line.activity if line and line.activity_id in seen else None
            rows.append(TaskRow(task, unit, line, state, record))
    return rows


def _lines(user: Any, campaign: Campaign) -> QuerySet[TaskLine]:
    return TaskLine.objects.visible_to(user).filter(task__aspect__campaign=campaign).select_related("activity__kind")


def _known_days(user: Any, branches: Sequence[Branch]) -> dict[int, list[Span]]:
    found: defaultdict[int, list[Span]] = defaultdict(list)
    for row in Coverage.objects.visible_to(user).filter(branch__in=branches):
        found[row.branch_id].append(span_of(row))
    return {branch_id: merged(spans) for branch_id, spans in found.items()}


def matrix(user: Any, campaign: Campaign, branches: Sequence[Branch], on: date) -> list[AspectRow]:
    """The campaign's aspects with the progress of the court and of each branch (6 queries)."""
    rows = {
        aspect.pk: AspectRow(aspect, branches={branch.pk: Progress() for branch in branches})
        for aspect in Aspect.objects.visible_to(user).filter(campaign=campaign)
    }
    for task in Task.objects.visible_to(user).filter(aspect__campaign=campaign):
        rows[task.aspect_id].tasks.append(task)
    for each in task_rows(user, campaign, [None, *branches], on):
        row = rows[each.task.aspect_id]
        for progress in (row.total, row.branches[each.branch.pk] if each.branch else row.court):
            progress.add(each.state)
    return list(rows.values())


def sum_of(parts: Iterable[Progress]) -> Progress:
    """Several progresses as one."""
    total = Progress()
    for part in parts:
        for each in fields(Progress):
            setattr(total, each.name, getattr(total, each.name) + getattr(part, each.name))
    return total


def tasks_there(user: Any, campaign: Campaign) -> set[tuple[str, str]]:
    """Aspect and title of each of the campaign's tasks."""
    rows = Task.objects.visible_to(user).filter(aspect__campaign=campaign)
    return set(rows.values_list("aspect__name", "title"))


@dataclass(frozen=True)
class TopicRow:
    """One topic, and how many activities that the user sees were about it."""

    link: CampaignTopic
    activities: int

    @property
    def url(self) -> str:
        return held_records_url(topic=self.link.topic_id)


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


def tasks_due(user: Any, owner: Court | Branch, first: date, last: date, on: date) -> list[TaskRow]:
    """Tasks due in `first`..`last`, for a calendar: a branch's as it stands with them; the court's own, and what its
    branches are to do, which stands as nobody's own (2 queries)."""
    branch = owner if isinstance(owner, Branch) else None
    units = [TaskUnit.BRANCHES] if branch else TaskUnit.values
    court_id = branch.court_id if branch else owner.pk
    tasks = Task.objects.visible_to(user).filter(court=court_id, unit__in=units, due_on__range=(first, last))
    rows = TaskLine.objects.visible_to(user).filter(task__in=tasks, branch=branch).select_related("activity")
    lines = {line.task_id: line for line in rows}
    return [
        TaskRow(task, branch, lines.get(task.pk), state_of(task, lines.get(task.pk), on))
        for task in tasks.select_related("aspect__campaign").order_by("due_on", "pk")
    ]
