"""Several talks (谈心谈话) logged at once: each becomes a record of its own, with its two people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from activities.choices import TALK
from activities.models import Activity, ActivityKind
from activities.services.entry import Fault, Incomplete, MeetingEntry
from activities.services.submit import activity_submit
from branches.models import Branch
from branches.selectors.rosters import RosterBook

MOST_TALKS = 30
TOPIC = "谈心谈话"


@dataclass(frozen=True)
class TalkLine:
    """One line as typed: the day (None: that of the line before), two names, and notes if any were kept."""

    on: date | None
    first: str
    second: str
    notes: str = ""


@transaction.atomic
def talks_log(
    *, branch: Branch, lines: Sequence[TalkLine], kind: ActivityKind, by: Any, at: datetime, submission_key: UUID
) -> list[Activity]:
    """Keep every line as a submitted talk, or none: raises Incomplete with the faults of all lines.

    Sent again under the same key, the first records are returned.
    """
    if kind.code != TALK:
        raise ValueError("talks are of one kind")
    if not lines or len(lines) > MOST_TALKS:
        raise Incomplete([Fault("talks", f"请填写 1 到 {MOST_TALKS} 次谈话")])
    book, today = RosterBook(branch), timezone.localdate(at)
    entries, faults, day = [], [], None
    for number, line in enumerate(lines, start=1):
        day = line.on or day
        found, wrong = _entry(branch, kind, book, line, day, today)
        entries.append(found)
        faults += [Fault("talks", f"第 {number} 行：{words}") for words in wrong]
    if faults:
        raise Incomplete(faults)
    return [
        activity_submit(entry=entry, by=by, at=at, submission_key=uuid5(submission_key, str(number)))
        for number, entry in enumerate(entries)
    ]


def _entry(
    branch: Branch, kind: ActivityKind, book: RosterBook, line: TalkLine, day: date | None, today: date
) -> tuple[MeetingEntry, list[str]]:
    """The talk of one line, and what is wrong with it."""
    ids, wrong = _people(book, branch, line, day) if day else ([], ["请填写日期"])
    if day and day > today:
        wrong = [f"日期 {day} 还没到"]
    entry = MeetingEntry(
        court=branch.court,
        branch=branch,
        kind=kind,
        held_on=day,
        topic=TOPIC,
        content=line.notes,
        invited=frozenset(ids),
    )
    return entry, wrong


def _people(book: RosterBook, branch: Branch, line: TalkLine, day: date) -> tuple[list[int], list[str]]:
    """The two members by their names on the roster of the day, and what is wrong with the names."""
    names = (line.first.strip(), line.second.strip())
    if not all(names):
        return [], ["请填写谈话双方"]
    if names[0] == names[1]:
        return [], ["谈话双方是同一个人"]
    roster = book.branch(branch.pk, day)
    found = [[person.member_id for person in roster if person.name == name] for name in names]
    wrong = [
        f"{day} 的花名册上{'不止一个' if ids else '没有'}“{name}”"
        for name, ids in zip(names, found, strict=True)
        if len(ids) != 1
    ]
    return [number for ids in found for number in ids], wrong
