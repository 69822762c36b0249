"""Imports a roster: all rows or none; who is registered already is neither doubled nor changed."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from branches.choices import ImportSubject, MemberStatus, PostKind
from branches.models import Branch, Court, ImportBatch, Member, Membership, PartyGroup, Post
from branches.services.file_imports import ImportOutcome, new_batch, refuse_if_faulty, source_of
from branches.services.member_import.places import Places
from branches.services.member_import.register import Register, fault_doubles
from branches.services.member_import.rows import RosterRow, read_rows
from core import audit
from core.pinyin import search_keys
from core.spreadsheets import Loaded, load
from core.spreadsheets.spec import Overrides
from core.spreadsheets.specs import MEMBERS


@transaction.atomic
def import_members(
    *,
    court: Court,
    source: bytes | Path,
    filename: str,
    columns: Overrides | None = None,
    create_branches: bool = False,
    dry_run: bool = False,
    by: Any,
    on: date,
) -> ImportOutcome:
    """Adds the people of a roster that are not registered yet, with their branches, groups and posts.

    `columns` is {heading: field}. Facts without a date hold from the beginning; a member counts from joining. Raises
    Refused with a line for each fault, and UsageError when `columns` names what is not there; nothing is written then.
    """
    # Two imports for one court wait for each other: what the first adds, the second finds.
    Court.objects.within(court).select_for_update(no_key=True).get()
    loaded = load(source, filename, MEMBERS, columns)
    rows = read_rows(loaded, on=on)
    fault_doubles(rows, loaded.faults)
    places = Places(court)
    places.place(rows, loaded, create_branches=create_branches)
    new_rows = _unregistered(rows, Register(court, on=on), loaded)
    refuse_if_faulty(loaded)
    batch = new_batch(court=court, subject=ImportSubject.MEMBERS, loaded=loaded, by=by)
    people = _People(batch, places, new_rows)
    if not dry_run:
        recorded = sorted({row.branch for row in rows if row.has("post")})
        _write(batch, places, people, [places.branches[name] for name in recorded], by=by)
    return ImportOutcome(
        counts=people.counts(places),
        row_count=len(rows),
        known_count=len(rows) - len(new_rows),
        remarks=loaded.remarks,
        dry_run=dry_run,
    )


def _unregistered(rows: list[RosterRow], register: Register, loaded: Loaded) -> list[RosterRow]:
    """The rows of people who are new; those who are registered must be so with the same facts."""
    new_rows = []
    for row in rows:
        _check_leader(row, loaded)
        member = register.find(row, loaded.faults)
        if member is None:
            new_rows.append(row)
        else:
            register.fault_differences(row, member, loaded.faults)
    return new_rows


def _check_leader(row: RosterRow, loaded: Loaded) -> None:
    for post in row.posts:
        if post.kind == PostKind.GROUP_LEADER and not (post.group or row.group):
            message = "是党小组组长，却没有写党小组，不知道是哪个小组的组长。"
            loaded.faults.add(row.record.fault("post", f"“{row.name}”{message}"))


class _People:
    """The rows to be written, built from the roster's, not saved yet."""

    def __init__(self, batch: ImportBatch, places: Places, rows: list[RosterRow]) -> None:
        self.batch, self.places = batch, places
        self.members: list[Member] = []
        self.memberships: list[Membership] = []
        self.posts: list[Post] = []
        for row in rows:
            self._add(row)

    def _add(self, row: RosterRow) -> None:
        court, branch = self.places.court, self.places.branches[row.branch]
        member = self._member(row, branch)
        self.members.append(member)
        group = self.places.groups.get((row.branch, row.group))
        self.memberships.append(
            Membership(court=court, branch=branch, group=group, member=member, starts_on=member.joined_on)
        )
        for post in row.posts:
            leads = post.kind == PostKind.GROUP_LEADER
            self.posts.append(
                Post(
                    court=court,
                    branch=branch,
                    group=self.places.groups[row.branch, post.group or row.group] if leads else None,
                    member=member,
                    kind=post.kind,
                    title=post.title,
                    import_batch=self.batch,
                    **source_of(row.record),
                )
            )

    def _member(self, row: RosterRow, branch: Branch) -> Member:
        taken = ("sex", "nation", "education", "department", "joined_on", "phone", "identity_number", "remark")
        confirmed = row.value("confirmed_on") if row.status == MemberStatus.FORMAL else None
        return Member(
            court=self.places.court,
            branch=branch,
            name=row.name,
            pinyin=search_keys(row.name),
            born_on=row.born_on,
            status=row.status,
            confirmed_on=confirmed,
            identity_fingerprint=row.identity_fingerprint,
            import_batch=self.batch,
            **{code: row.value(code) for code in taken},
            **source_of(row.record),
        )

    def counts(self, places: Places) -> list[str]:
        """What is new, as phrases; empty when nothing is."""
        probationary = sum(member.status == MemberStatus.PROBATIONARY for member in self.members)
        among = f"（其中预备党员 {probationary} 人）" if probationary else ""
        phrases = (
            (len(self.members), f"党员 {len(self.members)} 人{among}"),
            (len(places.new_branches), f"党支部 {len(places.new_branches)} 个"),
            (len(places.new_groups), f"党小组 {len(places.new_groups)} 个"),
            (len(self.posts), f"党内职务 {len(self.posts)} 项"),
        )
        return [phrase for number, phrase in phrases if number]


def _write(batch: ImportBatch, places: Places, people: _People, recorded: list[Branch], *, by: Any) -> None:
    """Nothing new writes nothing, not even a batch."""
    unrecorded = [branch for branch in recorded if not branch.posts_recorded]
    for branch in unrecorded:
        branch.posts_recorded = True
    if not (people.members or places.new_branches or places.new_groups or unrecorded):
        return
    detail = {
        "members": len(people.members),
        "branches": len(places.new_branches),
        "groups": len(places.new_groups),
        "posts": len(people.posts),
    }
    batch.created_count, batch.detail = len(people.members), detail
    batch.save()
    Branch.objects.within(places.court).filter(pk__in=[branch.pk for branch in unrecorded if branch.pk]).update(
        posts_recorded=True, version=F("version") + 1
    )
    Branch.objects.bulk_create(places.new_branches)
    PartyGroup.objects.bulk_create(places.new_groups)
    Member.objects.bulk_create(people.members, batch_size=500)
    Membership.objects.bulk_create(people.memberships, batch_size=500)
    Post.objects.bulk_create(people.posts, batch_size=500)
    audit.record(actor=by, action="branches.members_import", subject=batch, detail={"file": batch.filename, **detail})
