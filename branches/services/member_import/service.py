"""Imports a roster: all rows or none; who is registered already is neither doubled nor changed."""

from datetime import date
from pathlib import Path
from typing import Any

from branches.choices import ImportSubject
from branches.models import Branch, Court, ImportBatch
from branches.services.file_imports import ImportOutcome, new_batch, one_at_a_time, refuse_if_faulty
from branches.services.imports.journal import image_of, journal_write
from branches.services.member_import.people import NewPeople, note_posts_recorded
from branches.services.member_import.places import Places
from branches.services.member_import.roster import Roster, RosterChoices, load_roster, read_roster
from branches.services.member_import.rows import RosterRow
from core import audit
from core.progress import Tell, silent
from core.spreadsheets import Loaded


def import_members(
    *,
    court: Court,
    source: bytes | Path,
    filename: str,
    choices: RosterChoices | None = None,
    dry_run: bool = False,
    by: Any,
    on: date,
    tell: Tell = silent,
) -> ImportOutcome:
    """`import_roster` of a file. Raises UsageError, too, when a choice names what is not there."""
    loaded = load_roster(source, filename, choices, tell=tell)
    return import_roster(court=court, loaded=loaded, choices=choices, dry_run=dry_run, by=by, on=on, tell=tell)


def import_roster(
    *,
    court: Court,
    loaded: Loaded,
    choices: RosterChoices | None = None,
    dry_run: bool = False,
    by: Any,
    on: date,
    tell: Tell = silent,
) -> ImportOutcome:
    """Adds the people of a roster that are not registered yet, with their branches, groups and posts.

    Facts without a date hold from the beginning; a member counts from joining. Raises RefusedFile with a line for each
    fault; nothing is written then.
    """
    with one_at_a_time(court, dry_run=dry_run):
        roster = read_roster(court=court, loaded=loaded, choices=choices, on=on, tell=tell)
        places = roster.places
        new_rows = _unregistered(roster)
        refuse_if_faulty(loaded)
        batch = new_batch(court=court, subject=ImportSubject.MEMBERS, loaded=loaded, by=by)
        people = NewPeople(batch, places)
        for row in new_rows:
            people.add(row, starts_on=row.value("joined_on"))
        if not dry_run:
            tell("正在写入", 0, 0)
            _write(batch, places, people, roster.branches_with_posts(), by=by)
    return ImportOutcome(
        counts=people.counts(places),
        row_count=len(roster.rows),
        known_count=len(roster.rows) - len(new_rows),
        remarks=loaded.remarks,
        dry_run=dry_run,
        loaded=loaded,
        batch=batch if batch.pk else None,
    )


def _unregistered(roster: Roster) -> list[RosterRow]:
    """The rows of people who are new; those who are registered must be so with the same facts."""
    new_rows = []
    for row in roster.rows:
        member = roster.register.find(row, roster.loaded.faults)
        if member is None:
            new_rows.append(row)
        else:
            roster.register.fault_differences(row, member, roster.loaded.faults)
    return new_rows


def _write(batch: ImportBatch, places: Places, people: NewPeople, recorded: list[Branch], *, by: Any) -> None:
    """Nothing new writes nothing, not even a batch."""
    unrecorded = [branch for branch in recorded if not branch.posts_recorded]
    if not (people.members or places.new_branches or places.new_groups or unrecorded):
        return
    before = image_of(places.court)
    detail = {
        "members": len(people.members),
        "branches": len(places.new_branches),
        "groups": len(places.new_groups),
        "posts": len(people.posts),
    }
    batch.created_count, batch.detail = len(people.members), detail
    batch.save()
    places.save()
    note_posts_recorded(places.court, unrecorded)
    people.save()
    journal_write(batch=batch, before=before)
    audit.record(actor=by, action="branches.members_import", subject=batch, detail={"file": batch.filename, **detail})
