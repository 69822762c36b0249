"""Imports a ledger of rectification: all rows or none; what is there already is not added again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from branches.choices import ImportSubject
from branches.models import Court
from branches.services.file_imports import (
    ImportOutcome,
    new_batch,
    one_at_a_time,
    refuse_if_faulty,
    refuse_long_texts,
)
from core import audit
from core.progress import Tell, silent
from core.spreadsheets import Loaded, load
from core.spreadsheets.specs import RECTIFICATION
from rectification.choices import StepKind
from rectification.models import Measure, Problem
from rectification.services.ledger_import.checks import check_entries, remark_entries
from rectification.services.ledger_import.known import Known
from rectification.services.ledger_import.people import Names
from rectification.services.ledger_import.plan import Plan, plan_of
from rectification.services.ledger_import.records import Writer
from rectification.services.ledger_import.rows import Entry, Line, read_entries
from rectification.services.ledger_import.words import CourtWords

OF_PROBLEM = {"problem": "title", "source": "source", "leader": "leader_name"}
OF_MEASURE = {"measure": "text", "owner": "owner_name"}


@dataclass(frozen=True)
class LedgerChoices:
    """What the user said of a ledger: `columns` {heading: field}, `branches` {word: name of a branch}, `natures` {word:
    code or name of a nature}."""

    columns: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    natures: Mapping[str, str] = field(default_factory=dict)


def import_rectification(
    *,
    court: Court,
    source: bytes | Path,
    filename: str,
    choices: LedgerChoices | None = None,
    dry_run: bool = False,
    by: Any,
    on: date,
    tell: Tell = silent,
) -> ImportOutcome:
    """`import_ledger` of a file. Raises UsageError, too, when a choice names a column that does not exist."""
    choices = choices or LedgerChoices()
    loaded = load(source, filename, RECTIFICATION, choices.columns, tell=tell)
    return import_ledger(court=court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, on=on, tell=tell)


def import_ledger(
    *, court: Court, loaded: Loaded, choices: LedgerChoices, dry_run: bool, by: Any, on: date, tell: Tell
) -> ImportOutcome:
    """Adds the problems and measures of a ledger with what was done; of those that are known, what was done since.

    Nothing was done or closed after `on`. Raises Refused with a line for each fault, and UsageError when a choice names
    what does not exist; nothing is written then.
    """
    with one_at_a_time(court, dry_run=dry_run):
        if not dry_run:
            # Whoever is taking a step of one of them is waited for.
            list(Problem.objects.within(court).select_for_update().order_by("pk").values_list("pk"))
        return _import(court, loaded, choices, dry_run=dry_run, by=by, on=on, tell=tell)


def _import(
    court: Court, loaded: Loaded, choices: LedgerChoices, *, dry_run: bool, by: Any, on: date, tell: Tell
) -> ImportOutcome:
    tell("正在核对", 0, 0)
    entries = _read(court, loaded, choices, on=on)
    refuse_if_faulty(loaded)
    plan = plan_of(entries, Known(court, on), loaded, on=on)
    refuse_if_faulty(loaded)
    remark_entries(entries, loaded)
    names = Names(court, on)
    _remark_names(plan, names, loaded)
    counts = _counts(plan)
    batch = new_batch(court=court, subject=ImportSubject.RECTIFICATION, loaded=loaded, by=by)
    if not (plan.is_empty or dry_run):
        batch.created_count, batch.detail = len(plan.entries) + len(_lines(plan)), {"counts": counts}
        batch.save()
        Writer(court, batch, names, by, on, tell).write(plan)
        detail = {"file": batch.filename, **batch.detail}
        audit.record(actor=by, action="rectification.ledger_import", subject=batch, detail=detail)
    return ImportOutcome(
        counts=counts,
        row_count=len(loaded.records),
        known_count=plan.known_rows,
        remarks=loaded.remarks,
        dry_run=dry_run,
        loaded=loaded,
        batch=batch if batch.pk else None,
    )


def _read(court: Court, loaded: Loaded, choices: LedgerChoices, *, on: date) -> list[Entry]:
    """The problems of the file; everything that is wrong with them is added to the faults."""
    words = CourtWords(court, branches=choices.branches, natures=choices.natures)
    refuse_long_texts(loaded, Problem, OF_PROBLEM)
    refuse_long_texts(loaded, Measure, OF_MEASURE)
    words.place(loaded)
    entries = read_entries(loaded, words)
    check_entries(entries, loaded, today=on)
    return entries


def _remark_names(plan: Plan, names: Names, loaded: Loaded) -> None:
    for entry in plan.entries:
        names.find(entry.leader, next(iter(entry.shared), None))
    for line in _lines(plan):
        names.find(line.owner, line.branch)
    names.remark(loaded)


def _lines(plan: Plan) -> list[Line]:
    return [*(line for entry in plan.entries for line in entry.lines), *(line for _, line in plan.lines)]


def _counts(plan: Plan) -> list[str]:
    """“问题 13 个（已销号 1 个）”, “整改措施 46 条（已完成 11 条）”, “更新记录 3 处（完成措施 2、销号 1）”."""
    lines = _lines(plan)
    done = sum(line.done_on is not None for line in lines)
    closed = sum(entry.closed_on is not None for entry in plan.entries)
    phrases = (
        (len(plan.entries), f"问题 {len(plan.entries)} 个（已销号 {closed} 个）"),
        (len(lines), f"整改措施 {len(lines)} 条（已完成 {done} 条）"),
        (len(plan.steps), f"更新记录 {len(plan.steps)} 处（{_told(plan)}）"),
    )
    return [phrase for number, phrase in phrases if number]


def _told(plan: Plan) -> str:
    words = {StepKind.DONE: "完成措施", StepKind.CLOSE_IMPORTED: "销号", StepKind.PROGRESS: "进展"}
    numbers = {kind: sum(step.kind == kind for step in plan.steps) for kind in words}
    return "、".join(f"{words[kind]} {number}" for kind, number in numbers.items() if number)
