"""What was due in the files of many branches, and whether it was done in time: for others to build on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from branches.choices import MemberStatus
from branches.models import Branch, Court, Member
from branches.probation import Figures, end_of_probation
from branches.selectors.limits import LimitBooks
from core.dates import in_force
from development.choices import DECISIONS, FileState, StepKind
from development.models import Candidate, Step
from development.path import latest_day, probation_end, standing_of, vote_due_on, windows_of
from development.selectors.steps import fact_of

K = StepKind
# The assembly has dealt with the probationary member, whatever it resolved.
_DISCUSSED = (K.CONFIRMATION_VOTE, K.EXTENSION_VOTE, K.DISQUALIFICATION_VOTE)
# What the committee decides is not the branch's; a confirmation's vote is counted by itself.
_NOT_COUNTED = (*DECISIONS, K.CONFIRMATION_VOTE)
# What is read of a step and its file; who it is about stays unread.
_COLUMNS = (
    *("kind", "happened_on", "ends_on", "passed", "special", "months", "branch_id"),
    *("candidate__court_id", "candidate__branch_id"),
)
# A vote may be due so long after the last step of a file that is over by now.
_LOOKING_BACK = timedelta(days=366)


class Due(NamedTuple):
    """One thing that was due: in whose file, of which branch, by which step (None: not taken)."""

    branch_id: int
    candidate_id: int
    step_id: int | None
    is_on_time: bool


@dataclass
class File:
    """The steps of one file that stand, in the order of recording."""

    candidate: Candidate
    figures: Figures
    steps: list[Step] = field(default_factory=list)


def files_of(
    owner: Court | Branch, start: date, as_of: date, *, books: LimitBooks, with_below: bool = False
) -> list[File]:
    """The files that went on at some time from `start`, with what had happened by `as_of` (1 query). Of a branch also
    those that it worked on before they moved. `books`: with the figures of CODES."""
    rows = _steps_of(owner, with_below).filter(withdrawn_at__isnull=True)
    recent = rows.filter(happened_on__gte=start - _LOOKING_BACK).values("candidate")
    goes_on = Q(candidate__state=FileState.OPEN) | Q(candidate__in=recent)
    files: dict[int, File] = {}
    happened = rows.filter(goes_on, happened_on__lte=as_of).select_related("candidate").only(*_COLUMNS)
    for step in happened.order_by("candidate", "id"):
        candidate = step.candidate
        file = files.setdefault(candidate.pk, File(candidate, books.of(candidate.court_id)))
        file.steps.append(step)
    return list(files.values())


def _steps_of(owner: Court | Branch, with_below: bool) -> QuerySet[Step]:
    if isinstance(owner, Court):
        return Step.objects.within(owner, with_below=with_below)
    rows = Step.objects.within(owner.court)
    return rows.filter(Q(candidate__branch=owner) | Q(candidate__in=rows.filter(branch=owner).values("candidate")))


def steps_due(file: File, start: date, last: date) -> Iterator[Due]:
    """The branch's own steps that a limit presses: those taken in `start`..`last`, and those whose latest day came in
    it and that were not taken by `last`."""
    facts = [fact for fact in map(fact_of, file.steps) if fact.happened_on <= last]
    for at, (step, fact) in enumerate(zip(file.steps, map(fact_of, file.steps), strict=True)):
        if fact.kind in _NOT_COUNTED or not start <= fact.happened_on <= last:
            continue
        latest = latest_day(fact, standing_of(map(fact_of, file.steps[:at])), file.figures)
        if latest is not None:
            yield Due(step.branch_id, step.candidate_id, step.pk, fact.happened_on <= latest)
    for window in windows_of(standing_of(facts), file.figures):
        if window.kind not in _NOT_COUNTED and window.latest is not None and start <= window.latest <= last:
            yield Due(file.candidate.branch_id, file.candidate.pk, None, is_on_time=False)


def confirmations_due(file: File, start: date, last: date) -> Iterator[Due]:
    """The discussion of the confirmation that was due in `start`..`last`: when probation was over, and again when an
    extension of it was. An extension that was approved by `last` answers the first."""
    steps = [step for step in file.steps if step.happened_on <= last]
    standing = standing_of(map(fact_of, steps))
    if K.ADMISSION_APPROVAL not in standing:
        return
    voted_on = standing[K.ADMISSION_VOTE].happened_on
    first_due_on = vote_due_on(end_of_probation(voted_on, 0, file.figures), file.figures)
    rounds = [(voted_on, first_due_on)]
    if K.EXTENSION in standing:
        rounds.append(
            (standing[K.EXTENSION].happened_on, vote_due_on(probation_end(standing, file.figures), file.figures))
        )
    for since, due_on in rounds:
        if start <= due_on <= last and not _ended_by(due_on, steps):
            is_extended = due_on == first_due_on and K.EXTENSION in standing
            yield _discussed(file, steps, since, due_on, is_extended=is_extended)


def _ended_by(day: date, steps: list[Step]) -> bool:
    return any(step.kind == K.CLOSED and step.happened_on <= day for step in steps)


def _discussed(file: File, steps: list[Step], since: date, due_on: date, *, is_extended: bool) -> Due:
    votes = [step for step in steps if step.kind in _DISCUSSED and since <= step.happened_on]
    if not votes:
        return Due(file.candidate.branch_id, file.candidate.pk, None, is_on_time=False)
    first = min(votes, key=lambda step: (step.happened_on, step.pk))
    return Due(first.branch_id, first.candidate_id, first.pk, is_extended or first.happened_on <= due_on)


def without_file(
    owner: Court | Branch, start: date, last: date, *, books: LimitBooks, with_below: bool = False
) -> dict[int, list[int]]:
    """Branch → probationary members whose confirmation was due in `start`..`last` and who have no file (1 query).
    `books`: with the figures of CODES."""
    rows = Member.objects.within(owner, with_below=with_below).filter(
        in_force(last, "memberships__"),
        status=MemberStatus.PROBATIONARY,
        probation_ends_on__lte=last,  # none where the day of joining is not known
        candidacies__isnull=True,
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for court_id, branch_id, pk, end in rows.order_by("pk").values_list(
        "court_id", "branch_id", "pk", "probation_ends_on"
    ):
        if end and start <= vote_due_on(end, books.of(court_id)) <= last:
            found[branch_id].append(pk)
    return dict(found)
