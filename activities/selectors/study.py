"""Study hours of members in a year, from activities attended and learning elsewhere, beside what is expected.

Persons stand in the order of the roster; nobody is ranked, and no rating reads these hours (rules.md, burden).
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from activities.choices import HELD_STATES
from activities.models import Attendance, StudyRecord
from activities.selectors.trainings import attended_in, trainings_of
from branches.choices import COMMITTEE_POSTS, LimitCode
from branches.models import Branch, Court, Limit, Member, Membership, Post
from branches.selectors.limits import limits_on
from branches.selectors.rosters import Person, RosterBook
from core.dates import Span, covers, in_force, merged, span_of

_CODES = (LimitCode.STUDY_HOURS_MEMBER, LimitCode.STUDY_HOURS_OFFICER, LimitCode.OFFICER_TRAININGS)


@dataclass(frozen=True)
class StudyRow:
    """One member's year. `expected` is None for somebody who was no member through the whole of it so far."""

    member_id: int
    name: str
    branch_id: int
    duty: str
    is_officer: bool
    attended: Decimal
    elsewhere: Decimal
    trainings: int
    expected: Decimal | None
    trainings_expected: int | None
    branch: str = ""

    @property
    def hours(self) -> Decimal:
        return self.attended + self.elsewhere

    @property
    def lacking(self) -> Decimal:
        return max((self.expected or Decimal(0)) - self.hours, Decimal(0))


@dataclass(frozen=True)
class StudyTable:
    """The members on the roster of `as_of`, and the figures they are measured by."""

    year: int
    as_of: date
    rows: list[StudyRow]
    limits: dict[str, Limit]

    @property
    def enough(self) -> int:
        return sum(row.expected is not None and not row.lacking for row in self.rows)

    @property
    def measured(self) -> int:
        return sum(row.expected is not None for row in self.rows)


def study_table(owner: Court | Branch, *, year: int, on: date, member: Member | None = None) -> StudyTable:
    """Everybody on the roster of a court or branch that was fetched for a user (or `member` alone).

    As of `on`, or of the year's end if that is over. The number of queries does not grow with the members.
    """
    court = owner.court if isinstance(owner, Branch) else owner
    as_of = min(on, date(year, 12, 31))
    people = _people(owner, as_of, member)
    facts = _YearOf(court, {person.member_id for person in people}, year, as_of)
    limits = limits_on(_CODES, court, as_of)
    return StudyTable(year, as_of, [_row(person, facts, limits) for person in people], limits)


def branch_of_year(user: Any, member: Member, *, year: int, on: date) -> Branch | None:
    """Where the member was on `on`, or at the year's end if that is over; None where the reader sees no such stay."""
    stays = Membership.objects.visible_to(user).filter(in_force(min(on, date(year, 12, 31))), member=member)
    stay = stays.select_related("branch__court").last()
    return stay.branch if stay else None


def _people(owner: Court | Branch, as_of: date, member: Member | None) -> list[Person]:
    book = RosterBook(owner)
    if isinstance(owner, Branch):
        people = book.branch(owner.pk, as_of)
    else:
        branches = Branch.objects.within(owner).order_by("order", "pk").values_list("pk", flat=True)
        people = [person for branch in branches for person in book.branch(branch, as_of)]
    return [person for person in people if member is None or person.member_id == member.pk]


