"""The assembly's vote: figures come from the resolution of the meeting, typed only where no meeting is on record."""

from dataclasses import replace

from activities.choices import HELD_STATES
from activities.models import Resolution
from activities.rules import verdict
from activities.selectors.vote_rules import vote_rules
from core.errors import Refused
from development.choices import VOTES, StepKind
from development.models import Candidate
from development.natures import NATURES
from development.services.taken import Taken, Tally


def counted(candidate: Candidate, kind: str, taken: Taken) -> Taken:
    """`taken` with day and outcome of its resolution, or with the outcome of the votes as typed; others as they are."""
    if kind not in VOTES:
        return taken
    if taken.resolution is not None:
        return _of_resolution(candidate, kind, taken, taken.resolution)
    if taken.tally is None:
        raise Refused("请选择支部党员大会的决议；会议没有在系统里登记的，请填写表决票数。", field="resolution")
    _check_tally(taken.tally)
    return replace(taken, passed=_passes(candidate, taken, taken.tally))


def _of_resolution(candidate: Candidate, kind: str, taken: Taken, resolution: Resolution) -> Taken:
    meeting = resolution.activity
    fits = (
        meeting.branch_id == candidate.branch_id
        and meeting.state in HELD_STATES
        and resolution.nature == NATURES[StepKind(kind)]
        and resolution.person_name == candidate.name
    )
    if not fits:
        raise Refused(f"这项决议不是关于{candidate}的{StepKind(kind).label}。", field="resolution")
    return replace(taken, happened_on=meeting.held_on, passed=resolution.passed, tally=None)


def _check_tally(tally: Tally) -> None:
    cast = tally.votes_for + tally.votes_against + tally.abstentions
    if tally.present > tally.due:
        raise Refused(f"有表决权实到 {tally.present} 人，多于应到 {tally.due} 人。", field="voting_present")
    if cast > tally.due:
        raise Refused(f"赞成、反对、弃权共 {cast} 票，多于应到 {tally.due} 人。", field="votes_for")


def _passes(candidate: Candidate, taken: Taken, tally: Tally) -> bool:
    """More than half there, and more than half of those due for it; the percentages are limits of the day."""
    rules = vote_rules(candidate.court, taken.happened_on)
    judged = verdict(
        about_person=True,
        votes_for=tally.votes_for,
        due=tally.due,
        present=tally.present,
        quorum=None,
        rules=rules,
    )
    return judged.passed
