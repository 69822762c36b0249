"""How a later roster differs from what is here: joined, returned, moved, changed, left (domain.md 11)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from branches.choices import MemberStatus, RosterChange
from branches.models import Court, Member, Membership
from branches.services.file_imports import ImportOutcome, refuse_if_faulty
from branches.services.member_import.register import (
    PLAIN_FIELDS,
    Register,
    difference_of,
)
from branches.services.member_import.roster import Roster, RosterChoices, read_roster
from branches.services.member_import.rows import RosterRow
from core.progress import Tell, silent
from core.spreadsheets import Loaded
from core.spreadsheets.parse import word


@dataclass(frozen=True)
class Line:
    """One difference. `words` say what changes; `values` are the member's fields as they will be.

    `key` names the same difference the next time it is computed from the same file and the same rows.
    """

    kind: str
    name: str
    place: str
    words: tuple[str, ...] = ()
    row: RosterRow | None = None
    member: Member | None = None
    values: dict[str, Any] = field(default_factory=dict)
    posts: bool = False

    @property
    def key(self) -> str:
        version = (self.member.pk, self.member.version) if self.member else ()
        source = (self.row.record.sheet, self.row.record.row) if self.row else ()
        text = json.dumps([self.kind, *version, *source, self.name, self.place, *self.words], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def plain(self) -> dict[str, Any]:
        """For the report of a job; personal numbers are never in it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "name": self.name,
            "place": self.place,
            "words": list(self.words),
            "row": self.row.record.row if self.row else None,
        }


def roster_difference(
    *,
    court: Court,
    loaded: Loaded,
    choices: RosterChoices | None = None,
    on: date,
    tell: Tell = silent,
) -> ImportOutcome:
    """How the roster differs from the members of `on`, as `lines`; nothing is written. Raises RefusedFile."""
    roster = read_roster(court=court, loaded=loaded, choices=choices, on=on, tell=tell)
    lines = differences(roster)
    refuse_if_faulty(roster.loaded)
    met = {id(line.row) for line in lines}
    return ImportOutcome(
        counts=phrases(lines),
        row_count=len(roster.rows),
        known_count=sum(id(row) not in met for row in roster.rows),
        remarks=roster.loaded.remarks,
        dry_run=True,
        loaded=roster.loaded,
        lines=lines,
    )


def differences(roster: Roster) -> list[Line]:
    """Lines in the order of the kinds; rows of whom it can't be told who they are become faults.

    A branch that the file does not name is left as it is.
    """
    lines: list[Line] = []
    found: dict[int, RosterRow] = {}
    for row in roster.rows:
        member = roster.register.find(row, roster.loaded.faults)
        if member is None:
            lines.append(Line(RosterChange.JOINED, row.name, _written_place(row), _newcomer(row), row=row))
        elif member.pk in found:
            message = f"“{row.name}”与第 {found[member.pk].record.row} 行是同一人，请删去一行。"
            roster.loaded.faults.add(row.record.fault("name", message))
        else:
            found[member.pk] = row
            lines += _of_known(row, member, roster.register)
    lines += _leavers(roster, set(found))
    order = list(RosterChange)
    return sorted(lines, key=lambda line: order.index(RosterChange(line.kind)))


def phrases(lines: list[Line]) -> list[str]:
    """“新增 2 人” …, for each kind that there is."""
    kinds = [line.kind for line in lines]
    return [f"{RosterChange(kind).label} {kinds.count(kind)} 人" for kind in RosterChange if kind in kinds]


def _newcomer(row: RosterRow) -> tuple[str, ...]:
    born = f"{row.born_on} 出生" if row.born_on else "出生日期不详"
    return (born, MemberStatus(row.status).label)


def _of_known(row: RosterRow, member: Member, register: Register) -> Iterator[Line]:
    """What differs of somebody who is registered; posts go with a change of branch, for they end with it."""
    values, words = _changed_values(row, member)
    place = register.place_of(member)
    if place is None:
        yield Line(
            RosterChange.RETURNED, row.name, _written_place(row), ("以前在本院，已离开",), row=row, member=member
        )
    moved = place is not None and _is_elsewhere(row, place)
    posts = place is not None and register.posts_differ(row, member)
    said = [f"党内职务{_post_words(row, member, register)}"] if posts else []
    if place is not None and moved:
        to = f"{_place(place)} → {_written_place(row)}"
        yield Line(RosterChange.MOVED, row.name, to, tuple(said), row=row, member=member, posts=row.has("post"))
    elif posts:
        words += said
    if words:
        here = _written_place(row) if place is None else _place(place)
        only_here = posts and not moved
        yield Line(
            RosterChange.CHANGED, row.name, here, tuple(words), row=row, member=member, values=values, posts=only_here
        )


def _changed_values(row: RosterRow, member: Member) -> tuple[dict[str, Any], list[str]]:
    """New values of the member's fields and how to say them. A blank cell says nothing."""
    values: dict[str, Any] = {}
    words: list[str] = []
    for code, label in PLAIN_FIELDS.items():
        if row.value(code) and row.value(code) != getattr(member, code):
            values[code] = row.value(code)
            words.append(f"{label}{difference_of(code, getattr(member, code), row.value(code))}")
    if row.born_on and row.born_on != member.born_on:
        values["born_on"] = row.born_on
        words.append(f"出生日期“{member.born_on or ''}”→“{row.born_on}”")
    is_written = bool(row.value("status"))
    status = row.status if is_written else member.status
    if status != member.status:
        values["status"] = status
        words.append(f"党员类别“{member.get_status_display()}”→“{MemberStatus(status).label}”")
    confirmed = row.value("confirmed_on")
    if status == MemberStatus.PROBATIONARY:
        if member.confirmed_on:
            values["confirmed_on"] = None
    elif confirmed and confirmed != member.confirmed_on:
        values["confirmed_on"] = confirmed
        words.append(f"转正时间“{member.confirmed_on or ''}”→“{confirmed}”")
    return values, words


def _is_elsewhere(row: RosterRow, place: Membership) -> bool:
    if word(place.branch.name) != row.branch:
        return True
    return row.has("group") and (word(place.group.name) if place.group else "") != row.group


def _post_words(row: RosterRow, member: Member, register: Register) -> str:
    held = "、".join(post.label for post in register.posts_of(member)) or "无"
    return f"“{held}”→“{row.record.raw['post'] or '无'}”"


def _leavers(roster: Roster, found: set[int]) -> Iterator[Line]:
    """Who is in one of the file's branches and not in the file."""
    named = {row.branch for row in roster.rows}
    for member, place in roster.register.present():
        if member.pk not in found and word(place.branch.name) in named:
            yield Line(RosterChange.LEFT, member.name, _place(place), member=member)
    left_out = [name for name in roster.places.branches if name not in named]
    if left_out:
        roster.loaded.remarks.append(
            f"名册里没有{'、'.join(f'“{name}”' for name in left_out)}，这些支部没有比较，保持不变。"
        )


def _place(place: Membership) -> str:
    return f"{place.branch.name} {place.group.name}" if place.group else place.branch.name


def _written_place(row: RosterRow) -> str:
    return f"{row.branch} {row.group}".strip()