class _YearOf:
    """The year's facts about some members of a court, wherever in it they were (6 queries)."""

    def __init__(self, court: Court, members: Collection[int], year: int, as_of: date) -> None:
        self.span: Span = (date(year, 1, 1), as_of)
        attended = attended_in(court, self.span).filter(member_id__in=members)
        learned = StudyRecord.objects.within(court).filter(member_id__in=members, starts_on__range=self.span)
        self.attended = _sums(attended, "activity__study_hours")
        self.elsewhere = _sums(learned, "hours")
        self._trainings = trainings_of(court, *self.span, members=members)
        self._posts: defaultdict[int, list[Post]] = defaultdict(list)
        for post in Post.objects.within(court).filter(member_id__in=members, kind__in=COMMITTEE_POSTS):
            self._posts[post.member_id].append(post)
        self._stays: defaultdict[int, list[Span]] = defaultdict(list)
        for stay in Membership.objects.within(court).filter(member_id__in=members).select_related("member"):
            first, last = span_of(stay)
            first = max(first, stay.member.joined_on or first)
            if first <= last:
                self._stays[stay.member_id].append((first, last))

    def trainings(self, member_id: int) -> int:
        return self._trainings[member_id]

    def duty(self, member_id: int) -> str:
        """The post held at the end of the span, if any."""
        held = [post for post in self._posts[member_id] if covers([span_of(post)], self.span[1], self.span[1])]
        return held[0].label if held else ""

    def is_officer(self, member_id: int) -> bool:
        """Whether the member is in post, as secretary or on the committee, at the end of the span."""
        return bool(self.duty(member_id))

    def is_member(self, member_id: int) -> bool:
        return covers(merged(self._stays[member_id]), *self.span)


def _sums(rows: QuerySet, of: str) -> dict[int, Decimal]:
    found = rows.order_by().values_list("member_id").annotate(hours=Sum(of))
    return {member_id: hours or Decimal(0) for member_id, hours in found}


def _row(person: Person, facts: _YearOf, limits: dict[str, Limit]) -> StudyRow:
    number = person.member_id
    is_officer, is_member = facts.is_officer(number), facts.is_member(number)
    code = LimitCode.STUDY_HOURS_OFFICER if is_officer else LimitCode.STUDY_HOURS_MEMBER
    return StudyRow(
        member_id=number,
        name=person.name,
        branch_id=person.branch_id,
        duty=facts.duty(number) or ("" if person.formal else "预备党员"),
        is_officer=is_officer,
        attended=facts.attended.get(number, Decimal(0)),
        elsewhere=facts.elsewhere.get(number, Decimal(0)),
        trainings=facts.trainings(number),
        expected=limits[code].value if is_member else None,
        trainings_expected=int(limits[LimitCode.OFFICER_TRAININGS].value) if is_officer and is_member else None,
    )


# --- One member's sources -------------------------------------------------------------------------


@dataclass(frozen=True)
class StudySources:
    """Where one member's hours come from, newest first, as far as the reader sees the rows."""

    attended: list[Attendance] = field(default_factory=list)
    learned: list[StudyRecord] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        attended = (row.activity.study_hours or Decimal(0) for row in self.attended)
        return sum(attended, Decimal(0)) + sum((row.hours for row in self.learned), Decimal(0))


@dataclass(frozen=True)
class Meetings:
    """How many meetings of a span a member was due at, and at how many of them present."""

    due: int
    present: int


def meetings_of(user: Any, member: Member, *, first: date, last: date) -> Meetings:
    """Of records that are held, as far as the reader sees them; sitting in is counted apart (1 query)."""
    rows = Attendance.objects.visible_to(user).filter(
        member=member, sits_in=False, activity__held_on__range=(first, last), activity__state__in=HELD_STATES
    )
    found = rows.aggregate(due=Count("pk"), present=Count("pk", filter=Q(present=True)))
    return Meetings(found["due"], found["present"])


def study_sources(user: Any, member: Member, *, year: int, on: date) -> StudySources:
    """The activities attended with hours, and the learning elsewhere, of a year up to `on`."""
    span = (date(year, 1, 1), min(on, date(year, 12, 31)))
    attended = Attendance.objects.visible_to(user).filter(
        Q(activity__study_hours__gt=0), member=member, present=True, activity__held_on__range=span
    )
    attended = attended.filter(activity__state__in=HELD_STATES).select_related("activity__kind", "activity__branch")
    learned = StudyRecord.objects.visible_to(user).filter(member=member, starts_on__range=span)
    return StudySources(attended=list(attended.order_by("-activity__held_on", "-activity_id")), learned=list(learned))
