"""The assembly's vote: day, figures and outcome are those of the meeting's resolution, never asked again."""

from dataclasses import replace

from activities.choices import HELD_STATES
from activities.models import Resolution
from core.errors import Refused
from development.choices import VOTES, StepKind
from development.models import Candidate
from development.natures import NATURES
from development.path import Standing
from development.services.taken import Taken


def resolved(candidate: Candidate, kind: str, standing: Standing, taken: Taken) -> Taken:
    """`taken` with what the assembly said: of a vote its day and outcome, of an extension the months."""
    if kind in VOTES:
        return _of_resolution(candidate, kind, taken)
    if kind == StepKind.EXTENSION and StepKind.EXTENSION_VOTE in standing:
        return replace(taken, months=standing[StepKind.EXTENSION_VOTE].months)
    return taken


def _of_resolution(candidate: Candidate, kind: str, taken: Taken) -> Taken:
    resolution = taken.resolution
    if resolution is None:
        raise Refused(
            "请选择支部党员大会的决议；还没有登记的，请先登记支部党员大会，写明这项决议。", field="resolution"
        )
    if not _fits(candidate, kind, resolution):
        raise Refused(f"这项决议不是关于{candidate}的{StepKind(kind).label}。", field="resolution")
    # Meetings say why a vote on a person was open; older ones did not, of these the step says it.
    explained = resolution.open_reason or (taken.special and taken.note.strip())
    if not resolution.is_secret and not explained:
        raise Refused(
            "这项决议是举手表决的，应当无记名投票；确因特殊情况的，请勾选并在说明里写明原因。", field="special"
        )
    return replace(taken, happened_on=resolution.activity.held_on, passed=resolution.passed)


def _fits(candidate: Candidate, kind: str, resolution: Resolution) -> bool:
    """A held meeting of the branch that works on the file, on this person and this question."""
    meeting = resolution.activity
    return (
        meeting.branch_id == candidate.branch_id
        and meeting.state in HELD_STATES
        and resolution.nature == NATURES[StepKind(kind)]
        and resolution.person_name == candidate.name
    )
