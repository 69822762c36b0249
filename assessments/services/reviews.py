"""What reviewers give: points, or that an indicator does not apply; a great change waits for a second reviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.choices import OPEN_STATES, ReviewState, ScoreState
from assessments.models import Assessment, BranchScore, Review, ReviewFile
from assessments.rulebook import Line
from assessments.scoring import ZERO, cents
from assessments.selectors.compute import sums_of
from assessments.selectors.overlay import Entries, entries_of, fits, reviews_standing
from assessments.selectors.scores import OpenCodes, present_score
from assessments.selectors.sentences import figure
from assessments.selectors.standards import rulebook_of
from assessments.services.holding import ensure_not_own, hold
from branches.models import Branch
from core import audit
from core.attachments import Accepted
from core.attachments.rows import stored_facts
from core.errors import Refused

NOT_OPEN = "考评已公布，这项已有得分，只有在支部提出异议并采纳以后才能再评审。"
STALE = "星级标准已修订，这项的计分规则或者满分变了，不能再同意这条评审。请选不同意，再按现在的标准评审。"
CLOSED = "考评已定稿，不能再评审。确需改动的，请先重新开放并说明原因。"


@dataclass(frozen=True)
class Given:
    """What a reviewer gives; without points, the indicator does not apply to the branch."""

    points: Decimal | None
    evidence: str
    reason: str = ""
    files: Sequence[Accepted] = ()


@transaction.atomic
def review_give(
    *,
    assessment: Assessment,
    branch: Branch,
    code: str,
    given: Given,
    by: Any,
    on: date,
    at: datetime,
    key: UUID | None = None,
) -> Review:
    """Points for one indicator of a branch, or that it does not apply. It stands at once, or waits for a second
    reviewer where it is more than the standard's number of points away from what stood, or from what two people or the
    computation stand for. Sent again, it is one."""
    held = hold(assessment)
    ensure_not_own(branch, by, "本支部的得分不能由自己评审，请由机关党委其他人评审。")
    known = Review.objects.within(branch).filter(submission_key=key).first() if key else None
    if known is not None:
        return known
    score = present_score(held, branch)
    entries = entries_of(score, reviews_standing([held]))
    _ensure_open(score, entries, code)
    if Review.objects.within(branch).filter(assessment=held, code=code, state=ReviewState.WAITS).exists():
        raise Refused("这项已有一条评审等待复核，请先复核。")
    line = rulebook_of(held.standard).line(code)
    if line is None or code not in entries:
        raise Refused("这次考评里没有这个指标。")
    entry = entries[code]
    _check(entry, given)
    review = Review(
        court_id=held.court_id,
        branch=branch,
        assessment=held,
        code=code,
        asked=line.asks,
        points=given.points,
        evidence=given.evidence.strip(),
        reason=given.reason.strip(),
        state=_state(entry, _agreed(score, line), given.points, held.standard.second_over),
        on=on,
        recorded_by=by,
        submission_key=key,
    )
    review.full_clean()
    review.save()
    _attach(review, given.files, by=by, at=at)
    detail = {"code": code, "before": entry["points"], "after": str(given.points), "state": review.state}
    audit.record(actor=by, action="assessments.score_review", subject=review, detail=detail)
    refresh_sums(score)
    return review


@transaction.atomic
def review_confirm(*, review: Review, agrees: bool, words: str, by: Any, on: date) -> Review:
    """The second reviewer's answer to one that waits. Until it is yes, what stood before counts."""
    held = hold(review.assessment)
    row = Review.objects.within(review.branch).select_for_update(of=("self",)).get(pk=review.pk)
    if row.state != ReviewState.WAITS:
        raise Refused("这条评审已经复核过。")
    if row.recorded_by_id == by.pk:
        raise Refused("须由机关党委另一人复核，不能复核自己的评审。")
    ensure_not_own(row.branch, by, "本支部的评审不能由自己复核，请由机关党委其他人复核。")
    if not agrees and not words.strip():
        raise Refused("不同意的，请写明意见。", field="words")
    score = present_score(held, row.branch)
    _ensure_open(score, entries_of(score, reviews_standing([held])), row.code)
    if agrees and not fits(row, rulebook_of(held.standard).line(row.code)):
        raise Refused(STALE)
    row.state = ReviewState.STANDS if agrees else ReviewState.REFUSED
    row.second_by, row.second_on, row.second_words = by, on, words.strip()
    row.full_clean()
    row.save()
    detail = {"code": row.code, "points": str(row.points), "state": row.state}
    audit.record(actor=by, action="assessments.review_confirm", subject=row, detail=detail)
    refresh_sums(score)
    return row


