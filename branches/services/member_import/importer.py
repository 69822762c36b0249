"""The roster as a subject of the import pages."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch, ImportJob, ImportJournal, Member
from branches.services.file_imports import ImportOutcome
from branches.services.imports.journal import WATCHED, altered_since, led_elsewhere_by, made_by, turn_back
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


def undo(batch: ImportBatch) -> None:
    """Put every row back as it was; refused where one was changed since, or where something rests on a new one."""
    journal = ImportJournal.objects.within(batch.court).filter(batch=batch).first()
    if journal is None:
        raise Refused("这一批没有留下变动记录，不能整批撤销。")
    altered: defaultdict[str, set[int]] = defaultdict(set)
    for entry in altered_since(journal.entries, batch.court):
        altered[entry["model"]].add(entry["pk"])
    if altered:
        changed = [model for model in WATCHED if model._meta.label_lower in altered]
        raise Refused(*(f"{told_of(model, altered[model._meta.label_lower])}在导入之后改过。" for model in changed))
    refuse_if_resting(made_by(journal.entries), turned_back=led_elsewhere_by(journal.entries))
    turn_back(journal.entries, batch.court)


ROSTER = Importer(subject=ImportSubject.MEMBERS, spec=MEMBERS, run=run, targets=targets, undo=undo)
