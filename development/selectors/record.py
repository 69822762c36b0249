"""One file as its page shows it: the path with what is done, what may be done now, and what is still far."""

from collections.abc import Iterable
from dataclasses import dataclass

from activities.choices import HELD_STATES
from branches.models import Limit
from branches.selectors.limits import LimitBook
from development.choices import DECISIONS, StepKind
from development.models import Step
from development.path import (
    CONFIRMING,
    OPTIONAL,
    Fact,
    Figures,
    Standing,
    Window,
    days_late,
    open_kinds,
    standing_of,
    window_of,
)
from development.selectors.steps import fact_of

K = StepKind
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("申请入党", (K.APPLICATION, K.TALK)),
    ("入党积极分子", (K.ACTIVIST_FIXED, K.ACTIVIST_FILED, K.CONTACTS, K.ACTIVIST_REVIEW)),
    (
        "发展对象",
        (K.PROSPECT_FIXED, K.PROSPECT_FILED, K.INTRODUCERS, K.POLITICAL_REVIEW, K.TRAINING, K.PREREVIEW, K.PUBLICITY),
    ),
    ("接收预备党员", (K.ADMISSION_VOTE, K.ADMISSION_APPROVAL, K.TAKEN_OVER, K.OATH)),
    (
        "预备期和转正",
        (
            K.PROBATION_REVIEW,
            K.EXTENSION_VOTE,
            K.EXTENSION,
            K.CONFIRMATION_APPLICATION,
            K.CONFIRMATION_VOTE,
            K.CONFIRMATION_APPROVAL,
            K.DISQUALIFICATION_VOTE,
            K.DISQUALIFICATION,
        ),
    ),
    ("停止培养、结束", (K.STOPPED, K.CLOSED)),
)
# Offered apart from the path, each with its icon.
MENU = (
    (K.PROBATION_REVIEW, "journal-text"),
    (K.EXTENSION_VOTE, "calendar-plus"),
    (K.DISQUALIFICATION_VOTE, "person-x"),
    (K.STOPPED, "stop-circle"),
    (K.CLOSED, "folder-x"),
)


@dataclass(frozen=True)
class Done:
    """A step that was taken, with how late it was."""

    step: Step
    late: int
    may_correct: bool = False

    @property
    def label(self) -> str:
        return str(self.step.get_kind_display())

    @property
    def stands(self) -> bool:
        """Not withdrawn."""
        return self.step.withdrawn_at is None

    @property
    def votes(self) -> str:
        """The assembly's figures: those of the meeting's resolution; of older rows as they were typed."""
        step, resolution = self.step, self.step.resolution
        if resolution is not None:
            meeting = resolution.activity
            against = resolution.votes_against + resolution.opinions_against
            votes = _votes(
                meeting.voting_due, meeting.voting_present, resolution.all_for, against, resolution.abstentions
            )
            why = f"，原因：{resolution.open_reason}" if resolution.open_reason else ""
            return f"{votes}，{'无记名投票' if resolution.is_secret else '举手表决'}{why}"
        if step.voting_due is None:
            return ""
        return _votes(step.voting_due, step.voting_present, step.votes_for, step.votes_against, step.abstentions)

    @property
    def differs(self) -> bool:
        """Whether the meeting it rests on was sent back or corrected since, so that the two no longer agree."""
        step, resolution = self.step, self.step.resolution
        if resolution is None:
            return False
        meeting = resolution.activity
        agrees = (meeting.held_on, resolution.passed) == (step.happened_on, step.passed)
        return not agrees or meeting.state not in HELD_STATES

    @property
    def days(self) -> int:
        return ((self.step.ends_on or self.step.happened_on) - self.step.happened_on).days + 1

    @property
    def kind(self) -> str:
        """As a status tag's."""
        if not self.stands:
            return "neutral"
        if not self.step.passed or self.step.kind in (K.STOPPED, K.CLOSED, K.DISQUALIFICATION):
            return "error"
        return "warning" if self.late else "success"


def _votes(due: int | None, present: int | None, *counts: int | None) -> str:
    votes_for, against, abstained = (count or 0 for count in counts)
    return f"有表决权应到 {due} 人、实到 {present} 人，赞成 {votes_for} 票、反对 {against} 票、弃权 {abstained} 票"


@dataclass(frozen=True)
class Stop:
    """One kind of step on the path: what was done of it, and its window where it may be taken now."""

    kind: str
    done: list[Done]
    window: Window | None
    limit: Limit | None
    repeats: bool

    @property
    def label(self) -> str:
        return str(K(self.kind).label)

    @property
    def is_decision(self) -> bool:
        return self.kind in DECISIONS

    @property
    def stands(self) -> bool:
        return any(each.step.passed and not each.step.undone for each in self.done)

    @property
    def slug(self) -> str:
        return slug_of(self.kind)


@dataclass(frozen=True)
class Section:
    title: str
    stops: list[Stop]


def slug_of(kind: str) -> str:
    """A step's kind in an address: `activist-review`."""
    return kind.lower().replace("_", "-")


def kind_of(slug: str) -> StepKind | None:
    """The kind that an address names, None for none."""
    code = slug.upper().replace("-", "_")
    return K(code) if code in K.values else None


def done_of(steps: Iterable[Step], figures: Figures) -> list[Done]:
    """The steps in the order of recording, each measured by what stood before it."""
    facts: list[Fact] = []
    found: list[Done] = []
    for step in steps:
        fact = fact_of(step)
        found.append(Done(step, days_late(fact, standing_of(facts), figures)))
        if step.withdrawn_at is None:
            facts.append(fact)
    return found


def sections_of(done: list[Done], limits: LimitBook, *, goes_on: bool) -> list[Section]:
    """The path in its sections; what needs no doing and was not done is left out, and so is what came before a file.

    `goes_on`: the file is open, and the reader's to work on; else only what was done is shown.
    """
    done = [each for each in done if each.stands]
    standing = standing_of(fact_of(each.step) for each in done)
    sections = []
    for title, kinds in SECTIONS:
        stops = [_stop(kind, done, standing if goes_on else {}, limits) for kind in kinds]
        shown = [stop for stop in stops if stop.done or (goes_on and _is_ahead(stop.kind, standing))]
        if shown:
            sections.append(Section(title, shown))
    return sections


def _is_ahead(kind: str, standing: Standing) -> bool:
    """Whether a step that was not taken belongs to the path of this file."""
    if kind in OPTIONAL or kind == K.TAKEN_OVER:
        return False
    if kind in (K.EXTENSION, K.DISQUALIFICATION):
        return kind in open_kinds(standing)
    return K.TAKEN_OVER not in standing or kind in (K.OATH, *CONFIRMING)


def _stop(kind: str, done: list[Done], standing: Standing, limits: LimitBook) -> Stop:
    may = kind in open_kinds(standing)
    window = window_of(kind, standing, limits) if may else None
    return Stop(
        kind=kind,
        done=[each for each in done if each.step.kind == kind],
        window=window,
        limit=limits.on(window.code, window.since) if window and window.since else None,
        repeats=kind in standing,
    )
