"""A planned meeting written down: who was due by the roster of the day, who came, what was said and resolved."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from django.utils import timezone

from activities.choices import AbsenceReason, Quorum, Roster
from activities.engine.periods import month_index
from activities.models import Activity, ActivityKind, Resolution
from activities.rules import HALF, has_quorum, resolution_passes
from branches.choices import BranchKind
from branches.models import Court
from branches.selectors.rosters import Person
from reports.generator import texts
from reports.generator.places import OUTINGS, ROOMS
from reports.generator.rosters import DayRosters
from reports.generator.rows import BranchRows
from reports.generator.schedule import COUNTED, LEADERS, SECRETARIES, YOUNG, Rules, Slot

_REASONS = {
    AbsenceReason.HEARING: 34,
    AbsenceReason.TRIP: 20,
    AbsenceReason.SICK: 12,
    AbsenceReason.LEAVE: 14,
    AbsenceReason.TRAINING: 12,
    AbsenceReason.OTHER: 8,
}
_RETIRED_REASONS = {AbsenceReason.SICK: 60, AbsenceReason.LEAVE: 30, AbsenceReason.OTHER: 10}
_TIMES = (time(9, 0), time(14, 30), time(15, 0), time(16, 0), time(16, 30))
_LATE = 0.06
_SIT_IN = 0.08
_RESOLVE = 0.3


class Seat(NamedTuple):
    """A row of Attendance without its activity."""

    member_id: int
    branch_id: int
    present: bool
    votes: bool
    sits_in: bool
    reason: str
    reason_text: str


@dataclass
class Meeting:
    """An activity that is not saved yet, with what hangs on it."""

    activity: Activity
    seats: list[Seat] = field(default_factory=list)
    also: list[ActivityKind] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)


class Writer:
    """Writes down the meetings of one court."""

    def __init__(self, court: Court, rosters: DayRosters, rules: Rules, *, until: date, rng: Random) -> None:
        self._court = court
        self._rosters = rosters
        self._rules = rules
        self._until = until
        self._rng = rng
        self._talked: set[tuple[int, int]] = set()
        # How much more or less often than the branch's mean a person is absent; by order of first meeting.
        self._habits: dict[int, float] = {}

    def of_branch(self, rows: BranchRows, slot: Slot) -> Meeting | None:
        """None where nobody was due: a committee that did not exist yet, a year's talks that are all held."""
        kind = self._rules.kinds[slot.kind]
        people = self._due(rows, slot, kind)
        if not people:
            return None
        chair = self._rosters.chair(rows.branch.pk, slot.held_on, slot.group)
        recorder = self._rosters.recorder(rows.branch.pk, slot.held_on)
        everyone = kind.roster == Roster.INVITED
        seats = [
            self._seat(rows, kind, person, certain=everyone or person.member_id in (chair, recorder))
            for person in people
        ]
        if slot.weak:
            seats = self._weakened(rows, seats)
        meeting = Meeting(self._activity(slot, kind, seats), seats)
        meeting.activity.branch, meeting.activity.group = rows.branch, slot.group
        names = {person.member_id: person.name for person in people}
        present = [seat.member_id for seat in seats if seat.present]
        self._name_officers(meeting.activity, names, present, chair, recorder)
        self._describe(meeting, slot, rows)
        if kind.roster == Roster.COMMITTEE:
            self._add_guest(meeting, rows, slot)
        return meeting

    def of_court(self, slot: Slot) -> Meeting | None:
        """An activity of the court: with the people invited, or with their number alone."""
        kind = self._rules.kinds[slot.kind]
        seats = [] if slot.invited == COUNTED else self._invited(slot)
        if not seats and slot.invited != COUNTED:
            return None
        meeting = Meeting(self._activity(slot, kind, seats), seats)
        if slot.invited == COUNTED:
            due = self._rng.randint(5, 9) if slot.kind == "DISCIPLINE_INSPECTION" else self._rng.randint(60, 140)
            meeting.activity.due_count = due
            meeting.activity.present_count = due - self._rng.randint(0, due // 12)
            meeting.activity.voting_due = meeting.activity.voting_present = None
        meeting.activity.content = texts.minutes(self._rng, slot.kind, topic=meeting.activity.topic, chair="院领导")
        meeting.activity.place = self._rng.choice(ROOMS)
        return meeting

    # --- Who is due, who comes ------------------------------------------------------------------

    def _due(self, rows: BranchRows, slot: Slot, kind: ActivityKind) -> list[Person]:
        if kind.roster == Roster.COMMITTEE:
            return self._rosters.committee(rows.branch.pk, slot.held_on)
        if slot.group is not None:
            return self._rosters.group(slot.group, slot.held_on)
        everyone = self._rosters.branch(rows.branch.pk, slot.held_on)
        return everyone if kind.roster == Roster.BRANCH else self._talkers(rows, slot, everyone)

    def _talkers(self, rows: BranchRows, slot: Slot, everyone: list[Person]) -> list[Person]:
        """An officer of the branch and a member who has not been talked with in the year."""
        year = slot.held_on.year
        waiting = [person for person in everyone if (year, person.member_id) not in self._talked]
        if not waiting:
            return []
        officers = self._rosters.committee(rows.branch.pk, slot.held_on)
        talked_to = waiting[0]
        hosts = [person for person in officers or everyone if person != talked_to]
        if not hosts:
            return []
        people = [self._rng.choice(hosts), talked_to]
        self._talked |= {(year, person.member_id) for person in people}
        return people

    def _seat(self, rows: BranchRows, kind: ActivityKind, person: Person, *, certain: bool) -> Seat:
        votes = person.votes or kind.quorum == Quorum.COMMITTEE
        habit = self._habits.get(person.member_id)
        if habit is None:
            habit = self._habits[person.member_id] = self._rng.choice((0.3, 0.6, 1.0, 1.3, 1.8))
        if certain or self._rng.random() > (1 - rows.plan.attendance) * habit:
            return Seat(person.member_id, person.branch_id, True, votes, False, "", "")
        return self._empty_seat(rows, person.member_id, votes)

    def _empty_seat(self, rows: BranchRows, member_id: int, votes: bool) -> Seat:
        reasons = _RETIRED_REASONS if rows.plan.kind == BranchKind.RETIRED else _REASONS
        reason = self._rng.choices(list(reasons), list(reasons.values()))[0]
        words = self._rng.choice(texts.ABSENCE_WORDS) if reason == AbsenceReason.OTHER else ""
        return Seat(member_id, rows.branch.pk, False, votes, False, str(reason), words)

    def _weakened(self, rows: BranchRows, seats: list[Seat]) -> list[Seat]:
        """Fewer than half of the voting members stay."""
        voting = [index for index, seat in enumerate(seats) if seat.votes]
        for index in voting[max(1, (len(voting) - 1) // 2) :]:
            seats[index] = self._empty_seat(rows, seats[index].member_id, True)
        return seats

    def _add_guest(self, meeting: Meeting, rows: BranchRows, slot: Slot) -> None:
        """Now and then somebody of the branch sits in (列席) with the committee."""
        due = {seat.member_id for seat in meeting.seats}
        others = [one for one in self._rosters.branch(rows.branch.pk, slot.held_on) if one.member_id not in due]
        if others and self._rng.random() < _SIT_IN:
            guest = self._rng.choice(others)
            meeting.seats.append(Seat(guest.member_id, rows.branch.pk, True, False, True, "", ""))

    def _invited(self, slot: Slot) -> list[Seat]:
        people = self._rosters.secretaries(slot.held_on)
        if slot.invited == LEADERS:
            people = people[:9]
        elif slot.invited != SECRETARIES:
            wanted = 12 if slot.invited == YOUNG else 18
            people = self._rosters.some(slot.held_on, wanted, self._rng, young=slot.invited == YOUNG)
        seats = [Seat(one.member_id, one.branch_id, True, one.votes, False, "", "") for one in people]
        for index, seat in enumerate(seats):
            if self._rng.random() < 0.06:
                reason = str(self._rng.choices(list(_REASONS), list(_REASONS.values()))[0])
                seats[index] = seat._replace(present=False, reason=reason)
        return seats

    # --- What is written ------------------------------------------------------------------------

    def _activity(self, slot: Slot, kind: ActivityKind, seats: list[Seat]) -> Activity:
        submitted_on, late_days = self._submission(slot.held_on)
        voting = [seat for seat in seats if seat.votes]
        voting_present = sum(seat.present for seat in voting)
        return Activity(
            court=self._court,
            kind=kind,
            joint_key=slot.joint_key,
            joint_with=slot.joint_with,
            held_on=slot.held_on,
            period=month_index(slot.held_on),
            starts_at=self._rng.choice(_TIMES),
            topic=slot.topic or texts.topic(self._rng, slot.kind),
            for_year=slot.for_year,
            study_hours=kind.study_hours,
            due_count=len(seats),
            present_count=sum(seat.present for seat in seats),
            voting_due=len(voting),
            voting_present=voting_present,
            has_quorum=has_quorum(kind.quorum, due=len(voting), present=voting_present, percent=HALF),
            submitted_at=timezone.make_aware(datetime.combine(submitted_on, time(17, self._rng.randrange(60)))),
            late_days=late_days,
        )

    def _submission(self, held_on: date) -> tuple[date, int | None]:
        """The day of writing it down, and its days after the meeting if they are too many."""
        days = self._rng.randint(8, 26) if self._rng.random() < _LATE else self._rng.randint(0, 4)
        days = min(days, (self._until - held_on).days)
        return held_on + timedelta(days), days if days > self._court.late_after_days else None

    def _name_officers(
        self, activity: Activity, names: dict[int, str], present: list[int], chair: int | None, recorder: int | None
    ) -> None:
        """Chair and recorder are people who came; the posts come first."""
        activity.chair_id = chair if chair in present else next(iter(present), None)
        others = [member_id for member_id in present if member_id != activity.chair_id]
        activity.recorder_id = recorder if recorder in others else next(iter(others), activity.chair_id)
        activity.chair_name = names.get(activity.chair_id or 0, "")
        activity.recorder_name = names.get(activity.recorder_id or 0, "")

    def _describe(self, meeting: Meeting, slot: Slot, rows: BranchRows) -> None:
        activity = meeting.activity
        outside = slot.kind == "THEME_DAY" and self._rng.random() < 0.5
        activity.place = self._rng.choice(OUTINGS if outside else ROOMS)
        activity.content = texts.minutes(self._rng, slot.kind, topic=activity.topic, chair=activity.chair_name)
        meeting.also = [self._rules.kinds[code] for code in slot.also]
        if activity.kind.has_resolutions and activity.has_quorum and self._rng.random() < _RESOLVE:
            meeting.resolutions.append(self._resolution(activity))

    def _resolution(self, activity: Activity) -> Resolution:
        """The votes cast are those of the voting members present."""
        present = activity.voting_present or 0
        against = self._rng.choice((0, 0, 0, 0, 1)) if present > 4 else 0
        abstentions = self._rng.choice((0, 0, 0, 1)) if present > 6 else 0
        votes_for = present - against - abstentions
        return Resolution(
            activity=activity,
            text=self._rng.choice(texts.RESOLUTIONS),
            votes_for=votes_for,
            votes_against=against,
            abstentions=abstentions,
            passed=resolution_passes(votes_for=votes_for, voting_due=activity.voting_due or 0, percent=HALF),
        )
