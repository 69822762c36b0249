"""Applies what a person ticked of a later roster's differences, with the date from which they hold."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from branches.choices import ImportSubject, MemberStatus, PostKind, RosterChange
from branches.models import Branch, Court, ImportBatch, Member, Membership, Post
from branches.services.file_imports import ImportOutcome, new_batch, one_at_a_time, refuse_if_faulty
from branches.services.imports.journal import image_of, journal_write
from branches.services.member_import.difference import Line, differences, phrases
from branches.services.member_import.people import NewPeople, note_posts_recorded
from branches.services.member_import.register import PostKey, held_post, written_posts
from branches.services.member_import.roster import Roster, RosterChoices, read_roster
from branches.services.members import member_change
from branches.services.memberships import member_leave, member_move, member_return
from branches.services.posts import post_end, post_start
from core import audit
from core.dates import in_force
from core.errors import Refused
from core.progress import Tell, silent
from core.spreadsheets import Loaded

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ticked:
    """What is to be done: from which day, the keys of lines to apply, and for each leaver's key the reason."""

    since: date
    keys: Collection[str]
    left: Mapping[str, str]


def roster_apply(
    *,
    court: Court,
    loaded: Loaded,
    choices: RosterChoices | None = None,
    ticked: Ticked,
    by: Any,
    on: date,
    tell: Tell = silent,
) -> ImportOutcome:
    """Applies the ticked differences, all or none. Raises RefusedFile for a faulty file, and Refused where a rule
    forbids one of them or where somebody changed what they started from."""
    if ticked.since > on:
        raise Refused(f"生效日期 {ticked.since} 还没有到。", field="since")
    with one_at_a_time(court, dry_run=False):
        roster = read_roster(court=court, loaded=loaded, choices=choices, on=on, tell=tell)
        lines = differences(roster)
        refuse_if_faulty(roster.loaded)
        wanted = _wanted(lines, ticked)
        batch = new_batch(court=court, subject=ImportSubject.MEMBERS, loaded=roster.loaded, by=by)
        if wanted:
            tell("正在写入", 0, 0)
            _write(batch, roster, wanted, ticked, by=by, on=on)
    return ImportOutcome(
        counts=phrases(wanted),
        row_count=len(roster.rows),
        known_count=0,
        remarks=roster.loaded.remarks,
        loaded=roster.loaded,
        batch=batch if batch.pk else None,
        lines=wanted,
    )


def _wanted(lines: list[Line], ticked: Ticked) -> list[Line]:
    asked = {*ticked.keys, *ticked.left}
    wanted = [line for line in lines if line.key in asked]
    if len(wanted) != len(asked):
        raise Refused("核对之后有人改过名册，差异已不同。请重新核对，再决定要改哪些。")
    return wanted


def _write(batch: ImportBatch, roster: Roster, lines: list[Line], ticked: Ticked, *, by: Any, on: date) -> None:
    court = roster.places.court
    before = image_of(court)
    by_kind = {kind: [line for line in lines if line.kind == kind] for kind in RosterChange}
    joined = by_kind[RosterChange.JOINED]
    detail = {"since": ticked.since.isoformat(), **{str(kind): len(found) for kind, found in by_kind.items() if found}}
    batch.created_count, batch.detail = len(joined), detail
    batch.save()
    _Applying(batch, roster, lines, ticked, by, on).run(by_kind)
    journal_write(batch=batch, before=before)
    audit.record(actor=by, action="branches.roster_apply", subject=batch, detail={"file": batch.filename, **detail})


