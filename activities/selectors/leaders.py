"""How leaders took part in the meetings of their own branch and group as ordinary members (双重组织生活)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from activities.choices import HELD_STATES, LECTURE, HeldAs, Roster
from activities.models import Activity, ActivityKind, Attendance, Fulfilment
from branches.choices import LeadershipKind, LimitCode
from branches.models import Court, Leadership
from branches.selectors.leadership import IN_RANK
from branches.selectors.limits import limit_on
from core.dates import overlapping

# Meetings at which everybody of the branch or group is due: nobody is there as an officer or a guest.
AS_ORDINARY_MEMBER = Q(kind__roster__in=(Roster.BRANCH, Roster.GROUP)) & ~Q(held_as=HeldAs.COMMITTEE)


@dataclass
class Attended:
    """Meetings due to the person, and attended."""

    present: int = 0
    due: int = 0

    def add(self, present: bool) -> None:
        self.due += 1
        self.present += present


@dataclass
class LeaderLine:
    """One leader within the span and the time of leading (`first`..`last`).

    A meeting of two obligations counts for both kinds and once in the total. `lectures_due` is owed by the secretary
    of the 党组 for each whole calendar year in the line's time; None where nothing is owed.
    """

    leadership: Leadership
    first: date
    last: date
    total: Attended = field(default_factory=Attended)
    kinds: dict[int, Attended] = field(default_factory=dict)
    lectures: int = 0
    lectures_due: int | None = None


@dataclass(frozen=True)
class LeaderReport:
    """`kinds` are the columns; `lecture_rule` says how often a year, `lecture_source` where that stands."""

    lines: list[LeaderLine]
    kinds: list[ActivityKind]
    lecture_rule: str
    lecture_source: str


def leader_report(user: Any, court: Court, *, start: date, end: date) -> LeaderReport:
    """Every leader of the court on some day of `start`..`end`, in rank; as many queries for one as for many."""
    lines = _lines(user, court, start, end)
    held = _held(user, court, start, end)
    _count_meetings(user, lines, held.filter(AS_ORDINARY_MEMBER))
    limit = limit_on(LimitCode.SECRETARY_LECTURES, court, end)
    _count_lectures(user, lines, held, int(limit.value))
    return LeaderReport(lines, _columns(user, lines), f"每年不少于 {limit.figure} 次", limit.cited)


@dataclass(frozen=True)
class SecretaryLectures:
    """Lectures of the court's 党组书记 in a span (None: nobody is noted as one), and how many a year asks."""

    held: int | None
    expected: int


def secretary_lectures(user: Any, court: Court, *, start: date, end: date) -> SecretaryLectures:
    """Lectures given while leading (支部工作条例(试行) 16); of two secretaries in one span, those of both."""
    lines = [line for line in _lines(user, court, start, end) if line.leadership.kind == LeadershipKind.SECRETARY]
    a_year = int(limit_on(LimitCode.SECRETARY_LECTURES, court, end).value)
    _count_lectures(user, lines, _held(user, court, start, end), a_year)
    return SecretaryLectures(sum(line.lectures for line in lines) if lines else None, a_year)


def _lines(user: Any, court: Court, start: date, end: date) -> list[LeaderLine]:
    rows = Leadership.objects.visible_to(user).filter(overlapping(start, end), court=court)
    lines = [
        LeaderLine(row, max(start, row.starts_on or date.min), min(end, row.ends_on or date.max))
        for row in rows.select_related("member__branch")
    ]
    return sorted(lines, key=lambda line: (IN_RANK[LeadershipKind(line.leadership.kind)], line.leadership.pk))


def _held(user: Any, court: Court, start: date, end: date) -> QuerySet[Activity]:
    return Activity.objects.visible_to(user).filter(court=court, state__in=HELD_STATES, held_on__range=(start, end))


def _count_meetings(user: Any, lines: list[LeaderLine], held: QuerySet[Activity]) -> None:
    members = [line.leadership.member_id for line in lines]
    rows = Attendance.objects.visible_to(user).filter(activity__in=held, member__in=members, sits_in=False)
    also: defaultdict[int, set[int]] = defaultdict(set)
    further = Fulfilment.objects.visible_to(user).filter(activity__in=rows.values("activity_id"))
    for activity_id, kind_id in further.values_list("activity_id", "kind_id"):
        also[activity_id].add(kind_id)
    for member_id, activity_id, kind_id, held_on, present in rows.values_list(
        "member_id", "activity_id", "activity__kind_id", "activity__held_on", "present"
    ):
        for line in _lines_of(lines, member_id, held_on):
            line.total.add(present)
            for each in {kind_id, *also[activity_id]}:
                line.kinds.setdefault(each, Attended()).add(present)


def _count_lectures(user: Any, lines: list[LeaderLine], held: QuerySet[Activity], a_year: int) -> None:
    """Lectures of which the record says that the leader gave them (`details`), wherever in the court.

    One given at a joint meeting is one, though each branch has its record.
    """
    also = Fulfilment.objects.visible_to(user).filter(kind__code=LECTURE).values("activity_id")
    given = held.filter(Q(kind__code=LECTURE) | Q(pk__in=also), details__lecturer__member__isnull=False)
    rows = given.values_list("details__lecturer__member", "held_on", "joint_key", "pk")
    for member_id, held_on, _ in {(member, on, joint or pk) for member, on, joint, pk in rows}:
        for line in _lines_of(lines, member_id, held_on):
            line.lectures += 1
    for line in lines:
        if line.leadership.kind == LeadershipKind.SECRETARY:
            line.lectures_due = a_year * _whole_years(line.first, line.last)


def _lines_of(lines: list[LeaderLine], member_id: int, on: date) -> Iterator[LeaderLine]:
    return (line for line in lines if line.leadership.member_id == member_id and line.first <= on <= line.last)


def _whole_years(first: date, last: date) -> int:
    return sum(first <= date(year, 1, 1) and date(year, 12, 31) <= last for year in range(first.year, last.year + 1))


def _columns(user: Any, lines: list[LeaderLine]) -> list[ActivityKind]:
    found = {kind_id for line in lines for kind_id in line.kinds}
    return list(ActivityKind.objects.visible_to(user).filter(pk__in=found))
