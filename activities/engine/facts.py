"""What the engine knows of branches, read in a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from activities.choices import HELD_STATES, PeriodLength
from activities.engine.norms import NormBook
from activities.engine.periods import month_index, period_at
from activities.engine.records import CHUNK, Owner, Record, held_around
from activities.models import Activity, ActivityKind, Coverage, Norm
from branches.choices import COMMISSIONER_POSTS
from branches.models import Branch, Court, Membership, PartyGroup, Post
from core.dates import Span, merged, overlapping


@dataclass(slots=True)
class Tally:
    """Activities of one kind, one branch or group, one month or more."""

    held: int = 0
    with_quorum: int = 0
    quorum_unknown: int = 0

    @property
    def without_quorum(self) -> int:
        return self.held - self.with_quorum - self.quorum_unknown


NOTHING = Tally()


def sum_of(tallies: list[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total.held += each.held
        total.with_quorum += each.with_quorum
        total.quorum_unknown += each.quorum_unknown
    return total


class MemberFacts(NamedTuple):
    """The days on which one person was a member in the scope, by branch."""

    stays: list[tuple[Span, int]]
    days: list[Span]


@dataclass
class BranchFacts:
    """One branch with everything that decides what it owes."""

    branch: Branch
    groups: list[PartyGroup] = field(default_factory=list)
    committee: list[Span] = field(default_factory=list)
    # Each span of records kept here, with the codes of the kinds that they tell of (none: of all).
    records: list[tuple[Span, frozenset[str]]] = field(default_factory=list)
    _covered: dict[str, list[Span]] = field(default_factory=dict)

    def covered(self, code: str = "") -> list[Span]:
        """The days of which the records tell whether a kind was held; without a code, of anything at all."""
        if code not in self._covered:
            spans = [span for span, kinds in self.records if not code or not kinds or code in kinds]
            self._covered[code] = merged(spans) if len(spans) > 1 else spans
        return self._covered[code]


@dataclass
class Facts:
    kinds: dict[int, ActivityKind]
    norms: NormBook
    branches: dict[int, BranchFacts]
    members: dict[int, MemberFacts]
    # (member, kind) → the month of each time that the member took part
    taken_part: dict[tuple[int, int], list[int]]
    # By branch, group or None, kind, month; kinds that state their year stand under that year's December.
    tallies: defaultdict[tuple[int | None, int | None, int, int], Tally] = field(
        default_factory=lambda: defaultdict(Tally)
    )
    _members_on: dict[date, dict[int, list[int]]] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Count what was held for what is owed; a kind without a norm is owed by nobody."""
        if record.kind_id not in self.norms:
            return
        kind = self.kinds[record.kind_id]
        tally = self.tallies[record.branch_id, record.group_id, record.kind_id, record.month(kind)]
        tally.held += 1
        if record.has_quorum or not record.asks_quorum(kind):
            tally.with_quorum += 1
        elif record.has_quorum is None:
            tally.quorum_unknown += 1

    def members_of(self, branch_id: int, on: date) -> list[int]:
        """Members of a branch on a day; each day is worked out once for all branches."""
        if on not in self._members_on:
            found: defaultdict[int, list[int]] = defaultdict(list)
            for member_id, member in self.members.items():
                branch = next((branch for (first, last), branch in member.stays if first <= on <= last), None)
                if branch is not None:
                    found[branch].append(member_id)
            self._members_on[on] = found
        return self._members_on[on].get(branch_id, [])


def load_facts(owner: Owner, *, start: date, end: date, as_of: date, with_below: bool) -> Facts:
    """Facts of the branches of a court (with those of the courts below, if asked) or of several courts, or of one
    branch, for `start`..`end`.

    What was held on these days is for the caller to read and `add`; what was held before or after them and counts for
    a period that ends in them is there.
    """
    norms = NormBook(_norms_for(owner, with_below))
    rows = Branch.objects.within(owner, with_below=with_below)
    of_one = isinstance(owner, Branch)
    courts = rows.select_related("court") if of_one else rows.prefetch_related("court")
    branches = {row.pk: BranchFacts(row) for row in courts}
    first, last = period_at(month_index(start), PeriodLength.YEAR).start, min(end, as_of)
    # Of a period that has not begun the day of asking is looked at.
    judged = (min(first, as_of), end)
    _add_groups(branches, owner, with_below)
    _add_committees(branches, Post.objects.within(owner, with_below=with_below).filter(overlapping(*judged)))
    _add_coverage(branches, owner, with_below)
    of_members = norms.of_members(start, end)
    facts = Facts(
        kinds={kind.pk: kind for kind in _kinds_for(owner, with_below)},
        norms=norms,
        branches=branches,
        members=_members(owner, with_below, judged) if of_members else {},
        taken_part=_taken_part(of_members, owner, with_below, (first, last)) if of_members else {},
    )
    beyond = norms.reaching_beyond(start, end)
    for record in held_around(owner, (start, last), within=(first, as_of), kind_ids=beyond, with_below=with_below):
        facts.add(record)
    return facts


