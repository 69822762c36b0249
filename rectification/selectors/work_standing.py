"""How the nodes of the lists stood on a day, from their dated steps, as standing.py does for measures."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from rectification.choices import SAYS_NODE_DONE, MeasureState, NodeStepKind
from rectification.models import WorkNode, WorkNodeStep

WHY = "steps of nodes that were fetched for the user"


def nodes_on(nodes: QuerySet[WorkNode], on: date) -> QuerySet[Any]:
    """The nodes that were there on `on`, each with `state`, `done_on` (None while open), `due_on` as moved by then, and
    `progress`, the last words that were said of it. A node is late from the day after its day."""
    said = _last(SAYS_NODE_DONE, on)
    moved = _last((NodeStepKind.MOVED,), on)
    told = _last((NodeStepKind.PROGRESS, NodeStepKind.DONE), on)
    return nodes.filter(opened_on__lte=on, voided_at__isnull=True, item__voided_at__isnull=True).annotate(
        said=Subquery(said.values("kind")[:1]),
        done_on=Case(When(said=NodeStepKind.DONE, then=Subquery(said.values("on")[:1])), output_field=DateField()),
        due_on=Coalesce(Subquery(moved.values("until")[:1]), F("first_due_on"), output_field=DateField()),
        progress=Coalesce(Subquery(told.values("text")[:1]), Value(""), output_field=CharField()),
        state=Case(
            When(said=NodeStepKind.DONE, then=Value(MeasureState.DONE)),
            When(due_on__lt=on, then=Value(MeasureState.OVERDUE)),
            default=Value(MeasureState.ON_SCHEDULE),
            output_field=CharField(),
        ),
    )


def _last(kinds: tuple[str, ...], on: date) -> QuerySet[WorkNodeStep]:
    """The steps of these kinds that had happened by `on`, the last one first."""
    steps = WorkNodeStep.objects.unscoped(WHY).filter(kind__in=kinds, on__lte=on, node=OuterRef("pk"))
    return steps.order_by("-on", "-order")


def node_on(node: WorkNode, on: date) -> Any:
    """The node as it stood on `on`; None where it was not there or is voided."""
    return nodes_on(WorkNode.objects.within(node.court).filter(pk=node.pk), on).first()
