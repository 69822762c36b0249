"""Where an election stands, from the steps that it took."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from elections.choices import OF_COMMITTEE, WITHDRAWS, Stage
from elections.models import Candidate, ElectionStep, TermElection


def last_step(election: TermElection) -> ElectionStep | None:
    return ElectionStep.objects.within(election.branch).filter(election=election).order_by("-order").first()


def stage_of(election: TermElection) -> Stage:
    """Before its first step an election waits for the branch's request."""
    last = last_step(election)
    return Stage(last.stage) if last else Stage.TO_REQUEST


def withdrawal_at(stage: Stage) -> str:
    """What the branch may take back at `stage`, in words; nothing where there is nothing to take back."""
    return f"撤回“{WITHDRAWS[stage][0].label}”" if stage in WITHDRAWS else ""


def with_stage(elections: QuerySet[TermElection]) -> QuerySet[Any]:
    """Each election with `stage`, the code of where it stands, and `stage_on`, the day of its last step."""
    steps = ElectionStep.objects.unscoped("of elections that were fetched for the user")
    last = steps.filter(election=OuterRef("pk")).order_by("-order")
    return elections.annotate(stage=Subquery(last.values("stage")[:1]), stage_on=Subquery(last.values("on")[:1]))


def own_part(election: TermElection, user: Any) -> str:
    """Why this user does not answer for the committee: wrote a step of the branch, or stands; nothing for others.

    Nobody approves what they put forward themselves, nor the election in which they stand.
    """
    written = ElectionStep.objects.within(election.branch).filter(election=election, recorded_by=user)
    own = written.exclude(kind__in=OF_COMMITTEE).order_by("-order").first()
    if own is not None:
        return f"这次换届的“{own.get_kind_display()}”是您本人登记的，请由机关党委的其他同志批复。"
    standing = Candidate.objects.within(election.branch).filter(election=election, member__user=user)
    return "您是这次换届的候选人，请由机关党委的其他同志批复。" if standing.exists() else ""
