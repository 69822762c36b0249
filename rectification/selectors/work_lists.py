"""The six lists of a court as it calls them, and the rows of each: every list is aspect, item, node, one person, one
day, whatever they come from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from branches.choices import Role
from branches.models import Branch, Court
from branches.scoping import standing_of
from rectification.choices import (
    TAKEN_LISTS,
    ListCode,
    MeasureState,
    ProblemState,
    StepKind,
)
from rectification.models import Measure, Problem, RectificationStep, WorkItem, WorkList, WorkNode
from rectification.selectors.standing import measures_on, problems_on
from rectification.selectors.work_standing import nodes_on

WHY = "steps of measures that were fetched for the user"
STATE_TAGS = {MeasureState.DONE: "success", MeasureState.ON_SCHEDULE: "info", MeasureState.OVERDUE: "error"}
# What a list may show, in this order, as it is called where the court has no other word.
COLUMNS = {
    "aspect": "方面",
    "title": "事项",
    "node": "节点",
    "branch": "责任支部",
    "owner": "责任人",
    "first_due_on": "原定时限",
    "due_on": "时限",
    "state": "进度",
    "done_on": "完成日期",
    "progress": "进展情况",
}
# Item, node, one person, one day and where it stands make a list; these can be renamed, not hidden.
NEEDED = ("title", "node", "owner", "due_on", "state")
HIDDEN_AT_FIRST = ("first_due_on", "done_on")
_WORDS: dict[str, dict[str, str]] = {
    ListCode.TASKS: {"title": "重点任务"},
    ListCode.PROBLEMS: {
        "aspect": "问题来源",
        "title": "问题",
        "node": "具体表现",
        "branch": "牵头支部",
        "owner": "责任领导",
        "due_on": "整改期限",
        "done_on": "销号日期",
    },
    ListCode.MEASURES: {"aspect": "问题来源", "title": "问题", "node": "整改措施", "due_on": "整改时限"},
    ListCode.DUTIES: {"title": "责任事项"},
    ListCode.INSTITUTIONS: {"title": "制度"},
    ListCode.RESULTS: {"title": "成果"},
}


@dataclass(frozen=True)
class ListSpec:
    """One of the six as a court has it."""

    code: ListCode
    name: str
    order: int
    labels: dict[str, str]
    hidden: Sequence[str] = HIDDEN_AT_FIRST
    is_off: bool = False
    version: int = 0

    @property
    def slug(self) -> str:
        return self.code.lower()

    @property
    def is_taken(self) -> bool:
        """Whether it is made of what is registered elsewhere."""
        return self.code in TAKEN_LISTS

    @property
    def columns(self) -> list[tuple[str, str]]:
        """(key, label) of the columns shown."""
        return [(key, self.label(key)) for key in COLUMNS if key not in self.hidden]

    def label(self, key: str) -> str:
        return self.labels.get(key) or default_label(self.code, key)


def default_label(code: str, key: str) -> str:
    return _WORDS[code].get(key, COLUMNS[key])


def court_of_lists(user: Any) -> Court | None:
    """The court whose lists the user works with."""
    standing = standing_of(user)
    held = (*standing.holding(Role.COMMITTEE), *standing.holding(Role.SECRETARY))
    grants = [grant for grant in held if grant.group_id is None]
    return Court.objects.visible_to(user).filter(pk__in=[grant.court_id for grant in grants[:1]]).first()


def lists_of(court: Court) -> list[ListSpec]:
    """The six lists in the court's order (one query)."""
    kept = {row.code: row for row in WorkList.objects.within(court)}
    specs = [_spec(code, place, kept.get(code)) for place, code in enumerate(ListCode, start=1)]
    return sorted(specs, key=lambda spec: spec.order)


def list_of(court: Court, slug: str) -> ListSpec | None:
    """The list that an address names."""
    return next((spec for spec in lists_of(court) if spec.slug == slug), None)


def _spec(code: ListCode, place: int, row: WorkList | None) -> ListSpec:
    if row is None:
        return ListSpec(code, code.label, place, {})
    return ListSpec(code, row.name, row.order, row.labels, row.hidden, row.is_off, row.version)