def refresh_sums(score: BranchScore) -> None:
    """Sum up what counts for the branch, reviews included."""
    sums = sums_of(entries_of(score, reviews_standing([score.assessment])).values())
    score.points, score.of, score.known_of, score.unknown = sums.points, sums.of, sums.known_of, sums.unknown
    score.save(update_fields=["points", "of", "known_of", "unknown"])


def _ensure_open(score: BranchScore, entries: Entries, code: str) -> None:
    if code not in OpenCodes(score, entries):
        raise Refused(CLOSED if score.assessment.is_closed else NOT_OPEN)


def _check(entry: dict[str, Any], given: Given) -> None:
    of, points = Decimal(entry["of"]), given.points
    if points is not None and (not ZERO <= points <= of or points != cents(points)):
        raise Refused(f"请填写 0 到 {figure(of)} 之间的得分，最多两位小数。", field="points")
    if not given.evidence.strip():
        raise Refused("请写明依据：看了什么、听了谁的意见。", field="evidence")
    if not given.reason.strip() and (points is None or entry["state"] != ScoreState.TO_REVIEW):
        raise Refused("请写明理由：为什么不用系统计算的结果或者原来的得分。", field="reason")
    if entry["state"] not in OPEN_STATES and _as_decimal(entry["points"]) == points:
        raise Refused("与现在的结果相同，不用再评审。", field="points")


def _state(entry: dict[str, Any], agreed: Decimal | None, points: Decimal | None, second_over: Decimal) -> ReviewState:
    """A review of what is not known yet stands: there is nothing that it changes."""
    if entry["state"] in OPEN_STATES:
        return ReviewState.STANDS
    of, stood = Decimal(entry["of"]), _as_decimal(entry["points"])
    away = max(_away(of, stood, points), _away(of, agreed, points))
    return ReviewState.WAITS if away > second_over else ReviewState.STANDS


def _agreed(score: BranchScore, line: Line) -> Decimal | None:
    """What not only one reviewer stands for: what a second one agreed to last, else the computation, and where that
    says nothing the first that was given. Small steps add up from here."""
    rows = Review.objects.within(score.branch).filter(assessment=score.assessment_id, code=line.code)
    given = [row for row in rows.filter(state=ReviewState.STANDS).order_by("pk") if fits(row, line)]
    confirmed = [row for row in given if row.second_by_id is not None]
    if confirmed:
        return confirmed[-1].points
    computed = score.scores[line.code]
    if computed["state"] in OPEN_STATES and given:
        return given[0].points
    return _as_decimal(computed["points"])


def _away(of: Decimal, before: Decimal | None, points: Decimal | None) -> Decimal:
    """To take an indicator out, or to bring one in, moves all of its points."""
    if before is None or points is None:
        return ZERO if before is points else of
    return abs(points - before)


def _as_decimal(points: str | None) -> Decimal | None:
    return None if points is None else Decimal(points)


def _attach(review: Review, files: Sequence[Accepted], *, by: Any, at: datetime) -> None:
    rows = ReviewFile.objects.within(review.branch).filter(review=review)
    for file in files:
        facts = stored_facts(rows, file, of="一条评审", by=by, at=at)
        row = ReviewFile(court_id=review.court_id, branch=review.branch, review=review, **facts)
        row.full_clean()
        row.save()
