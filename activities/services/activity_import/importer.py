"""The ledger as a subject of the import pages."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from activities.choices import ActivityState
from activities.models import Activity, Attendance, Coverage, Fulfilment
from activities.services.activity_import.service import LedgerChoices, import_ledger
from activities.services.activity_import.words import WHOLE, CourtWords
from activities.services.locks import refuse_locked
from branches.choices import ImportSubject
from branches.models import Court, ImportBatch, ImportJob
from branches.services.file_imports import ImportOutcome
from branches.services.imports.registry import Importer, Targets
from branches.services.imports.undo import refuse_if_resting, told_of
from core.dates import Span
from core.errors import Refused
from core.progress import Tell
from core.spreadsheets import Loaded
from core.spreadsheets.specs import ACTIVITIES


def run(job: ImportJob, loaded: Loaded, *, dry_run: bool, by: Any, on: date, at: datetime, tell: Tell) -> ImportOutcome:
    words = job.choices.get("words", {})
    choices = LedgerChoices(
        kinds=words.get("kind", {}),
        branches=words.get("branch", {}),
        covers=_covers(job),
        only=job.branch,
    )
    return import_ledger(
        court=job.court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, on=on, at=at, tell=tell
    )


def _covers(job: ImportJob) -> Span | None:
    span = job.choices.get("covers")
    return (date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None


def targets(court: Court) -> Targets:
    """Words may stand for any kind or branch of the court, or for the whole of it."""
    words = CourtWords(court, kinds={}, branches={})
    return {
        "branch": [*((name, name) for name in words.branches), (WHOLE, f"{WHOLE}活动（不属于某个支部）")],
        "kind": [(kind.code, kind.name) for kind in words.kinds.values()],
    }


def undo(batch: ImportBatch, by: Any) -> None:
    """Take the batch's records and its spans of coverage away; refused where a record was worked on since."""
    records = Activity.objects.within(batch.court).filter(import_batch=batch)
    # Whoever is correcting one of them is waited for; whoever begins now waits, and finds it gone.
    list(records.select_for_update().order_by("pk").values_list("pk"))
    years = records.filter(Q(kind__for_year=True) | Q(also_kinds__for_year=True), for_year__isnull=False)
    days = [date(year, 12, 31) for year in years.values_list("for_year", flat=True).distinct() if year]
    refuse_locked(batch.court, *records.values_list("held_on", flat=True).distinct(), *days, doing="撤销")
    altered = records.exclude(state=ActivityState.SUBMITTED, version=1)
    keys = set(altered.values_list("pk", flat=True))
    if keys:
        raise Refused(f"{told_of(Activity, keys)}在导入之后办理过（更正、归档等）。")
    coverage = Coverage.objects.within(batch.court).filter(import_batch=batch)
    made = {Activity: set(records.values_list("pk", flat=True)), Coverage: set(coverage.values_list("pk", flat=True))}
    refuse_if_resting(made, coming_along=(Attendance, Fulfilment))
    Attendance.objects.within(batch.court).filter(activity__import_batch=batch).delete()
    Fulfilment.objects.within(batch.court).filter(activity__import_batch=batch).delete()
    coverage.delete()
    records.delete()


LEDGER = Importer(
    subject=ImportSubject.ACTIVITIES, spec=ACTIVITIES, run=run, targets=targets, undo=undo, of_branch=True
)
