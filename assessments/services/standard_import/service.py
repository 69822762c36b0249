"""Imports a standard as a draft: all of it or nothing; what is there already is not added again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assessments.models import Aspect, Indicator, Standard
from assessments.selectors.vocabulary import vocabulary_of
from assessments.services.drafts import aspects_of, indicators_of
from assessments.services.indicators import FACTS
from assessments.services.standard_import.figures import read_figures
from assessments.services.standard_import.rows import Rows, read_rows
from assessments.services.standard_import.words import StandardWords
from assessments.services.standards import FIGURES, refuse_year, save_draft
from branches.models import Court
from branches.services.file_imports import ImportOutcome, one_at_a_time, refuse_if_faulty, refuse_long_texts
from core import audit
from core.spreadsheets import Loaded, load
from core.spreadsheets.specs import STANDARD

OF_INDICATOR = {"code": "code", "name": "name", "evidence": "evidence", "basis": "basis"}


@dataclass(frozen=True)
class StandardChoices:
    """What the user said of a sheet: `columns` {heading: field}, `inputs` {word: code or name of what is counted}."""

    columns: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)


def import_standard(
    *,
    court: Court,
    year: int,
    source: bytes | Path,
    filename: str,
    choices: StandardChoices | None = None,
    dry_run: bool = False,
    by: Any,
) -> ImportOutcome:
    """A draft of `year` from a workbook. Raises Refused with a line for each fault, or where the year has another draft
    already, and UsageError when a choice names what does not exist; nothing is written then."""
    choices = choices or StandardChoices()
    loaded = load(source, filename, STANDARD, choices.columns)
    vocabulary = vocabulary_of(court)
    refuse_long_texts(loaded, Indicator, OF_INDICATOR)
    rows = read_rows(loaded, StandardWords(vocabulary, choices.inputs), vocabulary)
    figures = read_figures(source, filename, loaded, rows.aspects)
    refuse_if_faulty(loaded)
    facts = {"name": f"{year}年星级党支部标准", "tie_aspects": [], **figures}
    draft = Standard(court=court, year=year, **facts)
    with one_at_a_time(court, dry_run=dry_run):
        return _store(court, draft, rows, loaded, dry_run=dry_run, by=by)


def _store(court: Court, draft: Standard, rows: Rows, loaded: Loaded, *, dry_run: bool, by: Any) -> ImportOutcome:
    of_year = Standard.objects.within(court).filter(year=draft.year)
    told = content_of(draft, rows.aspects, rows.indicators)
    is_known = any(content_of(each, aspects_of(each), indicators_of(each)) == told for each in of_year)
    if not is_known:
        refuse_year(court, draft.year)
    if not (is_known or dry_run):
        _save(court, draft, rows)
        detail = {"year": draft.year, "edition": draft.edition, "file": loaded.filename, "digest": loaded.digest}
        audit.record(actor=by, action="assessments.standard_import", subject=draft, detail=detail)
    counts = [] if is_known else [f"方面 {len(rows.aspects)} 个", f"指标 {len(rows.indicators)} 项"]
    return ImportOutcome(
        counts=counts,
        row_count=len(loaded.records),
        known_count=0,
        remarks=loaded.remarks,
        dry_run=dry_run,
        loaded=loaded,
    )


def _save(court: Court, draft: Standard, rows: Rows) -> None:
    save_draft(draft, court)
    for aspect in rows.aspects:
        aspect.standard = draft
        aspect.full_clean()
        aspect.save()
    for indicator in rows.indicators:
        indicator.standard, indicator.aspect = draft, indicator.aspect
        indicator.full_clean()
        indicator.save()


def content_of(standard: Standard, aspects: Iterable[Aspect], indicators: Iterable[Indicator]) -> Any:
    """Everything that a standard says, to tell whether two say the same."""
    figures = {name: getattr(standard, name) for name in ("name", "note", *FIGURES)}
    lines = [
        (indicator.aspect.code, *(getattr(indicator, name) for name in FACTS))
        for indicator in sorted(indicators, key=lambda each: (each.aspect.order, each.order))
    ]
    return figures, standard.tie_aspects, [(aspect.code, aspect.name) for aspect in aspects], lines
