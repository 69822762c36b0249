"""The assembly that elects: who was there comes from the roster and, where there is one, the meeting's record."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from activities.choices import AbsenceReason
from activities.models import ActivityDraft
from activities.services import draft_create
from branches.models import Member
from core import audit
from core.errors import Refused
from elections.choices import StepKind
from elections.models import TermElection
from elections.selectors.assembly import ASSEMBLY, assembly_record, standing, without_right
from elections.selectors.figures import Figures, figures_of
from elections.selectors.steps import stage_of
from elections.services.steps import add_step, claim, needed, save
from elections.services.vacancies import refuse_gone

_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True)
class Assembly:
    """Day, place and counters. `absent` (members' keys) counts only where the branch has no record of that day."""

    on: date
    place: str
    scrutineers: str
    tellers: str
    absent: Collection[int] = ()


@transaction.atomic
def hold_assembly(
    *,
    election: TermElection,
    assembly: Assembly,
    today: date,
    by: Any,
    after: int | None = None,
) -> TermElection:
    """The assembly was held, with four fifths or more of those who may vote."""
    election = claim(election, StepKind.ASSEMBLED, after=after)
    figures = figures_of(election.branch, assembly.on, election.excluded)
    place = needed(assembly.place, "请填写大会地点。", "place")
    scrutineers = _counters(election, assembly.scrutineers, "监票人", "scrutineers")
    tellers = _counters(election, assembly.tellers, "计票人", "tellers")
    _check_candidates(election, figures)
    record = assembly_record(election.branch, assembly.on)
    present = _present(figures, assembly.absent, record.present if record else None)
    _check_quorum(figures, len(present))
    save(
        election,
        held_on=assembly.on,
        place=place,
        scrutineers=scrutineers,
        tellers=tellers,
        activity=record.activity if record else None,
        absent=[] if record else sorted(assembly.absent),
        roster_due=len(figures.people),
        voting_due=len(figures.due),
        voting_present=len(present),
    )
    summary = (
        f"应到 {len(figures.people)} 人；有选举权应到 {len(figures.due)} 人，实到 {len(present)} 人，"
        f"达到{figures.quorum_words}。监票人{scrutineers}，计票人{tellers}。"
    )
    add_step(election, StepKind.ASSEMBLED, on=assembly.on, today=today, by=by, summary=summary)
    return election


@transaction.atomic
def exclude_from_due(
    *, election: TermElection, members: Sequence[Member], decision: str, text: str, on: date, today: date, by: Any
) -> TermElection:
    """A decision that these members don't count among those due, in place of any before; nobody: all count again.

    Rules let it be decided of those who are long ill or away for long; it is never reckoned from anything.
    """
    election = claim(election, StepKind.EXCLUDED)
    decision = needed(decision, "请填写作出决定的会议或文号。", "decision")
    text = needed(text, "请逐人写明不计入应到的情形。", "text")
    figures = figures_of(election.branch, on)
    without = [member.name for member in members if member.pk not in figures.voters]
    if without:
        raise Refused(f"{'、'.join(without)}没有选举权，本来就不计入应到。", field="members")
    chosen = {member.pk for member in members}
    stand = [row.member.name for row in standing(election) if row.member_id in chosen]
    if stand:
        raise Refused(f"{'、'.join(stand)}是候选人，应当计入应到。", field="members")
    save(election, excluded=sorted(chosen))
    names = "、".join(member.name for member in members)
    step: dict[str, Any] = {"number": decision, "text": text, "stage": stage_of(election)}
    step["summary"] = f"不计入应到 {len(members)} 名：{names}。" if names else "全部党员按规定计入应到。"
    add_step(election, StepKind.EXCLUDED, on=on, today=today, by=by, **step)
    return election


@transaction.atomic
def draft_minutes(*, election: TermElection, by: Any) -> ActivityDraft:
    """A draft of the assembly's record with what was noted here, for the branch to go on with."""
    if election.held_on is None:
        raise Refused("还没有登记选举大会。")
    if assembly_record(election.branch, election.held_on):
        raise Refused(f"{election.held_on:%Y-%m-%d} 的党员大会已经有记录。")
    data = {
        "kind": [ASSEMBLY],
        "branch": [str(election.branch_id)],
        "held_on": [election.held_on.isoformat()],
        "place": [election.place],
        "topic": ["换届选举"],
        "absent": [str(member) for member in election.absent],
        **{f"reason_{member}": [str(AbsenceReason.OTHER)] for member in election.absent},
    }
    draft = draft_create(court=election.court, branch=election.branch, data=data, by=by, submission_key=uuid4())
    audit.record(actor=by, action="elections.draft_minutes", subject=election, detail={"draft": draft.pk})
    return draft


def _present(figures: Figures, absent: Collection[int], recorded: frozenset[int] | None) -> set[int]:
    """Those with a vote who were there: by the record, or everybody but the absent."""
    if recorded is not None:
        there = [figures.voters[key].name for key in figures.excluded & recorded & set(figures.voters)]
        if there:
            words = f"{'、'.join(there)}经决定不计入应到，会议记录上却到会；请先更改不计入应到的名单。"
            raise Refused(words, field="on")
        return figures.due & recorded
    if not set(absent) <= {person.member_id for person in figures.people}:
        raise Refused("缺席名单里有当天不在本支部的人，请刷新页面重新选择。", field="absent")
    return figures.due - set(absent)


def _check_quorum(figures: Figures, present: int) -> None:
    due, least = len(figures.due), figures.present_needed
    if present < least:
        words = (
            f"有选举权应到 {due} 人，实到 {present} 人，不足{figures.quorum_words}（至少 {least} 人），不能进行选举。"
        )
        raise Refused(words, field="absent")


def _check_candidates(election: TermElection, figures: Figures) -> None:
    refuse_gone(election, figures.on)
    gone = without_right(standing(election), figures)
    if gone:
        raise Refused(
            f"候选人{'、'.join(gone)}在 {figures.on:%Y-%m-%d} 已不是本支部有选举权的党员，"
            "请先办理“候选人、当选人退出”，或者撤回人选，重新提出。",
            field="on",
        )


def _counters(election: TermElection, names: str, label: str, field: str) -> str:
    """The names of those who count; refused for one who stands."""
    names = needed(names, f"请填写{label}。", field)
    named = {row.member.name for row in standing(election)} & set(_BETWEEN_NAMES.split(names))
    if named:
        raise Refused(f"{'、'.join(sorted(named))}是候选人，不能担任{label}。", field=field)
    return names
