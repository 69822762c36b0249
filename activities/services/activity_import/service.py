"""Imports a ledger: all rows or none; rows that are there already are not added again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from activities.models import Activity, Coverage
from activities.services.activity_import.coverage import (
    covered_spans,
    fault_far_years,
    new_coverage,
    remark_unnamed,
)
from activities.services.activity_import.digests import Known, digest_of, fault_doubles
from activities.services.activity_import.locks import fault_locked
from activities.services.activity_import.meetings import Meeting, read_meeting
from activities.services.activity_import.people import People
from activities.services.activity_import.records import write_meetings
from activities.services.activity_import.remarks import remark_meetings
from activities.services.activity_import.words import CourtWords
from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch
from branches.services.file_imports import (
    ImportOutcome,
    new_batch,
    one_at_a_time,
    refuse_if_faulty,
    refuse_long_texts,
)
from core import audit
from core.dates import Span
from core.progress import Tell, silent
from core.spreadsheets import Loaded, load
from core.spreadsheets.specs import ACTIVITIES

TEXTS = {"place": "place", "chair": "chair_name", "recorder": "recorder_name"}


@dataclass(frozen=True)
class LedgerChoices:
    """What the user said of a ledger: `columns` {heading: field}, `kinds` {word: code or name of a kind}, `branches`
    {word: name of a branch}; `covers` stands for the calendar years that the ledger touches. With `only`, the file is
    that branch's own: rows of others are faults."""

    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict)
    covers: Span | None = None
    only: Branch | None = None


def import_activities(  # noqa: PLR0913  # a file, what was said of it, who asks and when
    *,
    court: Court,
    source: bytes | Path,
    filename: str,
    choices: LedgerChoices | None = None,
    dry_run: bool = False,
    by: Any,
    on: date,
    at: datetime,
    tell: Tell = silent,
) -> ImportOutcome:
    """`import_ledger` of a file. Raises UsageError, too, when a choice names a column that does not exist."""
    choices = choices or LedgerChoices()
    loaded = load(source, filename, ACTIVITIES, choices.columns, tell=tell)
    return import_ledger(court=court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, on=on, at=at, tell=tell)


def import_ledger(  # the same
    *,
    court: Court,
    loaded: Loaded,
    choices: LedgerChoices,
    dry_run: bool,
    by: Any,
    on: date,
    at: datetime,
    tell: Tell,
) -> ImportOutcome:
    """Adds the meetings of a ledger with their attendance, and since when the named branches' records are known.

    Nothing was held after `on`. Raises Refused with a line for each fault, and UsageError when a choice names
    what does not exist; nothing is written then.
    """
    with one_at_a_time(court, dry_run=dry_run):
        return _import(court, loaded, choices, dry_run=dry_run, by=by, on=on, at=at, tell=tell)


def _import(  # the same
    court: Court,
    loaded: Loaded,
    choices: LedgerChoices,
    *,
    dry_run: bool,
    by: Any,
    on: date,
    at: datetime,
    tell: Tell,
) -> ImportOutcome:
    words = CourtWords(court, kinds=choices.kinds, branches=choices.branches)
    people = People(court)
    rows = _read(loaded, court, words, people, on=on, tell=tell)
    _refuse_others(rows, choices.only, loaded)
    meetings = [meeting for _, meeting in rows]
    if choices.covers is None and not loaded.faults:
        fault_far_years(meetings, loaded)
    refuse_if_faulty(loaded)

    known = Known(court, min(meeting.on for meeting in meetings), max(meeting.on for meeting in meetings))
    new = [(digest, meeting) for digest, meeting in rows if digest not in known.digests]
    fault_locked(court, [meeting for _, meeting in new], loaded)
    refuse_if_faulty(loaded)
    spans = covered_spans(meetings, choices.covers)
    batch = new_batch(court=court, subject=ImportSubject.ACTIVITIES, loaded=loaded, by=by, branch=choices.only)
    coverage = new_coverage(court, meetings, spans, batch=batch, by=by)
    known.remark_alike([meeting for _, meeting in new], loaded)
    remark_meetings(meetings, loaded)
    remark_unnamed([choices.only] if choices.only else words.branches.values(), meetings, spans, loaded)
    if (new or coverage) and not dry_run:
        tell("正在写入", 0, 0)
        _save_batch(batch, new, coverage, spans)
        write_meetings(new, court=court, people=people, batch=batch, by=by, at=at)
        Coverage.objects.bulk_create(coverage)
        detail = {"file": batch.filename, **batch.detail}
        audit.record(actor=by, action="activities.activities_import", subject=batch, detail=detail)
    return replace(_outcome(loaded, new, coverage, dry_run=dry_run), batch=batch if batch.pk else None)


def _read(
    loaded: Loaded, court: Court, words: CourtWords, people: People, *, on: date, tell: Tell
) -> list[tuple[str, Meeting]]:
    """The rows as (digest, meeting); everything wrong with them is added to the faults."""
    refuse_long_texts(loaded, Activity, TEXTS)
    words.place(loaded)
    meetings = []
    for done, record in enumerate(loaded.records):
        tell("正在核对", done, len(loaded.records))
        meetings.append(read_meeting(record, loaded, words, people, on=on))
    rows = [(digest_of(court, meeting), meeting) for meeting in meetings]
    fault_doubles([(digest, meeting.record) for digest, meeting in rows], loaded)
    return rows


def _refuse_others(rows: list[tuple[str, Meeting]], only: Branch | None, loaded: Loaded) -> None:
    for _, meeting in rows:
        if only is not None and meeting.branch != only:
            message = f"不是“{only.name}”的活动，支部只能导入本支部的台账。"
            loaded.faults.add(meeting.record.fault("branch", message))


def _save_batch(
    batch: ImportBatch, new: list[tuple[str, Meeting]], coverage: list[Coverage], spans: list[Span]
) -> None:
    batch.created_count = len(new)
    batch.detail = {
        "activities": len(new),
        "absences": sum(len(meeting.absences) for _, meeting in new),
        "branches_covered": len({row.branch_id for row in coverage}),
        "covers": [f"{first}..{last}" for first, last in spans],
    }
    batch.save()


def _outcome(
    loaded: Loaded, new: list[tuple[str, Meeting]], coverage: list[Coverage], *, dry_run: bool
) -> ImportOutcome:
    absences = sum(len(meeting.absences) for _, meeting in new)
    days = "、".join(sorted({f"{row.starts_on} 至 {row.ends_on}" for row in coverage}))
    covered = len({row.branch_id for row in coverage})
    phrases = (
        (len(new), f"组织生活记录 {len(new)} 条（缺席 {absences} 人次）"),
        (covered, f"党支部记录起止 {covered} 个（{days}）"),
    )
    return ImportOutcome(
        counts=[phrase for number, phrase in phrases if number],
        row_count=len(loaded.records),
        known_count=len(loaded.records) - len(new),
        remarks=loaded.remarks,
        dry_run=dry_run,
        loaded=loaded,
    )
