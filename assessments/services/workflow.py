"""The way of an assessment: published to its branches, closed, opened again. Every move is a step that stays."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from activities.services import period_lock, period_unlock
from activities.services.locks import locks_in_force
from assessments.choices import AssessmentState, AssessmentStepKind
from assessments.models import Assessment, AssessmentStep, Rating
from assessments.selectors.links import page_of
from assessments.selectors.sheets import Sheet, sheet_within
from assessments.selectors.unsettled import Unsettled, too_early, unsettled
from assessments.services.holding import hold
from branches.models import Branch
from core import audit
from core.changes import CONFLICT
from core.errors import EditConflict, Refused
from notices.choices import Rule
from notices.services.messages import Telling, settle, tell_branches, unsettle


@transaction.atomic
def assessment_publish(*, assessment: Assessment, version: int, by: Any, on: date, at: datetime) -> Assessment:
    """Show the branches their scores; from `on` they may object for as many days as the standard says. What is not
    settled yet makes scores provisional. Refused before the span is over and wholly computed; published again, nothing
    happens twice."""
    current = hold(assessment)
    if current.state == AssessmentState.PUBLISHED:
        return current
    _ensure(current, AssessmentState.COMPUTED, doing="公布")
    _ensure_version(current, version)
    _refuse(too_early(current, on))
    sheet = sheet_within(current)
    current.medians = sheet.medians()
    current.published_on = on
    current.objections_until = on + timedelta(current.standard.objection_days)
    _move(current, AssessmentState.PUBLISHED, AssessmentStepKind.PUBLISHED, by=by, on=on)
    settle(current.court, Rule.ASSESSMENT_COMPUTED, str(current.pk))
    words = f"请查看本支部的得分和依据，有异议的，请在{_day(current.objections_until)}（含当天）前提出。"
    _tell(sheet, Rule.ASSESSMENT_PUBLISHED, f"{current}已公布", words, at)
    audit.record(actor=by, action="assessments.assessment_publish", subject=current, detail=_detail(current))
    return current


@transaction.atomic
def assessment_close(*, assessment: Assessment, version: int, by: Any, on: date) -> Assessment:
    """Nothing changes any more, and the quarter's records are locked. Refused while anything is not settled, each
    reason by its words. Closed again, nothing happens twice."""
    current = hold(assessment)
    if current.is_closed:
        return current
    _ensure(current, AssessmentState.PUBLISHED, doing="定稿")
    _ensure_version(current, version)
    sheet = sheet_within(current)
    _refuse(unsettled(sheet, on))
    # What reviewers gave after objections counts in them too.
    current.medians = sheet.medians()
    current.closed_on = on
    current.lock = _lock(current, by, on)
    _move(current, AssessmentState.CLOSED, AssessmentStepKind.CLOSED, by=by, on=on)
    audit.record(actor=by, action="assessments.assessment_close", subject=current, detail=_detail(current))
    return current


@transaction.atomic
def assessment_reopen(
    *, assessment: Assessment, version: int, reason: str, by: Any, on: date, at: datetime
) -> Assessment:
    """Take a published or closed assessment back to its reviewers. What it locked is opened; its branches are told, and
    see their scores again when it is published anew."""
    current = hold(assessment)
    if current.state == AssessmentState.COMPUTED:
        raise EditConflict(f"{current}还在评审，不用重新开放。")
    _ensure_version(current, version)
    reason = reason.strip()
    if not reason:
        raise Refused("请填写重新开放的原因。", field="reason")
    _ensure_not_rated(current)
    lock, current.lock = current.lock, None
    current.published_on = current.objections_until = current.closed_on = None
    current.medians = {}
    _move(current, AssessmentState.COMPUTED, AssessmentStepKind.REOPENED, by=by, on=on, reason=reason)
    # Only now: what is closed holds its lock.
    if lock is not None and lock.reopened_on is None:
        period_unlock(lock=lock, reason=f"{current}重新开放：{reason}"[:200], by=by, on=on)
    unsettle(current.court, Rule.ASSESSMENT_COMPUTED, str(current.pk))
    words = f"机关党委将重新评审，再次公布前看不到得分。原因：{reason}"
    _tell(sheet_within(current), Rule.ASSESSMENT_REOPENED, f"{current}重新评审", words, at)
    detail = {**_detail(current), "reason": reason}
    audit.record(actor=by, action="assessments.assessment_reopen", subject=current, detail=detail)
    return current


def _lock(assessment: Assessment, by: Any, on: date) -> Any:
    """The lock of the quarter, if this is what locks it; a year locks nothing."""
    span = assessment.span
    if span.is_year:
        return None
    if locks_in_force(assessment.court).filter(year=span.year, quarter=span.quarter).exists():
        return None
    reason = f"{assessment}已定稿"
    return period_lock(court=assessment.court, year=span.year, quarter=span.quarter, reason=reason, by=by, on=on)


def _ensure(assessment: Assessment, state: AssessmentState, *, doing: str) -> None:
    if assessment.state != state:
        now_is = assessment.get_state_display()
        raise EditConflict(f"{assessment}现在是“{now_is}”，不能{doing}。请刷新页面，看看现在的情况。")


def _refuse(open_points: Collection[Unsettled]) -> None:
    if open_points:
        raise Refused(*(point.words for point in open_points))


def _ensure_version(assessment: Assessment, version: int) -> None:
    if assessment.version != version:
        raise EditConflict(CONFLICT)


def _ensure_not_rated(assessment: Assessment) -> None:
    """The stars of the year rest on its assessments."""
    rated = Rating.objects.within(assessment.court).filter(year=assessment.year, published_on__isnull=False)
    if rated.exists():
        raise Refused(f"{assessment.year}年度星级评定已公布，依据的考评不能再改；确需重新评审的，请先收回星级评定。")


def _move(assessment: Assessment, state: AssessmentState, kind: str, *, by: Any, on: date, reason: str = "") -> None:
    assessment.state = state
    assessment.version += 1
    assessment.full_clean()
    assessment.save()
    AssessmentStep.objects.create(
        court_id=assessment.court_id,
        assessment=assessment,
        kind=kind,
        revision=assessment.revision,
        on=on,
        reason=reason,
        recorded_by=by,
    )


def _tell(sheet: Sheet, rule: str, title: str, words: str, at: datetime) -> None:
    """Each time anew: the version names which time."""
    branches: list[Branch] = []
    for row in sheet.rows:
        row.branch.court = sheet.assessment.court
        branches.append(row.branch)
    about = f"{sheet.assessment.pk}.{sheet.assessment.version}"
    tell_branches(branches, Telling(rule, about, title, words, page_of(sheet.assessment)), at=at)


def _detail(assessment: Assessment) -> dict[str, Any]:
    return {"span": assessment.span.code, "revision": assessment.revision}


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