@dataclass(frozen=True)
class ListRow:
    """A line of any list."""

    aspect: str
    title: str
    node: str
    branch: Branch | None
    owner: str
    first_due_on: date | None
    due_on: date | None
    state: MeasureState
    done_on: date | None
    progress: str
    url: str
    state_label: str = ""

    @property
    def tag(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def branch_name(self) -> str:
        return self.branch.name if self.branch else "机关党委"

    @property
    def state_words(self) -> str:
        return self.state_label or str(self.state.label)

    @property
    def is_moved(self) -> bool:
        return self.first_due_on != self.due_on

    def text(self, key: str) -> str:
        """What stands under a column, in words."""
        value = {"branch": self.branch_name, "state": self.state_words}.get(key)
        value = getattr(self, key) if value is None else value
        return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Source:
    """Where the rows of a list come from, and by which names its query knows what every list has."""

    aspect: str
    title: str
    node: str
    owner: str
    due_on: str
    state: str
    order: tuple[str, ...]
    searched: tuple[str, ...] = field(default=())


NODES = Source(
    "item__aspect",
    "item__title",
    "title",
    "owner_name",
    "due_on",
    "state",
    ("item__aspect_order", "item__number", "order", "id"),
    ("item__title", "title", "item__detail"),
)
PROBLEMS = Source(
    "source", "title", "detail", "leader_name", "due_on", "work_state", ("source", "number", "id"), ("title", "detail")
)
MEASURES = Source(
    "problem__source",
    "problem__title",
    "text",
    "owner_name",
    "due_on",
    "state",
    ("problem__source", "problem__number", "order", "id"),
    ("problem__title", "text"),
)


def source_of(code: str) -> Source:
    return {ListCode.PROBLEMS: PROBLEMS, ListCode.MEASURES: MEASURES}.get(ListCode(code), NODES)


def rows_of(user: Any, court: Court, code: str, on: date) -> QuerySet[Any]:
    """What the user sees of a list of the court as it stood on `on`, under the names of its source."""
    if code == ListCode.PROBLEMS:
        return _problems(user, court, on).select_related("branch")
    if code == ListCode.MEASURES:
        return _measures(user, court, on).select_related("branch", "problem")
    nodes = WorkNode.objects.visible_to(user).filter(court=court, item__code=code)
    return nodes_on(nodes, on).select_related("branch", "item")


def _problems(user: Any, court: Court, on: date) -> QuerySet[Any]:
    rows = problems_on(Problem.objects.visible_to(user).filter(court=court), on)
    return rows.annotate(
        work_state=Case(
            When(state=ProblemState.CLOSED, then=Value(MeasureState.DONE)),
            When(due_on__lt=on, then=Value(MeasureState.OVERDUE)),
            default=Value(MeasureState.ON_SCHEDULE),
            output_field=CharField(),
        )
    )


def _measures(user: Any, court: Court, on: date) -> QuerySet[Any]:
    steps = RectificationStep.objects.unscoped(WHY).filter(
        measure=OuterRef("pk"), kind__in=(StepKind.PROGRESS, StepKind.DONE), on__lte=on
    )
    rows = measures_on(Measure.objects.visible_to(user).filter(court=court), on)
    told = Subquery(steps.order_by("-on", "-order").values("text")[:1])
    return rows.annotate(progress=Coalesce(told, Value(""), output_field=CharField()))


def list_row(code: str, row: Any) -> ListRow:
    """A row of `rows_of` as a line."""
    if code == ListCode.PROBLEMS:
        return _row_of_problem(row)
    if code == ListCode.MEASURES:
        return _line(row, row.problem.source, row.problem.title, row.text, url_of("measure", row.pk))
    return _line(row, row.item.aspect, row.item.title, row.title, reverse("rectification:work_node", args=[row.pk]))


def _line(row: Any, aspect: str, title: str, node: str, url: str) -> ListRow:
    return ListRow(
        aspect=aspect,
        title=title,
        node=node,
        branch=row.branch,
        owner=row.owner_name,
        first_due_on=row.first_due_on,
        due_on=row.due_on,
        state=MeasureState(row.state),
        done_on=row.done_on,
        progress=row.progress,
        url=url,
    )


def _row_of_problem(row: Any) -> ListRow:
    state = MeasureState(row.work_state)
    label = state.label if state is MeasureState.OVERDUE else ProblemState(row.state).label
    return ListRow(
        aspect=row.source,
        title=row.title,
        node=row.detail,
        branch=row.branch,
        owner=row.leader_name,
        first_due_on=row.due_on,
        due_on=row.due_on,
        state=state,
        done_on=row.closed_on,
        progress="",
        url=url_of("problem", row.pk),
        state_label=label,
    )


def url_of(kind: str, pk: int) -> str:
    """The page of a problem or of a measure."""
    return reverse(f"rectification:{kind}", args=[pk])


@dataclass(frozen=True)
class ListCounts:
    """How many rows of a list stand where."""

    all: int = 0
    done: int = 0
    on_schedule: int = 0
    overdue: int = 0


def counts_of(user: Any, court: Court, on: date) -> dict[str, ListCounts]:
    """The figures of all six (three queries), of the same rows that the lists show."""
    nodes = nodes_on(WorkNode.objects.visible_to(user).filter(court=court), on)
    by_list = nodes.values("item__code").order_by("item__code").annotate(**_counted("state"))
    found = {row["item__code"]: _counts(row) for row in by_list}
    found[ListCode.PROBLEMS] = _counts(_problems(user, court, on).aggregate(**_counted("work_state")))
    measures = measures_on(Measure.objects.visible_to(user).filter(court=court), on)
    found[ListCode.MEASURES] = _counts(measures.aggregate(**_counted("state")))
    return found


def _counted(state: str) -> dict[str, Count]:
    return {value: Count("pk", filter=Q(**{state: value})) for value in MeasureState.values}


def _counts(row: dict[str, Any]) -> ListCounts:
    done, on_schedule, overdue = (row[value] for value in MeasureState.values)
    return ListCounts(done + on_schedule + overdue, done, on_schedule, overdue)


def items_without_nodes(user: Any, court: Court, code: str) -> QuerySet[WorkItem]:
    """Items that wait to be broken down to nodes."""
    rows = WorkItem.objects.visible_to(user).filter(court=court, code=code, voided_at__isnull=True)
    return rows.exclude(pk__in=WorkNode.objects.within(court).filter(voided_at__isnull=True).values("item"))


def aspects_of(user: Any, court: Court, code: str) -> list[str]:
    """The aspects of a list, in its order."""
    if code in TAKEN_LISTS:
        sources = Problem.objects.visible_to(user).filter(court=court, voided_at__isnull=True)
        return list(sources.order_by("source").values_list("source", flat=True).distinct())
    items = WorkItem.objects.visible_to(user).filter(court=court, code=code, voided_at__isnull=True)
    return list(dict.fromkeys(items.order_by("aspect_order").values_list("aspect", flat=True)))
