"""Which meetings a branch and a court held, and when: what the norms ask for, with the branch's own gaps."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from activities.choices import NormUnit, PeriodLength
from activities.engine.norms import NormBook
from activities.engine.periods import Period, month_index, periods_ending_in
from activities.models import ActivityKind
from branches.choices import COMMISSIONER_POSTS, BranchKind
from branches.models import Branch, PartyGroup
from reports.generator.days import day_between, working_day_from
from reports.generator.rows import BranchRows

# How easily a meeting of the kind is left out: 1 follows the branch's diligence, less is safer.
_EASE = {
    "BRANCH_ASSEMBLY": 0.35,
    "COMMITTEE_MEETING": 1.0,
    "GROUP_MEETING": 1.4,
    "PARTY_LECTURE": 0.8,
    "THEME_DAY": 0.45,
    "ORGANIZATION_LIFE_MEETING": 0.2,
    "MEMBER_APPRAISAL": 0.3,
    "HEART_TO_HEART_TALK": 0.8,
}
# First and last day of the month on which such meetings fall.
_USUAL_DAYS = {"COMMITTEE_MEETING": (1, 10), "GROUP_MEETING": (9, 27)}
# Kinds of the court itself: meetings a year, and who is invited (of COUNTED ones people are counted, not named).
LEADERS, SECRETARIES, YOUNG, SOME, COUNTED = "LEADERS", "SECRETARIES", "YOUNG", "SOME", "COUNTED"
_COURT_KINDS = (
    ("CENTRAL_GROUP_STUDY", 12, LEADERS),
    ("POLITICAL_STUDY", 20, COUNTED),
    ("SECRETARY_TRAINING", 4, SECRETARIES),
    ("DISCIPLINE_INSPECTION", 18, COUNTED),
    ("INTEGRITY_EDUCATION", 5, COUNTED),
    ("READING_CLASS", 1, LEADERS),
    ("YOUTH_STUDY", 4, YOUNG),
    ("VOLUNTEER", 3, SOME),
)


@dataclass
class Slot:
    """One meeting to be written down. `weak`: too few come for a quorum."""

    kind: str
    held_on: date
    group: PartyGroup | None = None
    also: list[str] = field(default_factory=list)
    for_year: int | None = None
    joint_key: UUID | None = None
    joint_with: str = ""
    topic: str = ""
    invited: str = ""
    weak: bool = False


@dataclass(frozen=True)
class Rules:
    """Kinds and norms of the whole system, by code."""

    kinds: dict[str, ActivityKind]
    norms: NormBook


class BranchSchedule:
    """The meetings of one branch from `start` to `until`, both included."""

    def __init__(self, rows: BranchRows, rules: Rules, *, start: date, until: date, rng: Random) -> None:
        self._rows = rows
        self._branch: Branch = rows.branch
        self._rules = rules
        self._rng = rng
        self._start = max(start, self._branch.founded_on or start)
        self._until = until
        self._year_end = date(until.year, 12, 31)
        self._theme_day = rng.randint(4, 20)
        self._slots: list[Slot] = []

    def slots(self) -> list[Slot]:
        """In order of date."""
        for code in ("BRANCH_ASSEMBLY", "COMMITTEE_MEETING", "GROUP_MEETING", "THEME_DAY"):
            self._add_owed(code)
        self._merge_theme_days()
        self._add_lectures()
        self._add_year_ends()
        self._add_talks()
        self._add_studies()
        if self._rows.plan.weak_assembly:
            self._weaken_one_assembly()
        return sorted(self._slots, key=lambda slot: slot.held_on)

    def _add_owed(self, code: str) -> None:
        for period, times, unit in self._owed(code):
            units: list[PartyGroup | None] = [None]
            if unit == NormUnit.GROUP:
                units = list(self._rows.groups)
            elif unit == NormUnit.COMMITTEE and not self._has_committee():
                continue
            for group in units:
                for _ in range(times):
                    if self._holds(code):
                        self._add(Slot(code, self._day(code, period), group=group))

    def _owed(self, code: str) -> list[tuple[Period, int, str]]:
        """(period, times, unit) of the norm that stands for the branch."""
        kind = self._rules.kinds[code]
        found = []
        for length in self._rules.norms.lengths(kind.pk):
            for period in periods_ending_in(length, self._start, self._year_end):
                norm = self._rules.norms.standing(
                    kind.pk, court_id=self._branch.court_id, branch_kind=self._branch.kind, on=period.end
                )
                if norm and norm.period == length:
                    found.append((period, norm.times, norm.unit))
        return found

    def _has_committee(self) -> bool:
        return sum(post.kind in COMMISSIONER_POSTS for post in self._rows.posts) > 0

    def _holds(self, code: str) -> bool:
        return self._rng.random() > (1 - self._rows.plan.diligence) * _EASE[code]

    def _day(self, code: str, period: Period) -> date:
        first, last = max(period.start, self._start), period.end
        if code == "THEME_DAY":
            month = self._rng.randint(month_index(first), month_index(last))
            wanted = date(month // 12, month % 12 + 1, self._theme_day)
            return working_day_from(max(first, wanted), last)
        if code in _USUAL_DAYS:
            low, high = _USUAL_DAYS[code]
            month = self._rng.randint(month_index(first), month_index(last))
            wanted = date(month // 12, month % 12 + 1, self._rng.randint(low, high))
            return working_day_from(max(first, wanted), last)
        return day_between(self._rng, first, last)

    def _add(self, slot: Slot) -> None:
        """What would lie after the last day has not happened yet."""
        if self._start <= slot.held_on <= self._until:
            self._slots.append(slot)

    def _of(self, code: str) -> list[Slot]:
        return [slot for slot in self._slots if slot.kind == code]

    def _merge_theme_days(self) -> None:
        """Some assemblies take place on the theme day of their month and count for it."""
        by_month = {month_index(slot.held_on): slot for slot in self._of("THEME_DAY")}
        for assembly in self._of("BRANCH_ASSEMBLY"):
            theme_day = by_month.get(month_index(assembly.held_on))
            if theme_day and self._rng.random() < 0.2:
                assembly.held_on = theme_day.held_on
                assembly.also.append("THEME_DAY")
                self._slots.remove(theme_day)

    def _add_lectures(self) -> None:
        """On their own, or with an assembly or theme day of the quarter."""
        for period, _, _ in self._owed("PARTY_LECTURE"):
            if not self._holds("PARTY_LECTURE"):
                continue
            hosts = [
                slot
                for slot in self._of("BRANCH_ASSEMBLY") + self._of("THEME_DAY")
                if period.start <= slot.held_on <= period.end
            ]
            if hosts and self._rng.random() < 0.45:
                self._rng.choice(hosts).also.append("PARTY_LECTURE")
            else:
                self._add(Slot("PARTY_LECTURE", self._day("PARTY_LECTURE", period)))

    def _add_year_ends(self) -> None:
        """组织生活会 and 民主评议 of a year, in its December or early in the next year."""
        for year in range(self._start.year - 1, self._until.year + 1):
            if not self._holds("ORGANIZATION_LIFE_MEETING"):
                continue
            first = date(year, 12, 3) if self._rng.random() < 0.5 else date(year + 1, 1, 5)
            held_on = day_between(self._rng, first, first + timedelta(40) if first.month == 1 else date(year, 12, 30))
            meeting = Slot("ORGANIZATION_LIFE_MEETING", held_on, for_year=year)
            if self._rng.random() < 0.6:
                meeting.also.append("MEMBER_APPRAISAL")
            elif self._holds("MEMBER_APPRAISAL"):
                later = day_between(self._rng, held_on + timedelta(2), held_on + timedelta(20))
                self._add(Slot("MEMBER_APPRAISAL", later, for_year=year))
            self._add(meeting)

    def _add_talks(self) -> None:
        """Enough for most members each year, more of them towards its end."""
        for period in periods_ending_in(PeriodLength.YEAR, self._start, self._year_end):
            for _ in self._rows.stays:
                if self._holds("HEART_TO_HEART_TALK"):
                    month = self._rng.choice((2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 10, 11, 11, 12))
                    first = date(period.start.year, month, 1)
                    self._add(Slot("HEART_TO_HEART_TALK", day_between(self._rng, first, first + timedelta(27))))

    def _add_studies(self) -> None:
        chance = 0.3 if self._branch.kind == BranchKind.RETIRED else self._rows.plan.diligence
        for period in periods_ending_in(PeriodLength.MONTH, self._start, self._year_end):
            if self._rng.random() < chance:
                self._add(Slot("STUDY", day_between(self._rng, max(period.start, self._start), period.end)))

    def _weaken_one_assembly(self) -> None:
        assemblies = self._of("BRANCH_ASSEMBLY")
        if assemblies:
            assemblies[-1 if len(assemblies) == 1 else -2].weak = True


def court_slots(start: date, until: date, rng: Random) -> list[Slot]:
    """Activities of the court itself."""
    slots = []
    years = (until - start).days / 365
    for code, a_year, invited in _COURT_KINDS:
        for _ in range(round(a_year * years)):
            slots.append(Slot(code, day_between(rng, start, until), invited=invited))
    return sorted(slots, key=lambda slot: slot.held_on)


def join_theme_days(schedules: list[tuple[BranchRows, list[Slot]]], rng: Random, *, topic: str) -> None:
    """Once a year and a few branches, two of them spend the theme day of a month together."""
    for (ours_of, first), (theirs_of, second) in zip(schedules[::4], schedules[1::4], strict=False):
        theirs = {month_index(slot.held_on): slot for slot in second if slot.kind == "THEME_DAY"}
        pairs = [
            (slot, theirs[month_index(slot.held_on)])
            for slot in first
            if slot.kind == "THEME_DAY" and month_index(slot.held_on) in theirs
        ]
        if pairs:
            ours, other = rng.choice(pairs)
            other.held_on = max(ours.held_on, other.held_on)
            ours.held_on = other.held_on
            ours.joint_key = other.joint_key = UUID(int=rng.getrandbits(128), version=4)
            ours.joint_with, other.joint_with = theirs_of.branch.name, ours_of.branch.name
            ours.topic = other.topic = topic
