"""What a person wrote of one meeting, as values: the form builds it, `activity_submit` checks and keeps it."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from activities.choices import ABOUT_A_PERSON, APPRAISAL, TALK, Origin, ResolutionNature
from activities.models import Activity, ActivityKind, Topic
from activities.models.locks import days_counted
from branches.models import Branch, Court, PartyGroup
from core.errors import Refused


@dataclass(frozen=True)
class Absence:
    """Why one person due was not there: a code of AbsenceReason, and words where they help."""

    reason: str = ""
    text: str = ""


@dataclass(frozen=True)
class Vote:
    """One resolution. A count of None was left empty; `person` is the name of whom it is about."""

    text: str
    votes_for: int | None = None
    votes_against: int | None = 0
    abstentions: int | None = 0
    nature: str = ResolutionNature.ORDINARY
    person: str = ""
    secret: bool = False
    # Why a vote on a person was not secret; written down, it says that it was so.
    open_reason: str = ""
    opinions_for: int = 0
    opinions_against: int = 0

    @property
    def counts(self) -> tuple[int | None, ...]:
        return (self.votes_for, self.votes_against, self.abstentions, self.opinions_for, self.opinions_against)

    @property
    def about_person(self) -> bool:
        return self.nature in ABOUT_A_PERSON

    @property
    def opinions(self) -> int:
        return self.opinions_for + self.opinions_against

    @property
    def cast(self) -> int:
        return (self.votes_for or 0) + (self.votes_against or 0) + (self.abstentions or 0)


@dataclass(frozen=True)
class Graded:
    """A member's grade (a code of Grade, or NOT_GRADED), and what follows from a low one."""

    grade: str
    follow_up: str = ""


@dataclass(frozen=True)
class MeetingEntry:
    """A court-wide activity has no branch; there alone people may be counted (`typed_*`) instead of named.

    `kind` is as it was held (ActivityKind.held_in).
    """

    court: Court
    branch: Branch | None = None
    group: PartyGroup | None = None
    kind: ActivityKind | None = None
    held_on: date | None = None
    ends_on: date | None = None
    starts_at: time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    topic: str = ""
    content: str = ""
    for_year: int | None = None
    study_hours: Decimal | None = None
    absences: dict[int, Absence] = field(default_factory=dict)
    sits_in: frozenset[int] = frozenset()
    invited: frozenset[int] = frozenset()
    typed_due: int | None = None
    typed_present: int | None = None
    guests: int = 0
    resolutions: tuple[Vote, ...] = ()
    also_kinds: tuple[ActivityKind, ...] = ()
    topics: tuple[Topic, ...] = ()
    # By code of the vocabulary (activities/details.py), as typed; empty ones left out.
    details: dict[str, Any] = field(default_factory=dict)
    # Branches that hold the meeting together with this one, and what was typed of the meeting itself, for their drafts.
    joint_with: tuple[Branch, ...] = ()
    shared: dict[str, list[str]] = field(default_factory=dict)
    # At an appraisal, by member: those who are not named are 合格.
    grades: dict[int, Graded] = field(default_factory=dict)
    accepts_no_quorum: bool = False
    # The record that this corrects or sends in again (None: a new one); what it had, as kinds since retired, it keeps.
    record: Activity | None = None
    # Of a ledger's record: that the people who were there are stated anew.
    restates_people: bool = False

    @property
    def is_of_ledger(self) -> bool:
        """A correction of an imported record: what the ledger left open may stay open."""
        return self.record is not None and self.record.origin == Origin.IMPORTED

    @property
    def keeps_people(self) -> bool:
        """Whether people, grades and figures stay as the ledger told them: it names absentees, not who came."""
        return self.is_of_ledger and not self.restates_people

    @property
    def owner(self) -> Branch | Court:
        return self.branch or self.court

    @property
    def kinds(self) -> tuple[ActivityKind, ...]:
        """The main kind and those met by the way."""
        return (*((self.kind,) if self.kind else ()), *self.also_kinds)

    @property
    def is_talk(self) -> bool:
        return self.kind is not None and self.kind.code == TALK

    @property
    def appraises(self) -> bool:
        return any(kind.code == APPRAISAL for kind in self.kinds)

    @property
    def days_counted(self) -> list[date]:
        """The days in whose quarters it would count; none while it has no day."""
        return days_counted(self.held_on, self.for_year, self.kinds) if self.held_on else []

    @property
    def last_day(self) -> date | None:
        return self.ends_on or self.held_on

    def place_in_scope(self) -> Activity:
        """An unsaved record with the owners alone: what `activities.log_activity` asks about."""
        return Activity(
            court=self.court,
            branch=self.branch,
            group=self.group,
            kind=self.kind,
            held_as=self.kind.form if self.kind else "",
        )


@dataclass(frozen=True)
class Fault:
    """One thing that is missing or contradictory, at a field of the form."""

    field: str
    text: str


class Incomplete(Refused):
    """The meeting can't be submitted yet; `faults` says all of why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(*(fault.text for fault in faults), field=faults[0].field)
        self.faults = faults
