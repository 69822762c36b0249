"""What the engine knows of branches and their records, read in a fixed number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, When

from activities.choices import HELD_STATES, QUORUM_OF, NormUnit, Quorum
from activities.engine.norms import NormBook
from activities.models import Activity, ActivityKind, Attendance, Coverage, Norm
from activities.models.meetings import EXPECTED_PERSON_TIMES, PERSON_TIMES, Fulfilment
from branches.choices import COMMISSIONER_POSTS
from branches.models import Branch, Court, Membership, PartyGroup, Post
from core.dates import Span, merged, span_of

FORMS_WITH_QUORUM = [form for form, quorum in QUORUM_OF.items() if quorum != Quorum.NONE]


@dataclass
class Tally:
    """Activities of one kind, one branch or group, one month."""

    held: int = 0
    with_quorum: int = 0
    quorum_unknown: int = 0

    @property
    def without_quorum(self) -> int:
        return self.held - self.with_quorum - self.quorum_unknown

    def add(self, other: "Tally") -> None:
        self.held += other.held
        self.with_quorum += other.with_quorum
        self.quorum_unknown += other.quorum_unknown


@dataclass(frozen=True)
class MemberFacts:
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
            spans = (span for span, kinds in self.records if not code or not kinds or code in kinds)
            self._covered[code] = merged(spans)
        return self._covered[code]


@dataclass
class Facts:
    kinds: dict[int, ActivityKind]
    norms: NormBook
    branches: dict[int, BranchFacts]
    members: dict[int, MemberFacts]
    members_on: dict[date, dict[int, list[int]]] = field(default_factory=dict, kw_only=True)
    # (branch, group or None, kind, month) → tally; kinds that state their year stand under that year's December.
    tallies: dict[tuple[int | None, int | None, int, int], Tally]
    # (member, kind) → the month of each time that the member took part
    taken_part: dict[tuple[int, int], list[int]]

    def members_of(self, branch_id: int, on: date) -> list[int]:
        """Members of a branch on a day; each day is worked out once for all branches."""
        if on not in self.members_on:
            found: defaultdict[int, list[int]] = defaultdict(list)
            for member_id, member in self.members.items():
                branch = next((branch for (first, last), branch in member.stays if first <= on <= last), None)
                if branch is not None:
                    found[branch].append(member_id)
            self.members_on[on] = found
        return self.members_on[on].get(branch_id, [])


def load_facts(owner: Court | Branch, *, first: date, as_of: date, with_below: bool) -> Facts:
    """Facts of a court's branches (with those of the courts below, if asked) or of one branch.

    `first` is the first day of the earliest period in question; activities after `as_of` have not happened yet.
    """
    norms = list(_norms_for(owner, with_below))
    rows = Branch.objects.within(owner, with_below=with_below).select_related("court")
    branches = {row.pk: BranchFacts(row) for row in rows}
    _add_groups(branches, owner, with_below)
    _add_committees(branches, owner, with_below)
    _add_coverage(branches, owner, with_below)
    member_kinds = [norm.kind_id for norm in norms if norm.unit == NormUnit.MEMBER]
    happened = held_activities(owner, first=first, last=as_of, with_below=with_below)
    return Facts(
        kinds={kind.pk: kind for kind in _kinds_for(owner, with_below)},
        norms=NormBook(norms),
        branches=branches,
        members=_members(owner, with_below) if member_kinds else {},
        tallies=_tallies(happened, owner, with_below, first, as_of),
        taken_part=_taken_part(member_kinds, owner, with_below, first, as_of) if member_kinds else {},
    )


def held_activities(owner: Court | Branch, *, first: date, last: date, with_below: bool) -> QuerySet[Activity]:
    """What took place in `first`..`last` and counts as held: no drafts, no sent-back or withdrawn records."""
    return Activity.objects.within(owner, with_below=with_below).filter(
        held_on__range=(first, last), state__in=HELD_STATES
    )


def _norms_for(owner: Court | Branch, with_below: bool) -> QuerySet[Norm]:
    rows = Norm.objects.unscoped("norms of the whole system and of the courts in question").select_related("kind")
    return rows.filter(_of_courts(owner, with_below)).filter(kind__is_active=True)


def _kinds_for(owner: Court | Branch, with_below: bool) -> QuerySet[ActivityKind]:
    """Kinds that an activity of the scope may have: the system's, the courts' own, and those of the courts above."""
    above = [int(part) for part in (_court_of(owner).path or "").strip("/").split("/") if part]
    rows = ActivityKind.objects.unscoped("kinds of the whole system and of the courts in question")
    return rows.filter(_of_courts(owner, with_below) | Q(court__in=above))


def _of_courts(owner: Court | Branch, with_below: bool) -> Q:
    if isinstance(owner, Branch):
        return Q(court__isnull=True) | Q(court=owner.court_id)
    own = Q(court__path__startswith=owner.path) if with_below else Q(court=owner.pk)
    return Q(court__isnull=True) | own


def _add_groups(branches: dict[int, BranchFacts], owner: Court | Branch, with_below: bool) -> None:
    for group in PartyGroup.objects.within(owner, with_below=with_below):
        branches[group.branch_id].groups.append(group)


def _add_committees(branches: dict[int, BranchFacts], owner: Court | Branch, with_below: bool) -> None:
    posts = Post.objects.within(owner, with_below=with_below).filter(kind__in=COMMISSIONER_POSTS)
    for branch_id, spans in _spans(posts).items():
        branches[branch_id].committee = merged(spans)


def _add_coverage(branches: dict[int, BranchFacts], owner: Court | Branch, with_below: bool) -> None:
    for row in Coverage.objects.within(owner, with_below=with_below):
        branches[row.branch_id].records.append((span_of(row), frozenset(row.kinds)))


def _spans(rows: Iterable[Any]) -> dict[int, list[Span]]:
    result: defaultdict[int, list[Span]] = defaultdict(list)
    for row in rows:
        result[row.branch_id].append(span_of(row))
    return result


def _members(owner: Court | Branch, with_below: bool) -> dict[int, MemberFacts]:
    """Stays of the scope's members. Of a branch's members also those elsewhere in its court: a move breaks no year."""
    rows = Membership.objects.within(_court_of(owner), with_below=with_below)
    if isinstance(owner, Branch):
        rows = rows.filter(member__memberships__branch=owner).distinct()
    values = rows.values_list("member_id", "branch_id", "starts_on", "ends_on", "member__joined_on")
    stays: defaultdict[int, list[tuple[Span, int]]] = defaultdict(list)
    for member_id, branch_id, starts_on, ends_on, joined_on in values:
        first = max(starts_on or date.min, joined_on or date.min)
        last = ends_on or date.max
        if first <= last:
            stays[member_id].append(((first, last), branch_id))
    return {
        member_id: MemberFacts(stays=sorted(own), days=merged(span for span, _ in own))
        for member_id, own in stays.items()
    }


def _court_of(owner: Court | Branch) -> Court:
    return owner.court if isinstance(owner, Branch) else owner


# --- Records ------------------------------------------------------------------------------------


def _tallies(
    happened: QuerySet[Activity], owner: Court | Branch, with_below: bool, first: date, as_of: date
) -> dict[tuple[int | None, int | None, int, int], Tally]:
    """Counts by branch, group, kind and month, of main kinds and of the further ones an activity fulfilled."""
    main = _counted(happened.values_list("branch_id", "group_id", "kind_id", _month("")), "")
    further = Fulfilment.objects.within(owner, with_below=with_below).filter(
        activity__held_on__range=(first, as_of), activity__state__in=HELD_STATES
    )
    also = _counted(
        further.values_list("activity__branch_id", "activity__group_id", "kind_id", _month("activity__")), "activity__"
    )
    result: defaultdict[tuple[int | None, int | None, int, int], Tally] = defaultdict(Tally)
    for branch_id, group_id, kind_id, month, held, with_quorum, unknown in (*main, *also):
        tally = Tally(held=held, with_quorum=with_quorum, quorum_unknown=unknown)
        result[branch_id, group_id, kind_id, month].add(tally)
    return dict(result)


def _month(prefix: str) -> Case:
    """The month an activity counts for: its own, or the last one of the year it was held for."""
    return Case(
        When(**{"kind__for_year": True, f"{prefix}for_year__isnull": False}, then=F(f"{prefix}for_year") * 12 + 11),
        default=F(f"{prefix}period"),
        output_field=IntegerField(),
    )


def _counted(rows: QuerySet, prefix: str) -> QuerySet:
    needs_quorum = ~Q(kind__quorum=Quorum.NONE)
    if not prefix:  # a kind met by the way is held in the form of the main one, and asks for no quorum
        needs_quorum |= Q(held_as__in=FORMS_WITH_QUORUM)
    quorum = f"{prefix}has_quorum"
    return rows.annotate(
        held=Count("pk"),
        good=Count("pk", filter=~needs_quorum | Q(**{quorum: True})),
        unknown=Count("pk", filter=needs_quorum & Q(**{f"{quorum}__isnull": True})),
    ).order_by()


def _taken_part(
    kind_ids: list[int], owner: Court | Branch, with_below: bool, first: date, as_of: date
) -> dict[tuple[int, int], list[int]]:
    rows = (
        Attendance.objects.within(_court_of(owner), with_below=with_below)
        .filter(
            activity__kind_id__in=kind_ids,
            activity__held_on__range=(first, as_of),
            activity__state__in=HELD_STATES,
            present=True,
        )
        .values_list("member_id", "activity__kind_id", "activity__period")
    )
    result: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for member_id, kind_id, month in rows:
        result[member_id, kind_id].append(month)
    return dict(result)


# --- What was held in a span --------------------------------------------------------------------


@dataclass
class HeldFigures:
    held: int = 0
    person_times: int = 0
    expected_person_times: int = 0


def load_held(
    owner: Court | Branch, *, start: date, last: date, with_below: bool
) -> dict[tuple[int | None, int], HeldFigures]:
    """(branch, or None for the court's own; kind) → figures of `start`..`last`; person-times under main kinds only."""
    happened = held_activities(owner, first=start, last=last, with_below=with_below)
    result: defaultdict[tuple[int | None, int], HeldFigures] = defaultdict(HeldFigures)
    main = happened.values_list("branch_id", "kind_id").annotate(
        held=Count("pk"), present=Sum(PERSON_TIMES), due=Sum(EXPECTED_PERSON_TIMES)
    )
    for branch_id, kind_id, held, present, due in main.order_by():
        result[branch_id, kind_id] = HeldFigures(held, present, due)
    further = Fulfilment.objects.within(owner, with_below=with_below).filter(
        activity__held_on__range=(start, last), activity__state__in=HELD_STATES
    )
    for branch_id, kind_id, held in (
        further.values_list("activity__branch_id", "kind_id").annotate(held=Count("pk")).order_by()
    ):
        result[branch_id, kind_id].held += held
    return dict(result)


def joint_surplus(owner: Court | Branch, *, start: date, last: date, with_below: bool) -> dict[int, int]:
    """Kind → how many rows of joint meetings are one too many in a sum over branches, for main and further kinds."""
    joint = held_activities(owner, first=start, last=last, with_below=with_below).filter(joint_key__isnull=False)
    further = Fulfilment.objects.within(owner, with_below=with_below).filter(activity__in=joint)
    result: defaultdict[int, int] = defaultdict(int)
    for rows, key in ((joint, "joint_key"), (further, "activity__joint_key")):
        counted = rows.values_list("kind_id").annotate(rows=Count("pk"), meetings=Count(key, distinct=True))
        for kind_id, count, meetings in counted.order_by():
            result[kind_id] += count - meetings
    return dict(result)
