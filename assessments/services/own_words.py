"""What a branch says of itself and against its scores, and what the committee answers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.choices import AssessmentState, ObjectionState
from assessments.models import Assessment, Objection, SelfAssessment
from assessments.selectors.scores import may_object, present_score
from assessments.selectors.self_assessment import codes_asked, own_words
from assessments.services.holding import ensure_not_own, hold
from branches.models import Branch
from core import audit
from core.changes import CONFLICT
from core.errors import EditConflict, Refused
from notices.choices import Rule
from notices.services.messages import Telling, settle, tell_branches, tell_committee

# What a branch says of one indicator: {"points": "3.00" or "", "text": …}.
Words = dict[str, str]


@transaction.atomic
def self_assess(
    *, assessment: Assessment, branch: Branch, entries: dict[str, Words], version: int, by: Any, on: date
) -> SelfAssessment:
    """Keep what the branch says of the indicators that the data does not answer; others are left out. `version`: of
    what was read, 0 for nothing."""
    held = hold(assessment)
    if held.state != AssessmentState.COMPUTED:
        raise Refused("考评已公布，不能再自评。有不同意见的，可以提出异议。")
    asked = codes_asked(present_score(held, branch))
    kept = {code: words for code, words in entries.items() if code in asked and any(words.values())}
    row = own_words(held, branch)
    if (row.version if row else 0) != version:
        raise EditConflict(CONFLICT)
    if row is None:
        row = SelfAssessment(court_id=held.court_id, branch=branch, assessment=held)
    else:
        row.version += 1
    row.entries, row.written_on, row.written_by = kept, on, by
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as fault:
        raise EditConflict(CONFLICT) from fault
    audit.record(actor=by, action="assessments.self_assess", subject=row, detail={"codes": sorted(kept)})
    return row


@transaction.atomic
def objection_raise(
    *,
    assessment: Assessment,
    branch: Branch,
    code: str,
    text: str,
    by: Any,
    on: date,
    at: datetime,
    key: UUID | None = None,
) -> Objection:
    """Against one indicator, or without a code against the whole. Sent again, it is one; the committee is told."""
    held = hold(assessment)
    own = Objection.objects.within(branch)
    known = own.filter(submission_key=key).first() if key else None
    if known is not None:
        return known
    if not may_object(held, on):
        raise Refused(_too_late(held))
    if code and code not in present_score(held, branch).scores:
        raise Refused("这次考评里没有这个指标。", field="code")
    if own.filter(assessment=held, code=code, state=ObjectionState.OPEN).exists():
        raise Refused("对这一项已经提出异议，请等待答复。", field="code")
    row = Objection(
        court_id=held.court_id,
        branch=branch,
        assessment=held,
        code=code,
        text=text.strip(),
        raised_on=on,
        raised_by=by,
        submission_key=key,
    )
    row.full_clean()
    row.save()
    words = f"{branch}对{held}提出异议，请书面答复。"
    telling = Telling(Rule.OBJECTION_RAISED, str(row.pk), f"{branch}的考评异议待答复", words, _answer_path(row))
    tell_committee(held.court, telling, at=at)
    audit.record(actor=by, action="assessments.objection_raise", subject=row, detail={"code": code})
    return row


@transaction.atomic
def objection_answer(
    *, objection: Objection, accepted: bool, answer: str, by: Any, on: date, at: datetime
) -> Objection:
    """The committee's answer in writing. An accepted one opens its indicator for a review until the assessment is
    closed; the branch is told, and the committee's message that it waits is settled."""
    held = hold(objection.assessment)
    row = Objection.objects.within(objection.branch).select_for_update(of=("self",)).get(pk=objection.pk)
    if row.state != ObjectionState.OPEN:
        raise Refused("这条异议已经答复过。")
    if held.is_closed:
        raise Refused("考评已定稿，不能再答复。")
    if row.raised_by_id == by.pk:
        raise Refused("不能答复自己提出的异议，请由机关党委其他人答复。")
    ensure_not_own(row.branch, by, "本支部的异议不能由自己答复，请由机关党委其他人答复。")
    row.state = ObjectionState.ACCEPTED if accepted else ObjectionState.REFUSED
    row.answer, row.answered_on, row.answered_by = answer.strip(), on, by
    row.answered_version = held.version
    row.full_clean()
    row.save()
    settle(held.court, Rule.OBJECTION_RAISED, str(row.pk))
    branch = Branch.objects.within(held.court).select_related("court").get(pk=row.branch_id)
    words = f"机关党委已答复：{row.get_state_display()}。{row.answer}"
    title = f"{held}的异议已答复"
    tell_branches([branch], Telling(Rule.OBJECTION_ANSWERED, str(row.pk), title, words, _score_path(row)), at=at)
    audit.record(actor=by, action="assessments.objection_answer", subject=row, detail={"state": row.state})
    return row


def _too_late(assessment: Assessment) -> str:
    if assessment.state == AssessmentState.COMPUTED:
        return "考评还没有公布，公布以后才能提出异议。"
    if assessment.is_closed:
        return "考评已定稿，不能再提出异议。"
    return f"异议截止到 {assessment.objections_until:%Y-%m-%d}，已经过了。"


def _answer_path(row: Objection) -> str:
    return reverse("assessments:objection_answer", args=[row.pk])


def _score_path(row: Objection) -> str:
    return f"{reverse('assessments:score', args=[row.assessment_id, row.branch_id])}#objections"