class _Applying:
    """One run: places first, then who goes, who moves, who comes, and last who holds which post."""

    def __init__(  # what a run is made of
        self, batch: ImportBatch, roster: Roster, lines: list[Line], ticked: Ticked, by: Any, on: date
    ) -> None:
        self.batch, self.roster, self.lines, self.by, self.on = batch, roster, lines, by, on
        self.ticked, self.since, self.court = ticked, ticked.since, roster.places.court
        self.peopled = set(Membership.objects.within(self.court).values_list("branch_id", flat=True))

    def run(self, by_kind: Mapping[RosterChange, list[Line]]) -> None:
        self._make_places()
        for line in by_kind[RosterChange.LEFT]:
            with _named(line):
                reason = self.ticked.left[line.key]
                member_leave(member=_member(line), last_on=self.since - DAY, reason=reason, by=self.by)
        for line in by_kind[RosterChange.MOVED]:
            with _named(line):
                branch, group = self._place(line)
                member_move(member=_member(line), to_branch=branch, to_group=group, on=self.since, by=self.by)
        for line in by_kind[RosterChange.RETURNED]:
            with _named(line):
                branch, group = self._place(line)
                member_return(member=_member(line), branch=branch, group=group, on=self.since, by=self.by)
        for line in by_kind[RosterChange.CHANGED]:
            with _named(line):
                self._change(line)
        came = self._join(by_kind[RosterChange.JOINED])
        self._sync_posts(came)

    def _make_places(self) -> None:
        """The new branches and groups that the ticked lines need. A group of a branch with people begins with them."""
        places = self.roster.places
        rows = [line.row for line in self.lines if line.row]
        branches = {row.branch for row in rows}
        groups = {(row.branch, name) for row in rows for name in (row.group, *(post.group for post in row.posts))}
        places.new_branches = [branch for branch in places.new_branches if branch.name in branches]
        wanted = [place for key, place in places.groups.items() if key in groups]
        places.new_groups = [group for group in places.new_groups if any(group is each for each in wanted)]
        for group in places.new_groups:
            if group.branch.pk in self.peopled:
                group.founded_on = self.since
        places.save()
        told = {row.branch for row in rows if row.has("post")}
        note_posts_recorded(self.court, [places.branches[name] for name in sorted(told)])

    def _place(self, line: Line) -> tuple[Branch, Any]:
        row, places = line.row, self.roster.places
        if row is None:
            raise TypeError("a line that leads somewhere has a row")
        return places.branches[row.branch], places.groups.get((row.branch, row.group))

    def _change(self, line: Line) -> None:
        values = dict(line.values)
        if values.get("status") == MemberStatus.FORMAL and not values.get("confirmed_on"):
            values["confirmed_on"] = self.since
        if values:
            member = _member(line)
            member_change(member=member, version=member.version, by=self.by, **values)

    def _join(self, lines: list[Line]) -> list[tuple[Line, Member]]:
        """New members, from the day; those of a branch that was empty from their joining, as in a first roster."""
        people = NewPeople(self.batch, self.roster.places)
        came = []
        for line in lines:
            if line.row:
                is_first = self._place(line)[0].pk not in self.peopled
                starts_on = line.row.value("joined_on") if is_first else self.since
                came.append((line, people.add(line.row, starts_on=starts_on, with_posts=False)))
        people.save()
        return came

    # --- Posts ----------------------------------------------------------------------------------

    def _sync_posts(self, came: list[tuple[Line, Member]]) -> None:
        """End what the roster no longer names before anything begins: an office has one holder."""
        known = [(line, _member(line)) for line in self.lines if line.posts or line.kind == RosterChange.RETURNED]
        held = {member.pk: self._held(member) for _, member in known}
        for line, member in known:
            written = set(written_posts(line.row)) if line.row else set()
            for key, post in held[member.pk].items():
                if key not in written:
                    with _named(line):
                        post_end(post=post, last_on=self.since - DAY, by=self.by)
        for line, member in [*known, *came]:
            with _named(line):
                self._start_posts(line, member, set(held.get(member.pk, ())))

    def _held(self, member: Member) -> dict[PostKey, Post]:
        rows = Post.objects.within(self.court).filter(in_force(self.on), member=member)
        return {held_post(post): post for post in rows.select_related("group", "branch__court", "member")}

    def _start_posts(self, line: Line, member: Member, held: set[PostKey]) -> None:
        branch, _ = self._place(line)
        starts_on = self.since if branch.pk in self.peopled else None
        for kind, title, name in written_posts(line.row) if line.row else ():
            if (kind, title, name) not in held:
                group = self.roster.places.groups[line.row.branch, name] if kind == PostKind.GROUP_LEADER else None  # type: ignore[union-attr]  # written posts have a row
                post_start(
                    branch=branch, member=member, kind=kind, title=title, group=group, starts_on=starts_on, by=self.by
                )


def _member(line: Line) -> Member:
    if line.member is None:
        raise TypeError("only newcomers are not registered")
    return line.member


@contextmanager
def _named(line: Line) -> Iterator[None]:
    """What a rule forbids is told with the row and the person."""
    try:
        yield
    except (Refused, ValidationError) as refusal:
        reasons = refusal.reasons if isinstance(refusal, Refused) else refusal.messages
        where = f"第 {line.row.record.row} 行" if line.row else ""
        raise Refused(*(f"{where}“{line.name}”：{reason}" for reason in reasons)) from refusal
