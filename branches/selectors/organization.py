"""How many branches, groups and members there are on a day."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import Count, Q

from branches.choices import MemberStatus
from branches.models import Branch, Court, Membership, PartyGroup
from branches.models.courts import existing_on
from core.dates import ONE_DAY, Span, in_force


@dataclass(frozen=True)
class Organization:
    """Counts on one day; `probationary` are among the members."""

    branches: int
    groups: int
    members: int
    probationary: int

    def __str__(self) -> str:
        return (
            f"{self.branches} 个党支部、{self.groups} 个党小组、"
            f"{self.members} 名党员（其中预备党员 {self.probationary} 名）"
        )


def organization_on(owner: Court | Branch, on: date, *, with_below: bool = False) -> Organization:
    """The organization of a court (`with_below`: with the courts below it) or a branch on `on`, in 3 queries."""
    joined = Q(member__joined_on__isnull=True) | Q(member__joined_on__lte=on)
    memberships = Membership.objects.within(owner, with_below=with_below).filter(in_force(on), joined)
    probationary = Q(member__status=MemberStatus.PROBATIONARY) | Q(member__confirmed_on__gt=on)
    counts = memberships.aggregate(
        members=Count("member_id", distinct=True),
        probationary=Count("member_id", distinct=True, filter=probationary),
    )
    branches, groups = branches_and_groups_on(owner, on, with_below=with_below)
    return Organization(branches=branches, groups=groups, **counts)


def branches_and_groups_on(owner: Court | Branch, on: date, *, with_below: bool = False) -> tuple[int, int]:
    """Without the members, who take most of the time (2 queries)."""
    branches = Branch.objects.within(owner, with_below=with_below).filter(existing_on(on))
    groups = PartyGroup.objects.within(owner, with_below=with_below).filter(
        existing_on(on), existing_on(on, "branch__")
    )
    return branches.count(), groups.count()


# --- Of many courts on many days ----------------------------------------------------------------


class _Counts:
    """How many of some spans hold each of a row of days."""

    def __init__(self, days: Sequence[date]) -> None:
        self._days = days
        self._steps: defaultdict[int, list[int]] = defaultdict(lambda: [0] * (len(days) + 1))

    def add(self, court_id: int, first: date, last: date) -> None:
        begin, end = bisect_left(self._days, first), bisect_right(self._days, last)
        if begin < end:
            self._steps[court_id][begin] += 1
            self._steps[court_id][end] -= 1

    def of(self, court_id: int) -> list[int]:
        return list(accumulate(self._steps[court_id]))[:-1]


def organizations_on(courts: Sequence[Court], days: Sequence[date]) -> dict[int, list[Organization]]:
    """What `organization_on` answers for each of `courts` alone on each of `days`, which are in order (3 queries)."""
    branches, groups, members, probationary = (_Counts(days) for _ in range(4))
    of_branch: dict[int, Span] = {}
    for pk, court_id, founded_on, dissolved_on in Branch.objects.within(courts).values_list("pk", "court_id", *_EXISTS):
        of_branch[pk] = first, last = _existence(founded_on, dissolved_on)
        branches.add(court_id, first, last)
    rows = PartyGroup.objects.within(courts).values_list("branch_id", "court_id", *_EXISTS)
    for branch_id, court_id, founded_on, dissolved_on in rows:
        own, of = _existence(founded_on, dissolved_on), of_branch[branch_id]
        groups.add(court_id, max(own[0], of[0]), min(own[1], of[1]))
    for court_id, first, last, status, confirmed_on in _stays(courts):
        members.add(court_id, first, last)
        if status == MemberStatus.PROBATIONARY:
            probationary.add(court_id, first, last)
        elif confirmed_on and confirmed_on > first:
            probationary.add(court_id, first, min(last, confirmed_on - ONE_DAY))
    counted = (branches, groups, members, probationary)
    return {
        court.pk: [Organization(*four) for four in zip(*(each.of(court.pk) for each in counted), strict=True)]
        for court in courts
    }


_EXISTS = ("founded_on", "dissolved_on")


def _existence(founded_on: date | None, dissolved_on: date | None) -> Span:
    return (founded_on or date.min, dissolved_on - ONE_DAY if dissolved_on else date.max)


def _stays(courts: Sequence[Court]) -> Iterator[tuple[int, date, date, str, date | None]]:
    """(court, first day, last day, status, day of confirmation) of each membership; a member has one at a time."""
    rows = Membership.objects.within(courts).order_by()
    values = rows.values_list(
        *("court_id", "starts_on", "ends_on"), *("member__joined_on", "member__status", "member__confirmed_on")
    )
    for court_id, starts_on, ends_on, joined_on, status, confirmed_on in values.iterator(5_000):
        yield court_id, max(starts_on or date.min, joined_on or date.min), ends_on or date.max, status, confirmed_on
