"""Imports a table of business figures: all rows or none; what is there already is not added again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from branches.choices import ImportSubject
from branches.models import Court, ImportBatch
from branches.services.file_imports import (
    ImportOutcome,
    new_batch,
    one_at_a_time,
    refuse_if_faulty,
    refuse_long_texts,
    source_of,
)
from core import audit
from core.progress import Tell, silent
from core.spreadsheets import Loaded, load
from core.spreadsheets.specs import METRICS
from metrics.models import MetricFigure
from metrics.periods import Period
from metrics.selectors.figures import books_within
from metrics.services.metric_import.across import spread_spans
from metrics.services.metric_import.columns import columns_of
from metrics.services.metric_import.rows import Entry, read_entries
from metrics.services.metric_import.units import read_units_above
from metrics.services.metric_import.wide import spread
from metrics.services.metric_import.words import CourtWords
from metrics.wording import exact, fraction

BATCH_SIZE = 500
NUMBERS = ("numerator", "denominator", "value")
TEXTS = {"source": "source", "note": "note"}


@dataclass(frozen=True)
class MetricChoices:
    """What the user said of a table: `columns` {heading: field}, `metrics` {word: name of a metric}, `branches` {word:
    name of a branch}."""

    columns: Mapping[str, str] = field(default_factory=dict)
    metrics: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)


def import_metrics(
    *,
    court: Court,
    source: bytes | Path,
    filename: str,
    choices: MetricChoices | None = None,
    dry_run: bool = False,
    by: Any,
    at: datetime,
    tell: Tell = silent,
) -> ImportOutcome:
    """`import_figures` of a file. Raises UsageError, too, when a choice names a column that does not exist."""
    choices = choices or MetricChoices()
    spec = replace(METRICS, fields=(*METRICS.fields, *columns_of(court)))
    loaded = load(source, filename, spec, choices.columns, tell=tell)
    return import_figures(court=court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, at=at, tell=tell)


def import_figures(
    *, court: Court, loaded: Loaded, choices: MetricChoices, dry_run: bool, by: Any, at: datetime, tell: Tell
) -> ImportOutcome:
    """Adds the figures of a table. One that says other than what is entered already is a fault: it is corrected on its
    page, with a reason. Raises Refused with a line for each fault, and UsageError; nothing is written then."""
    with one_at_a_time(court, dry_run=dry_run):
        tell("正在核对", 0, 0)
        words = CourtWords(court, metrics=choices.metrics, branches=choices.branches)
        refuse_long_texts(loaded, MetricFigure, TEXTS)
        row_count = len(loaded.records)
        words.place_branches(loaded)
        spread(loaded, list(words.metrics.values()))
        spread_spans(loaded, list(words.metrics.values()))
        words.place_metrics(loaded)
        read_units_above(loaded, words.metric_of)
        entries = list(read_entries(loaded, words, at))
        _refuse_doubles(entries, loaded)
        new = _new_ones(court, entries, loaded)
        refuse_if_faulty(loaded)
        counts = _counts(new)
        batch = new_batch(court=court, subject=ImportSubject.METRICS, loaded=loaded, by=by)
        batch.row_count = row_count
        if new and not dry_run:
            batch.created_count, batch.detail = len(new), {"counts": counts}
            batch.save()
            tell("正在写入", 0, 1)
            _write(court, batch, new, by, at)
        return ImportOutcome(
            counts=counts,
            row_count=row_count,
            known_count=len(_rows(entries) - _rows(new)),
            remarks=loaded.remarks,
            dry_run=dry_run,
            loaded=loaded,
            batch=batch if batch.pk else None,
        )


def _refuse_doubles(entries: list[Entry], loaded: Loaded) -> None:
    first: dict[tuple[int, int | None, Period], Entry] = {}
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry:
            message = f"与第 {other.record.row} 行是同一个指标、同一个时段，请删去一行。"
            loaded.faults.add(entry.record.fault("metric", message))


def _new_ones(court: Court, entries: list[Entry], loaded: Loaded) -> list[Entry]:
    """Those that are not entered yet; another number for the same span is a fault that names both."""
    books = books_within(court, with_below=False)
    known = {
        (figure.metric_id, figure.branch_id, figure.period): figure for book in books.values() for figure in book.all()
    }
    new = []
    for entry in entries:
        figure = known.get(entry.key)
        if figure is None:
            new.append(entry)
        elif any(getattr(figure, name) != getattr(entry.facts, name) for name in NUMBERS):
            parts = fraction(figure.numerator, figure.denominator)
            shown = parts or exact(entry.metric, figure.number)
            here = f"{figure.period.label}的“{entry.metric}”已登记为 {shown}"
            message = f"{here}，与文件不同；要更正的，请在那一条的页面上更正。"
            loaded.faults.add(entry.record.fault("numerator" if parts else "value", message))
    return new


def _rows(entries: list[Entry]) -> set[tuple[str, int]]:
    """A row may hold several figures."""
    return {(entry.record.sheet, entry.record.row) for entry in entries}


def _counts(new: list[Entry]) -> list[str]:
    """“业务数据 24 个（2 个指标）”."""
    metrics = len({entry.metric.pk for entry in new})
    return [f"业务数据 {len(new)} 个（{metrics} 个指标）"] if new else []


def _write(court: Court, batch: ImportBatch, new: list[Entry], by: Any, at: datetime) -> None:
    rows = [
        MetricFigure(
            court=court,
            branch=entry.branch,
            metric=entry.metric,
            form=entry.metric.form,
            is_share=entry.metric.is_share,
            start=entry.facts.period.start,
            end=entry.facts.period.end,
            entered_by=by,
            entered_at=at,
            import_batch=batch,
            **entry.facts.columns(),
            **source_of(entry.record),
        )
        for entry in new
    ]
    MetricFigure.objects.bulk_create(rows, batch_size=BATCH_SIZE)
    detail = {"file": batch.filename, **batch.detail}
    audit.record(actor=by, action="metrics.figure_import", subject=batch, detail=detail)
