"""The way of a file as arithmetic: what stands, what may come next, from which day and by which day.

Pure functions over dated facts in the order of recording. Figures are those of branches.models.Limit that were in force
on the day from which they count: a rule that changes later does not reach back.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from branches.choices import LimitCode
from branches.probation import Figures, end_of_probation
from core.dates import months_after
from development.choices import APPROVALS, BEGINNINGS, REPEATED, FileState, Stage, StepKind

K = StepKind
DAY = timedelta(days=1)
# The figures that the windows below are computed from.
CODES = (
    LimitCode.DEVELOPMENT_TALK_MONTHS,
    LimitCode.ACTIVIST_REVIEW_MONTHS,
    LimitCode.ACTIVIST_YEARS,
    LimitCode.ADMISSION_APPROVAL_MONTHS,
    LimitCode.ADMISSION_APPROVAL_MONTHS_SPECIAL,
    LimitCode.PROBATION_YEARS,
    LimitCode.CONFIRMATION_VOTE_MONTHS,
    LimitCode.CONFIRMATION_APPROVAL_MONTHS,
)


@dataclass(frozen=True)
class Fact:
    """A step as the arithmetic sees it; `last_on` is `happened_on` for what takes one day."""

    kind: str
    happened_on: date
    last_on: date
    passed: bool = True
    special: bool = False
    months: int = 0


Standing = dict[str, Fact]

# What must stand before a step. Which of the steps after 备案 of a prospect comes first is the branch's own choice.
NEEDS: dict[str, tuple[str, ...]] = {
    K.TALK: (K.APPLICATION,),
    K.ACTIVIST_FIXED: (K.TALK,),
    K.ACTIVIST_FILED: (K.ACTIVIST_FIXED,),
    K.CONTACTS: (K.ACTIVIST_FIXED,),
    K.ACTIVIST_REVIEW: (K.ACTIVIST_FIXED,),
    K.PROSPECT_FIXED: (K.ACTIVIST_FILED, K.CONTACTS, K.ACTIVIST_REVIEW),
    K.PROSPECT_FILED: (K.PROSPECT_FIXED,),
    K.INTRODUCERS: (K.PROSPECT_FILED,),
    K.POLITICAL_REVIEW: (K.PROSPECT_FILED,),
    K.TRAINING: (K.PROSPECT_FILED,),
    K.PREREVIEW: (K.INTRODUCERS, K.POLITICAL_REVIEW, K.TRAINING),
    K.PUBLICITY: (K.PREREVIEW,),
    K.ADMISSION_VOTE: (K.PUBLICITY,),
    K.ADMISSION_APPROVAL: (K.ADMISSION_VOTE,),
    K.OATH: (K.ADMISSION_APPROVAL,),
    K.PROBATION_REVIEW: (K.ADMISSION_APPROVAL,),
    K.EXTENSION_VOTE: (K.ADMISSION_APPROVAL,),
    K.EXTENSION: (K.EXTENSION_VOTE,),
    K.CONFIRMATION_APPLICATION: (K.ADMISSION_APPROVAL,),
    K.CONFIRMATION_VOTE: (K.CONFIRMATION_APPLICATION,),
    K.CONFIRMATION_APPROVAL: (K.CONFIRMATION_VOTE,),
    K.DISQUALIFICATION_VOTE: (K.ADMISSION_APPROVAL,),
    K.DISQUALIFICATION: (K.DISQUALIFICATION_VOTE,),
    K.STOPPED: (K.APPLICATION,),
    K.CLOSED: (K.ADMISSION_APPROVAL,),
}
# What puts an end to a step's being possible; an extension is given once (32).
UNTIL: dict[str, tuple[str, ...]] = {
    K.CONTACTS: (K.ADMISSION_VOTE,),
    K.ACTIVIST_REVIEW: (K.PROSPECT_FIXED,),
    K.EXTENSION_VOTE: (K.EXTENSION, K.DISQUALIFICATION_VOTE),
    K.STOPPED: (K.ADMISSION_APPROVAL,),
}
# Possible, but nobody waits for them.
OPTIONAL = (K.PROBATION_REVIEW, K.EXTENSION_VOTE, K.DISQUALIFICATION_VOTE, K.STOPPED, K.CLOSED)
# Within how many months a step follows the one before.
MONTHS: dict[str, str] = {
    K.TALK: LimitCode.DEVELOPMENT_TALK_MONTHS,
    K.ADMISSION_APPROVAL: LimitCode.ADMISSION_APPROVAL_MONTHS,
    K.CONFIRMATION_APPROVAL: LimitCode.CONFIRMATION_APPROVAL_MONTHS,
}
# Steps that name members who stand by the file.
NAMING = (K.CONTACTS, K.INTRODUCERS)
# What rests while the approval of another resolution is waited for.
CONFIRMING = (K.CONFIRMATION_APPLICATION, K.CONFIRMATION_VOTE, K.CONFIRMATION_APPROVAL)
ENDINGS = {
    K.CONFIRMATION_APPROVAL: FileState.CONFIRMED,
    K.STOPPED: FileState.STOPPED,
    K.DISQUALIFICATION: FileState.DISQUALIFIED,
    K.CLOSED: FileState.CLOSED,
}


def undone_by(kind: str, *, passed: bool) -> tuple[str, ...]:
    """Steps that a later one sets aside: a refused approval the vote, an extension the steps to confirmation."""
    if not passed:
        return tuple(vote for vote, approval in APPROVALS.items() if approval == kind)
    return (K.CONFIRMATION_APPLICATION, K.CONFIRMATION_VOTE) if kind == K.EXTENSION else ()


def set_aside(facts: Sequence[Fact]) -> list[bool]:
    """For each fact, whether a later one set it aside."""
    gone = [False] * len(facts)
    for at, fact in enumerate(facts):
        kinds = undone_by(fact.kind, passed=fact.passed)
        for before in range(at):
            gone[before] |= facts[before].passed and facts[before].kind in kinds
    return gone


def standing_of(facts: Iterable[Fact]) -> Standing:
    """The steps that stand, by kind, of repeated ones the last. A file taken over stands where probation begins."""
    standing: Standing = {}
    for fact in facts:
        for kind in undone_by(fact.kind, passed=fact.passed):
            standing.pop(kind, None)
        if fact.passed:
            standing[fact.kind] = fact
        if fact.kind == K.TAKEN_OVER:
            standing[K.ADMISSION_VOTE] = standing[K.ADMISSION_APPROVAL] = fact
    return standing


def stage_of(standing: Standing) -> Stage:
    """发展对象 is who was put on record as one (13), 预备党员 who was approved, 正式党员 whose confirmation was."""
    if K.CONFIRMATION_APPROVAL in standing:
        return Stage.FORMAL
    if K.ADMISSION_APPROVAL in standing:
        return Stage.PROBATIONARY
    if K.PROSPECT_FILED in standing:
        return Stage.PROSPECT
    return Stage.ACTIVIST if K.ACTIVIST_FIXED in standing else Stage.APPLICANT


def state_of(standing: Standing) -> FileState:
    return next((state for kind, state in ENDINGS.items() if kind in standing), FileState.OPEN)


def open_kinds(standing: Standing) -> list[str]:
    """The steps that may be taken now, in their order; dates apart."""
    return [kind for kind in NEEDS if not missing_for(kind, standing)]


def missing_for(kind: str, standing: Standing) -> list[str]:
    """Why a step may not be taken now: the kinds that are missing before it, or the one kind that closes it."""
    ended = next((each for each in ENDINGS if each in standing), None)
    if ended:
        return [str(ended)]
    if kind in standing and kind not in REPEATED:
        return [kind]
    closed_by = [each for each in (*UNTIL.get(kind, ()), *_rests_for(kind, standing)) if each in standing]
    if closed_by:
        return [str(closed_by[0])]
    return [need for need in NEEDS.get(kind, BEGINNINGS) if need not in standing]


def _rests_for(kind: str, standing: Standing) -> tuple[str, ...]:
    """Nobody is confirmed while an extension or a disqualification waits for its approval."""
    if kind not in CONFIRMING:
        return ()
    return (K.DISQUALIFICATION_VOTE,) if K.EXTENSION in standing else (K.EXTENSION_VOTE, K.DISQUALIFICATION_VOTE)


@dataclass(frozen=True)
class Window:
    """From which day a step may be taken, and by which it should be (None: no figure says).

    `code`: the figure, `since`: the day from which it counts, and on which it was in force.
    """

    kind: str
    earliest: date
    latest: date | None = None
    code: str = ""
    since: date | None = None

    @property
    def label(self) -> str:
        return str(StepKind(self.kind).label)

    def days_left(self, on: date) -> int | None:
        """Days until the latest day, negative for days late; None where nothing presses."""
        return None if self.latest is None else (self.latest - on).days

    def days_until_open(self, on: date) -> int:
        return max((self.earliest - on).days, 0)


def probation_end(standing: Standing, figures: Figures) -> date:
    """The day on which probation is over: so long after the vote (32), and an extension later."""
    voted_on = standing[K.ADMISSION_VOTE].happened_on
    extended = standing[K.EXTENSION].months if K.EXTENSION in standing else 0
    return end_of_probation(voted_on, extended, figures)


def window_of(kind: str, standing: Standing, figures: Figures) -> Window:
    """When `kind` may and should be taken, given what stands before it."""
    after = max(standing[need].last_on for need in NEEDS[kind])
    if kind in CONFIRMING and K.EXTENSION in standing:
        after = max(after, standing[K.EXTENSION].happened_on)
    if kind in NAMING and kind in standing:
        return Window(kind, max(after, standing[kind].happened_on + DAY))
    if kind in MONTHS:
        return Window(kind, after, *_by(after, MONTHS[kind], figures))
    if kind == K.ACTIVIST_REVIEW:
        last = standing.get(K.ACTIVIST_REVIEW, standing[K.ACTIVIST_FIXED]).happened_on
        return Window(kind, after, *_by(last, LimitCode.ACTIVIST_REVIEW_MONTHS, figures))
    if kind == K.PROSPECT_FIXED:
        fixed_on = standing[K.ACTIVIST_FIXED].happened_on
        grown = months_after(fixed_on, 12 * int(figures(LimitCode.ACTIVIST_YEARS, fixed_on)))
        return Window(kind, max(after, grown), None, LimitCode.ACTIVIST_YEARS, fixed_on)
    if kind == K.ADMISSION_VOTE:
        return Window(kind, after + DAY)
    if kind == K.CONFIRMATION_APPLICATION:
        voted_on = standing[K.ADMISSION_VOTE].happened_on
        return Window(kind, after, probation_end(standing, figures), LimitCode.PROBATION_YEARS, voted_on)
    if kind == K.CONFIRMATION_VOTE:
        end = probation_end(standing, figures)
        return Window(kind, max(after, end), *_by(end, LimitCode.CONFIRMATION_VOTE_MONTHS, figures))
    return Window(kind, after)


def vote_due_on(end: date, figures: Figures) -> date:
    """By which day the assembly discusses the confirmation of somebody whose probation is over on `end`."""
    return _by(end, LimitCode.CONFIRMATION_VOTE_MONTHS, figures)[0]


def _by(start: date, code: str, figures: Figures) -> tuple[date, str, date]:
    return months_after(start, int(figures(code, start))), code, start


def windows_of(standing: Standing, figures: Figures, lacking: Container[str] = ()) -> list[Window]:
    """What is awaited of a file now, the most pressing first: by its latest day, then by its earliest.

    `lacking`: the kinds of which those once named can no longer stand by the file.
    """
    settled = (kind for kind in open_kinds(standing) if _is_settled(kind, standing) and kind not in lacking)
    rest = (*OPTIONAL, *settled)
    awaited = (kind for kind in open_kinds(standing) if kind not in rest)
    windows = (window_of(kind, standing, figures) for kind in awaited)
    return sorted(windows, key=lambda window: (window.latest or date.max, window.earliest))


def _is_settled(kind: str, standing: Standing) -> bool:
    """Contacts and introducers may be changed, but once named nobody waits for it; a review comes round again.

    Whether somebody who came on probation has taken the oath elsewhere is not known: it may be noted, nobody waits.
    """
    if kind == K.OATH and K.TAKEN_OVER in standing:
        return True
    return kind in standing and kind != K.ACTIVIST_REVIEW


def latest_day(fact: Fact, before: Standing, figures: Figures) -> date | None:
    """By which day a step was to be taken, given what stood then; None where no figure says."""
    if fact.kind not in NEEDS or any(need not in before for need in NEEDS[fact.kind]):
        return None
    latest = window_of(fact.kind, before, figures).latest
    if latest is not None and fact.special and fact.kind == K.ADMISSION_APPROVAL:
        latest, *_ = _by(before[K.ADMISSION_VOTE].happened_on, LimitCode.ADMISSION_APPROVAL_MONTHS_SPECIAL, figures)
    return latest


def days_late(fact: Fact, before: Standing, figures: Figures) -> int:
    """How many days after its latest day a step was taken; 0 for in time."""
    latest = latest_day(fact, before, figures)
    return max((fact.happened_on - latest).days, 0) if latest else 0