def _norms_for(owner: Owner, with_below: bool) -> QuerySet[Norm]:
    rows = Norm.objects.unscoped("norms of the whole system and of the courts in question").select_related("kind")
    return rows.filter(_of_courts(owner, with_below)).filter(kind__is_active=True)


def _kinds_for(owner: Owner, with_below: bool) -> QuerySet[ActivityKind]:
    """Kinds that an activity of the scope may have: the system's, the courts' own, and those of the courts above."""
    courts = _courts_of(owner)
    paths = {court.path or "" for court in ([courts] if isinstance(courts, Court) else courts)}
    above = {int(part) for path in paths for part in path.strip("/").split("/") if part}
    rows = ActivityKind.objects.unscoped("kinds of the whole system and of the courts in question")
    return rows.filter(_of_courts(owner, with_below) | Q(court__in=above))


def _of_courts(owner: Owner, with_below: bool) -> Q:
    if isinstance(owner, Branch):
        return Q(court__isnull=True) | Q(court=owner.court_id)
    if not isinstance(owner, Court):
        return Q(court__isnull=True) | Q(court__in=[court.pk for court in owner])
    own = Q(court__path__startswith=owner.path) if with_below else Q(court=owner.pk)
    return Q(court__isnull=True) | own


def _add_groups(branches: dict[int, BranchFacts], owner: Owner, with_below: bool) -> None:
    for group in PartyGroup.objects.within(owner, with_below=with_below):
        branches[group.branch_id].groups.append(group)


def _add_committees(branches: dict[int, BranchFacts], posts: QuerySet[Post]) -> None:
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    rows = posts.filter(kind__in=COMMISSIONER_POSTS).order_by()
    for branch_id, starts_on, ends_on in rows.values_list("branch_id", "starts_on", "ends_on"):
        spans[branch_id].append((starts_on or date.min, ends_on or date.max))
    for branch_id, own in spans.items():
        branches[branch_id].committee = merged(own)


def _add_coverage(branches: dict[int, BranchFacts], owner: Owner, with_below: bool) -> None:
    rows = Coverage.objects.within(owner, with_below=with_below).values_list(
        "branch_id", "starts_on", "ends_on", "kinds"
    )
    for branch_id, starts_on, ends_on, kinds in rows:
        branches[branch_id].records.append(((starts_on, ends_on or date.max), frozenset(kinds)))


def _members(owner: Owner, with_below: bool, days: Span) -> dict[int, MemberFacts]:
    """Stays of the scope's members. Of a branch's members also those elsewhere in its court: a move breaks no year."""
    rows = Membership.objects.within(_courts_of(owner), with_below=with_below).filter(overlapping(*days))
    if isinstance(owner, Branch):
        rows = rows.filter(member__in=Membership.objects.within(owner).values("member"))
    values = rows.values_list("member_id", "branch_id", "starts_on", "ends_on", "member__joined_on")
    stays: defaultdict[int, list[tuple[Span, int]]] = defaultdict(list)
    for member_id, branch_id, starts_on, ends_on, joined_on in values.iterator(CHUNK):
        first = max(starts_on or date.min, joined_on or date.min)
        last = ends_on or date.max
        if first <= last:
            stays[member_id].append(((first, last), branch_id))
    return {
        member_id: MemberFacts(stays=sorted(own), days=merged([span for span, _ in own]))
        for member_id, own in stays.items()
    }


def _courts_of(owner: Owner) -> Court | Sequence[Court]:
    return owner.court if isinstance(owner, Branch) else owner


def _taken_part(kind_ids: set[int], owner: Owner, with_below: bool, days: Span) -> dict[tuple[int, int], list[int]]:
    """Asked of the activities: few of all attendances are of such kinds."""
    rows = Activity.objects.within(_courts_of(owner), with_below=with_below).filter(
        kind_id__in=kind_ids, held_on__range=days, state__in=HELD_STATES, attendances__present=True
    )
    result: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    values = rows.order_by().values_list("attendances__member_id", "kind_id", "period")
    for member_id, kind_id, month in values.iterator(CHUNK):
        result[member_id, kind_id].append(month)
    return dict(result)
