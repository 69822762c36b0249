"""The table of business figures as a subject of the import pages."""

from datetime import date, datetime
from typing import Any

from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch, ImportJob
from branches.services.file_imports import ImportOutcome
from branches.services.imports.registry import Importer, Targets
from branches.services.imports.undo import refuse_if_resting, told_of
from core.errors import Refused
from core.progress import Tell
from core.spreadsheets import Loaded
from core.spreadsheets.specs import METRICS
from metrics.models import MetricFigure
from metrics.selectors.definitions import metrics_of
from metrics.services.metric_import.columns import columns_of
from metrics.services.metric_import.service import MetricChoices, import_figures
from metrics.services.metric_import.words import OF_COURT


def run(job: ImportJob, loaded: Loaded, *, dry_run: bool, by: Any, on: date, at: datetime, tell: Tell) -> ImportOutcome:
    words = job.choices.get("words", {})
    choices = MetricChoices(metrics=words.get("metric", {}), branches=words.get("branch", {}))
    return import_figures(court=job.court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, at=at, tell=tell)


def targets(court: Court) -> Targets:
    """Words may stand for any metric that is in use, for any branch of the court, for the court itself."""
    branches = [(branch.name, branch.name) for branch in Branch.objects.within(court)]
    metrics = [(metric.name, metric.name) for metric in metrics_of(court).filter(is_active=True)]
    return {"metric": metrics, "branch": [(OF_COURT, OF_COURT), *branches]}


def undo(batch: ImportBatch, by: Any) -> None:
    """Take the batch's figures away; refused where one was corrected or voided since."""
    rows = MetricFigure.objects.within(batch.court).filter(import_batch=batch).select_for_update(no_key=True)
    versions = dict(rows.order_by("pk").values_list("pk", "version"))
    touched = {pk for pk, version in versions.items() if version > 1}
    if touched:
        raise Refused(f"{told_of(MetricFigure, touched)}在导入之后更正或作废过，不能撤销这一批。")
    refuse_if_resting({MetricFigure: set(versions)})
    MetricFigure.objects.within(batch.court).filter(pk__in=versions).delete()


TABLE = Importer(
    subject=ImportSubject.METRICS, spec=METRICS, run=run, targets=targets, undo=undo, own_fields=columns_of
)
