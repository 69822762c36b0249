"""谈心谈话: who has been talked with this year, by the two people of each talk and their posts of that day."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from activities.choices import HELD_STATES, TALK, PairKind
from activities.engine import PairState, held_and_due
from activities.models import Activity, Attendance, Norm, TalkNote
from branches.models import Branch
from branches.selectors.rosters import Person, RosterBook


@dataclass(frozen=True)
class Talk:
    """One talk of two people."""

    activity: Activity
    names: tuple[str, str]
    members: tuple[int, int]
    kind: PairKind


@dataclass
class TalkRow:
    """One member's year: talks by kind, and what the norm says of it (None: nothing is owed of this member)."""

    person: Person
    duty: str
    state: PairState | None
    enough: bool
    why: str
    kinds: Counter[PairKind] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class TalkTable:
    """`norm`: how often talks are owed; None where nobody owes any."""

    year: int
    as_of: date
    rows: list[TalkRow]
    talks: list[Talk]
    norm: Norm | None

    @property
    def covered(self) -> int:
        return sum(row.enough for row in self.rows if row.state is not None)

    @property
    def owed(self) -> int:
        return sum(row.state is not None for row in self.rows)


def talk_table(user: Any, branch: Branch, *, year: int, on: date) -> TalkTable:
    """Everybody on the branch's roster of `on` (of the year's end, if that is over); held and due by the engine."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    as_of = min(on, end)
    book = RosterBook(branch)
    talks = _talks(user, branch, book, start, as_of)
    answer = held_and_due(branch, start=start, end=end, as_of=as_of)
    pairs = {pair.member_id: pair for pair in answer.pairs if pair.norm.kind.code == TALK}
    committee = {person.member_id for person in book.committee(branch.pk, as_of)}
    rows = []
    for person in book.branch(branch.pk, as_of):
        pair = pairs.get(person.member_id)
        duty = "支委会成员" if person.member_id in committee else "" if person.formal else "预备党员"
        state, enough, why = (pair.state, pair.enough, pair.why) if pair else (None, False, "")
        kinds = Counter(talk.kind for talk in talks if person.member_id in talk.members)
        rows.append(TalkRow(person, duty, state, enough, why, kinds))
    norm = next((pair.norm for pair in pairs.values()), None)
    return TalkTable(year, as_of, rows, talks, norm)


def _talks(user: Any, branch: Branch, book: RosterBook, start: date, as_of: date) -> list[Talk]:
    """Talks of two, newest first."""
    held = Activity.objects.visible_to(user).filter(
        branch=branch, kind__code=TALK, held_on__range=(start, as_of), state__in=HELD_STATES
    )
    seats = Attendance.objects.visible_to(user).filter(activity__in=held, present=True).select_related("member")
    people: defaultdict[int, list[Attendance]] = defaultdict(list)
    for seat in seats.order_by("activity_id", "member_id"):
        people[seat.activity_id].append(seat)
    return [_talk(activity, people[activity.pk], book) for activity in held if len(people[activity.pk]) == 2]


def _talk(activity: Activity, seats: list[Attendance], book: RosterBook) -> Talk:
    first, second = seats
    committee = {person.member_id for person in book.committee(activity.branch_id or 0, activity.held_on)}
    kind = pair_kind(first.member_id in committee, second.member_id in committee)
    return Talk(activity, (first.member.name, second.member.name), (first.member_id, second.member_id), kind)


def talk_note_of(user: Any, activity: Activity) -> TalkNote | None:
    """What was noted of a talk, for those of the branch and its own court who see it."""
    return TalkNote.objects.visible_to(user).filter(activity=activity).first()


def pair_kind(first_in_committee: bool, second_in_committee: bool) -> PairKind:
    """Which of the three kinds that the regulation asks for a pair is."""
    if first_in_committee and second_in_committee:
        return PairKind.COMMITTEE
    return PairKind.MIXED if first_in_committee or second_in_committee else PairKind.MEMBERS
