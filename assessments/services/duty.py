"""Duty reviews: recorded with the questions and the votes, changed, voided, all by the committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.choices import Tier
from assessments.duty import Votes, result_of
from assessments.models import DutyQuestion, DutyReview
from assessments.selectors.duty import secretary_on, year_rated
from branches.models import Branch, Court
from core import audit
from core.changes import save_change
from core.errors import Refused
from rectification.services.steps import key_of, needed

MOST_QUESTIONS = 30


@dataclass(frozen=True)
class Asked:
    """One question with its answer."""

    question: str
    asker: str = ""
    answer: str = ""


@transaction.atomic
def duty_review_record(
    *,
    court: Court,
    tier: str,
    branch: Branch | None,
    questions: Sequence[Asked],
    by: Any,
    on: date,
    submission_key: UUID | None = None,
    **facts: Any,
) -> DutyReview:
    """`facts`: year, held_on, person, person_name, report, comment, present, good, fair, ordinary, poor. Nobody named
    for a branch: who held its post of secretary that day. A form that was sent twice makes one."""
    _lock(court)
    key = key_of(submission_key, court.pk, tier, branch.pk if branch else "", facts["year"])
    sent = DutyReview.objects.within(court).filter(submission_key=key).first() if key else None
    if sent is not None:
        return sent
    review = DutyReview(court=court, tier=tier, branch=branch, submission_key=key, recorded_by=by)
    for name, value in _settled(review, facts, on).items():
        setattr(review, name, value)
    review.full_clean()
    review.save()
    _set_questions(review, questions)
    detail = {"year": review.year, "tier": review.get_tier_display(), "result": review.get_result_display()}
    audit.record(actor=by, action="assessments.duty_review_record", subject=review, detail=detail)
    return review


@transaction.atomic
def duty_review_change(
    *, review: DutyReview, version: int, questions: Sequence[Asked], by: Any, on: date, **facts: Any
) -> DutyReview:
    """Change what was recorded; whose review it is (tier and branch) stays. The stars that were counted from it lock
    it once they are published."""
    current = _hold(review)
    _refuse_rated(current, current.year, facts["year"], doing="修改")
    values = _settled(current, facts, on)
    detail = save_change(
        review,
        DutyReview.objects.within(current.court),
        values=values,
        by=by,
        action="assessments.duty_review_record",
        version=version,
        unspoken=("report", "comment"),
    )
    if _set_questions(review, questions) and not detail:
        audit.record(
            actor=by, action="assessments.duty_review_record", subject=review, detail={"changed": ["questions"]}
        )
    return review


@transaction.atomic
def duty_review_void(*, review: DutyReview, reason: str, by: Any, at: datetime) -> DutyReview:
    """One recorded by mistake stays on record with the reason, and counts nowhere."""
    current = _hold(review)
    _refuse_rated(current, current.year, doing="作废")
    values = {"voided_at": at, "voided_by": by, "void_reason": needed(reason, "请填写作废原因。", "reason")}
    rows = DutyReview.objects.within(current.court)
    save_change(current, rows, values=values, by=by, action="assessments.duty_review_void")
    return current


def _lock(court: Court) -> None:
    Court.objects.within(court).select_for_update(no_key=True).get()


def _hold(review: DutyReview) -> DutyReview:
    """The review as it is now; refused for one that is voided."""
    _lock(review.court)
    current = DutyReview.objects.within(review.court).select_related("court", "branch").get(pk=review.pk)
    if current.voided_at is not None:
        raise Refused("这条述职评议已作废。")
    return current


def _refuse_rated(review: DutyReview, *years: int, doing: str) -> None:
    """What published stars were counted from stays as it is."""
    year = year_rated(review, *years)
    if year is not None:
        words = f"{year}年度星级评定已公布，述职评议结果已经计入，不能{doing}"
        raise Refused(f"{words}；确需更正的，请先收回星级评定的公布。")


def _settled(review: DutyReview, facts: dict[str, Any], on: date) -> dict[str, Any]:
    """The columns of what was typed, checked."""
    _check_place(review, facts, on)
    _check_once(review, facts["year"])
    return {**facts, **_who(review, facts), "result": _result(facts)}


def _check_place(review: DutyReview, facts: dict[str, Any], on: date) -> None:
    year, held_on = facts["year"], facts["held_on"]
    if review.tier == Tier.BRANCH_SECRETARY and review.branch is None:
        raise Refused("请选择党支部。", field="branch")
    if review.tier != Tier.BRANCH_SECRETARY and review.branch is not None:
        raise Refused(f"{review.get_tier_display()}述职不用选党支部。", field="branch")
    if held_on > on:
        raise Refused(f"评议日期 {held_on:%Y-%m-%d} 还没有到，评议以后再登记。", field="held_on")
    if not year <= held_on.year <= year + 1:
        raise Refused(f"{year}年度的述职评议应在 {year} 年或 {year + 1} 年进行，请核对年度和日期。", field="held_on")
    if review.branch and review.branch.court_id != review.court_id:
        raise Refused("只能登记本院的党支部。", field="branch")
    if review.branch and not review.branch.exists_on(held_on):
        raise Refused(f"{held_on:%Y-%m-%d} 没有{review.branch}。", field="held_on")
    if facts.get("person") and facts["person"].court_id != review.court_id:
        raise Refused("这个人不在本院花名册上，请重新选择。", field="person")


def _check_once(review: DutyReview, year: int) -> None:
    rows = DutyReview.objects.within(review.court).filter(year=year, tier=review.tier, branch=review.branch)
    if rows.filter(voided_at__isnull=True).exclude(pk=review.pk).exists():
        whose = f"{review.branch}书记" if review.branch else review.get_tier_display()
        raise Refused(f"{whose}{year}年度的述职评议已经登记，一年一次。", field="year")


def _who(review: DutyReview, facts: dict[str, Any]) -> dict[str, Any]:
    """The member chosen, or the name typed; neither, of a branch: who held its post of secretary that day."""
    person, name = facts.get("person"), (facts.get("person_name") or "").strip()
    if person is None and not name and review.branch:
        person = secretary_on(review.branch, facts["held_on"])
        if person is None:
            words = f"{facts['held_on']:%Y-%m-%d} 没有登记{review.branch}的书记，请选择述职人或填写姓名。"
            raise Refused(words, field="person")
    name = person.name if person else name
    return {"person": person, "person_name": needed(name, "请选择述职人或填写姓名。", "person")}


def _result(facts: dict[str, Any]) -> str:
    votes = Votes(*(facts[name] for name in ("good", "fair", "ordinary", "poor")))
    if not votes.cast:
        raise Refused("还没有一张票，不能得出综合评价，请填写各等次的票数。", field="good")
    if votes.cast > facts["present"]:
        words = f"到会 {facts['present']} 人，投票 {votes.cast} 张：多了 {votes.cast - facts['present']} 张，请核对。"
        raise Refused(words, field="present")
    return result_of(votes)


def _set_questions(review: DutyReview, questions: Sequence[Asked]) -> bool:
    """Put them in the place of those there were; whether anything differs."""
    if len(questions) > MOST_QUESTIONS:
        raise Refused(f"提问最多登记 {MOST_QUESTIONS} 条，请合并相近的。", field="questions")
    rows = DutyQuestion.objects.within(review.court).filter(review=review)
    kept = [Asked(row.question, row.asker, row.answer) for row in rows]
    if kept == list(questions):
        return False
    rows.delete()
    for order, each in enumerate(questions, start=1):
        row = DutyQuestion(review=review, order=order, question=each.question, asker=each.asker, answer=each.answer)
        row.full_clean()
        row.save()
    return True
