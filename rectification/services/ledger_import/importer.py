"""The ledger of rectification as a subject of the import pages."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch, ImportJob
from branches.services.file_imports import ImportOutcome
from branches.services.imports.registry import Importer, Targets
from branches.services.imports.undo import refuse_if_resting, told_of
from core.errors import Refused
from core.progress import Tell
from core.spreadsheets import Loaded
from core.spreadsheets.specs import RECTIFICATION
from rectification.choices import Nature
from rectification.models import Measure, Problem, ProblemShare, RectificationStep
from rectification.services.ledger_import.service import LedgerChoices, import_ledger
from rectification.services.ledger_import.words import OF_COMMITTEE


def run(job: ImportJob, loaded: Loaded, *, dry_run: bool, by: Any, on: date, at: datetime, tell: Tell) -> ImportOutcome:
    words = job.choices.get("words", {})
    choices = LedgerChoices(branches=words.get("branch", {}), natures=words.get("nature", {}))
    return import_ledger(court=job.court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, on=on, tell=tell)


def targets(court: Court) -> Targets:
    """Words may stand for any branch of the court, for the committee itself, for a nature."""
    branches = [(branch.name, branch.name) for branch in Branch.objects.within(court)]
    return {"branch": [*branches, (OF_COMMITTEE, OF_COMMITTEE)], "nature": list(Nature.choices)}


def undo(batch: ImportBatch, by: Any) -> None:
    """Take the batch's problems, measures and steps away; refused where something was done about them since."""
    court = batch.court
    touched = RectificationStep.objects.within(court).filter(import_batch=batch).values("problem_id")
    problems = Problem.objects.within(court).filter(Q(import_batch=batch) | Q(pk__in=touched))
    # Whoever is taking a step of one of them is waited for; whoever begins now waits, and finds it gone.
    list(problems.select_for_update().order_by("pk").values_list("pk"))
    made: dict[Any, set[Any]] = {
        model: set(model.objects.within(court).filter(import_batch=batch).values_list("pk", flat=True))
        for model in (Problem, Measure, RectificationStep)
    }
    shares = ProblemShare.objects.within(court).filter(problem__import_batch=batch)
    made[ProblemShare] = set(shares.values_list("pk", flat=True))
    reasons = list(_taken_since(batch))
    if reasons:
        raise Refused(*reasons)
    refuse_if_resting(made)
    for model in (RectificationStep, ProblemShare, Measure, Problem):
        model.objects.within(court).filter(pk__in=made[model]).delete()


def _taken_since(batch: ImportBatch) -> Iterator[str]:
    """Steps of the same problems that came after those of the batch and may rest on them."""
    steps = RectificationStep.objects.within(batch.court)
    own = steps.filter(import_batch=batch)
    first = dict(own.values("problem_id").annotate(first=Min("order")).values_list("problem_id", "first"))
    measures = set(own.values_list("measure_id", flat=True))
    later = steps.filter(problem_id__in=list(first)).exclude(import_batch=batch)
    rows = later.values_list("pk", "problem_id", "measure_id", "order")
    keys = {
        pk
        for pk, problem_id, measure_id, order in rows
        if order > first[problem_id] and (measure_id is None or measure_id in measures)
    }
    if keys:
        yield f"{told_of(RectificationStep, keys)}是导入之后登记的，请先撤销或更正。"


LEDGER = Importer(subject=ImportSubject.RECTIFICATION, spec=RECTIFICATION, run=run, targets=targets, undo=undo)
