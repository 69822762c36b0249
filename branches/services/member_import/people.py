"""The members that a roster adds, with their memberships and posts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from branches.choices import LimitCode, MemberStatus, PostKind
from branches.models import Branch, Court, ImportBatch, Member, Membership, Post
from branches.probation import probation_ends_on
from branches.selectors.limits import LimitBook
from branches.services.file_imports import source_of
from branches.services.member_import.places import Places
from branches.services.member_import.rows import RosterRow
from core.pinyin import search_keys

BATCH_SIZE = 500
TAKEN = ("sex", "nation", "education", "department", "joined_on", "phone", "identity_number", "remark")


class NewPeople:
    """Rows to be written, not saved yet."""

    def __init__(self, batch: ImportBatch, places: Places) -> None:
        self.batch, self.places = batch, places
        self._figures = LimitBook([LimitCode.PROBATION_YEARS], places.court)
        self.members: list[Member] = []
        self.memberships: list[Membership] = []
        self.posts: list[Post] = []

    def add(self, row: RosterRow, *, starts_on: date | None, with_posts: bool = True) -> Member:
        """One member, in the branch since `starts_on`; posts of the row hold from the beginning."""
        court, branch = self.places.court, self.places.branches[row.branch]
        member = self._member(row, branch)
        self.members.append(member)
        group = self.places.groups.get((row.branch, row.group))
        self.memberships.append(Membership(court=court, branch=branch, group=group, member=member, starts_on=starts_on))
        if with_posts:
            self.posts += self._posts(row, member, branch)
        return member

    def save(self) -> None:
        """In a few large statements; branches and groups are saved already."""
        Member.objects.bulk_create(self.members, batch_size=BATCH_SIZE)
        Membership.objects.bulk_create(self.memberships, batch_size=BATCH_SIZE)
        Post.objects.bulk_create(self.posts, batch_size=BATCH_SIZE)

    def _posts(self, row: RosterRow, member: Member, branch: Branch) -> Iterable[Post]:
        for post in row.posts:
            leads = post.kind == PostKind.GROUP_LEADER
            yield Post(
                court=self.places.court,
                branch=branch,
                group=self.places.groups[row.branch, post.group or row.group] if leads else None,
                member=member,
                kind=post.kind,
                title=post.title,
                import_batch=self.batch,
                **source_of(row.record),
            )

    def _member(self, row: RosterRow, branch: Branch) -> Member:
        confirmed = row.value("confirmed_on") if row.status == MemberStatus.FORMAL else None
        return Member(
            court=self.places.court,
            branch=branch,
            name=row.name,
            pinyin=search_keys(row.name),
            born_on=row.born_on,
            status=row.status,
            confirmed_on=confirmed,
            probation_ends_on=probation_ends_on(row.status, row.value("joined_on"), 0, self._figures),
            identity_fingerprint=row.identity_fingerprint,
            import_batch=self.batch,
            **{code: row.value(code) for code in TAKEN},
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


def note_posts_recorded(court: Court, branches: list[Branch]) -> None:
    """From now on it is known of these branches whether they have a committee; those not saved yet only remember it."""
    for branch in branches:
        branch.posts_recorded = True
    keys = [branch.pk for branch in branches if branch.pk]
    Branch.objects.within(court).filter(pk__in=keys, posts_recorded=False).update(
        posts_recorded=True, version=F("version") + 1
    )
