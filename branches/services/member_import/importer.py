"""The roster as a subject of the import pages."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch, ImportJob, ImportJournal, Member
from branches.services.file_imports import ImportOutcome
from branches.services.followers import follow
from branches.services.imports.journal import (
    WATCHED,
    Entry,
    Touched,
    altered_since,
    begun_since,
    image_of,
    led_elsewhere_by,
    lock_rows,
    made_by,
    moved_by,
    turn_back,
)
from branches.services.imports.registry import Importer, Targets
from branches.services.imports.undo import refuse_if_resting, told_of
from branches.services.member_import.apply import Ticked, roster_apply
from branches.services.member_import.difference import roster_difference
from branches.services.member_import.roster import RosterChoices
from branches.services.member_import.service import import_roster
from core.errors import Refused
from core.progress import Tell
from core.spreadsheets import Loaded
from core.spreadsheets.specs import MEMBERS


def run(job: ImportJob, loaded: Loaded, *, dry_run: bool, by: Any, on: date, at: datetime, tell: Tell) -> ImportOutcome:
    """A court's first roster is taken whole; a later one is shown as differences, of which the ticked are applied."""
    said = RosterChoices(
        branches=job.choices.get("words", {}).get("branch", {}),
        create_branches=bool(job.choices.get("create_branches")),
    )
    given: dict[str, Any] = {"court": job.court, "loaded": loaded, "choices": said}
    if not Member.objects.within(job.court).exists():
        return import_roster(**given, dry_run=dry_run, by=by, on=on, tell=tell)
    if dry_run:
        return roster_difference(**given, on=on, tell=tell)
    return roster_apply(**given, ticked=_ticked(job), by=by, on=on, tell=tell)


def _ticked(job: ImportJob) -> Ticked:
    since = job.choices.get("since")
    if not since:
        raise Refused("请写明这些变动从哪天起生效。")
    return Ticked(date.fromisoformat(since), job.choices.get("keys", []), job.choices.get("left", {}))


def targets(court: Court) -> Targets:
    """A name of a branch may stand for any branch of the court."""
    return {"branch": [(branch.name, branch.name) for branch in Branch.objects.within(court)]}


def undo(batch: ImportBatch, by: Any) -> None:
    """Put every row back as it was. Refused where one was changed since, where something rests on a new one, and where
    somebody made another for the same days."""
    journal = ImportJournal.objects.within(batch.court).filter(batch=batch).first()
    if journal is None:
        raise Refused("这一批没有留下变动记录，不能整批撤销。")
    entries = journal.entries
    lock_rows(entries, batch.court)
    present = image_of(batch.court)
    reasons = [
        *(f"{told}在导入之后改过。" for told in _told(altered_since(entries, present))),
        *(f"{told}是导入之后另外登记的，请先更正或撤销。" for told in _told(begun_since(entries, present))),
    ]
    if reasons:
        raise Refused(*reasons)
    _follow_back(entries, batch.court, by)
    refuse_if_resting(made_by(entries), turned_back=led_elsewhere_by(entries))
    turn_back(entries, batch.court)


def _told(touched: Touched) -> Iterator[str]:
    return (told_of(model, touched[model]) for model in WATCHED if touched.get(model))


def _follow_back(entries: list[Entry], court: Court, by: Any) -> None:
    """What went along with a member who moved goes back as well."""
    before = moved_by(entries)
    branches = Branch.objects.within(court).in_bulk(set(before.values()))
    for pk, member in Member.objects.within(court).in_bulk(before).items():
        follow(member, branches[before[pk]], by)


ROSTER = Importer(subject=ImportSubject.MEMBERS, spec=MEMBERS, run=run, targets=targets, undo=undo)
