"""Where an election stands, from the steps that it took."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from elections.choices import Stage
from elections.models import ElectionStep, TermElection


def last_step(election: TermElection) -> ElectionStep | None:
    return ElectionStep.objects.within(election.branch).filter(election=election).order_by("-order").first()


def stage_of(election: TermElection) -> Stage:
    """Before its first step an election waits for the branch's request."""
    last = last_step(election)
    return Stage(last.stage) if last else Stage.TO_REQUEST


def with_stage(elections: QuerySet[TermElection]) -> QuerySet[Any]:
    """Each election with `stage`, the code of where it stands, and `stage_on`, the day of its last step."""
    steps = ElectionStep.objects.unscoped("of elections that were fetched for the user")
    last = steps.filter(election=OuterRef("pk")).order_by("-order")
    return elections.annotate(stage=Subquery(last.values("stage")[:1]), stage_on=Subquery(last.values("on")[:1]))
