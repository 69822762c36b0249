"""At which stage each file stood on a day, from its dated steps."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from branches.models import Branch, Court
from development.choices import FileState, Stage
from development.models import Candidate, Step
from development.path import Fact, stage_of, standing_of, state_of
from development.selectors.steps import fact_of

# A file counts while it goes on, and for 正式党员 when it led there.
COUNTED = (FileState.OPEN, FileState.CONFIRMED)


def stage_counts(owner: Court | Branch, on: date, *, with_below: bool = False) -> dict[Stage, int]:
    """How many of the owner's files stood at each stage on `on` (2 queries). A branch's are those it works on today."""
    files = Candidate.objects.within(owner, with_below=with_below)
    gone_on = _gone_on(on)
    unchanged = files.filter(~gone_on, state__in=COUNTED).order_by().values_list("stage").annotate(number=Count("pk"))
    numbers = Counter(dict(unchanged))
    numbers.update(stage for stage, state in restated(files, on).values() if state in COUNTED)
    return {stage: numbers[stage] for stage in Stage}


def stood_on(
    files: QuerySet[Candidate], on: date, *, stages: Collection[str], states: Collection[str]
) -> QuerySet[Candidate]:
    """Of `files` those that had begun by `on` and were at one of these stages, in one of these states."""
    there = [pk for pk, (stage, state) in restated(files, on).items() if stage in stages and state in states]
    return files.filter(Q(pk__in=there) | ~_gone_on(on) & Q(stage__in=stages, state__in=states))


def restated(files: QuerySet[Candidate], on: date) -> dict[int, tuple[Stage, FileState]]:
    """Where those stood on `on` that went on after it; what had not begun by then is left out."""
    rows = _steps().filter(candidate__in=files.filter(_gone_on(on)).order_by().values("pk"), happened_on__lte=on)
    facts: defaultdict[int, list[Fact]] = defaultdict(list)
    for step in rows.order_by("id"):
        facts[step.candidate_id].append(fact_of(step))
    standings = ((pk, standing_of(own)) for pk, own in facts.items())
    return {pk: (stage_of(standing), state_of(standing)) for pk, standing in standings}


def _gone_on(on: date) -> Any:
    """A step of the file was taken after `on`."""
    return Q(Exists(_steps().filter(candidate=OuterRef("pk"), happened_on__gt=on)))


def _steps() -> QuerySet[Step]:
    return Step.objects.unscoped("steps of files that were fetched for the user").filter(withdrawn_at__isnull=True)
