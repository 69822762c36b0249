"""Findings of inspections: written down, made into problems with a deadline, rechecked."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from branches.models import Branch
from core import audit
from core.changes import save_change
from core.errors import Refused
from rectification.choices import CLOSES, SAYS_DONE, Nature, ProblemState
from rectification.models import Finding, Inspection, InspectionBranch, Measure, Problem, Recheck
from rectification.selectors.findings import is_put_right, is_waiting
from rectification.services.closing import close_out_send_back, problem_reopen
from rectification.services.inspections import branch_checked, hold_inspection
from rectification.services.measures import measure_send_back
from rectification.services.opening import problem_open
from rectification.services.steps import hold, key_of, last_of, needed, refuse_own, state_now, void


@transaction.atomic
def findings_enter(
    *,
    inspection: Inspection,
    branch: Branch,
    checked_on: date,
    looked_at: str,
    lines: Sequence[dict[str, Any]],
    on: date,
    by: Any,
    submission_key: UUID | None = None,
) -> list[Finding]:
    """Several findings of one branch at once; that it was checked is written down with the first of them. A form that
    was sent twice (`submission_key`) makes each of its lines one finding."""
    current = hold_inspection(inspection, doing="登记问题")
    visit = InspectionBranch.objects.within(current.court).filter(inspection=current, branch=branch).first()
    if visit is None:
        facts = {"checked_on": checked_on, "looked_at": looked_at}
        visit = branch_checked(inspection=current, branch=branch, version=0, on=on, by=by, **facts)
    made = []
    for number, line in enumerate(lines, start=1):
        try:
            key = key_of(submission_key, current.pk, branch.pk, number, line["text"])
            made.append(_sent_before(visit, key) or finding_add(visit=visit, by=by, submission_key=key, **line))
        except Refused as refused:
            raise Refused(*(f"第 {number} 条：{reason}" for reason in refused.reasons)) from None
    return made


def _sent_before(visit: InspectionBranch, key: UUID | None) -> Finding | None:
    return visit.findings.filter(submission_key=key).first() if key else None


@transaction.atomic
def finding_add(*, visit: InspectionBranch, by: Any, **facts: Any) -> Finding:
    """`facts`: text, due_on, aspect, nature, submission_key."""
    current = hold_inspection(visit.inspection, doing="登记问题")
    if visit.found_nothing:
        raise Refused("已注明这个支部未发现问题，请先修改检查结论。")
    _check_due(visit, facts["due_on"])
    highest = current.findings.aggregate(models.Max("number"))["number__max"] or 0
    owner = {"court_id": visit.court_id, "branch_id": visit.branch_id, "inspection": current, "visit": visit}
    finding = Finding(**owner, number=highest + 1, **facts)
    finding.full_clean()
    finding.save()
    detail = {"text": finding.text, "due_on": finding.due_on.isoformat()}
    audit.record(actor=by, action="rectification.finding_add", subject=finding, detail=detail)
    return finding


def _check_due(visit: InspectionBranch, due_on: date) -> None:
    if due_on < visit.checked_on:
        raise Refused(f"整改期限不能早于检查日期 {visit.checked_on:%Y-%m-%d}。", field="due_on")


@transaction.atomic
def finding_change(*, finding: Finding, version: int, by: Any, **facts: Any) -> Finding:
    """Change the words of a finding that is no problem yet; afterwards the problem is changed."""
    current = _hold_loose(finding, doing="修改")
    _check_due(current.visit, facts.get("due_on", current.due_on))
    rows = Finding.objects.within(current.inspection.court)
    save_change(finding, rows, values=facts, by=by, action="rectification.finding_change", version=version)
    return finding


@transaction.atomic
def finding_void(*, finding: Finding, reason: str, by: Any, at: datetime) -> Finding:
    """A finding entered by mistake counts on no day; it stays to be read with the reason."""
    current = _hold_loose(finding, doing="作废")
    reason = needed(reason, "请写明作废的原因。", "reason")
    void(current, reason=reason, by=by, at=at)
    audit.record(actor=by, action="rectification.finding_void", subject=current, detail={"reason": reason})
    return current


def _hold_loose(finding: Finding, *, doing: str) -> Finding:
    """A finding of an open inspection that is no problem yet, as it is now."""
    inspection = hold_inspection(finding.inspection, doing=doing)
    current = _now(finding)
    current.inspection = inspection
    if current.voided_at is not None:
        raise Refused("这条发现的问题已作废。")
    if _live_problem(current) is not None:
        raise Refused(f"已经列为整改问题，不能{doing}；请在整改问题里办理。")
    return current


def _now(finding: Finding) -> Finding:
    rows = Finding.objects.within(finding.court).select_related("visit", "problem", "branch", "inspection__court")
    return rows.get(pk=finding.pk)


def _live_problem(finding: Finding) -> Problem | None:
    problem = finding.problem
    return problem if problem is not None and problem.voided_at is None else None


# --- Into problems ------------------------------------------------------------------------------


@transaction.atomic
def findings_to_problems(*, findings: Iterable[Finding], on: date, by: Any) -> list[Problem]:
    """A problem of the branch for each of the findings that is none yet; the link leads both ways."""
    chosen = [_hold_of_problem(finding) for finding in findings]
    return [_problem_of(finding, on=on, by=by) for finding in chosen if _live_problem(finding) is None]


def _hold_of_problem(finding: Finding) -> Finding:
    """The finding as it is now, locked: of two who make a problem of it the second makes none. Its inspection is held
    first, as by whoever voids that."""
    list(Inspection.objects.within(finding.court).select_for_update().filter(pk=finding.inspection_id))
    Finding.objects.within(finding.court).select_for_update().get(pk=finding.pk)
    current = _now(finding)
    if current.voided_at is not None or current.inspection.voided_at is not None:
        raise Refused(f"“{current}”已作废，不能列为整改问题。")
    return current


def _problem_of(finding: Finding, *, on: date, by: Any) -> Problem:
    inspection = finding.inspection
    problem = problem_open(
        court=inspection.court,
        branches=(finding.branch,),
        on=on,
        by=by,
        title=finding.text,
        detail=_detail_of(finding),
        source=inspection.get_kind_display(),
        opened_on=finding.visit.checked_on,
        due_on=finding.due_on,
    )
    finding.problem = problem
    finding.version += 1
    finding.full_clean()
    finding.save(update_fields=["problem", "version"])
    detail = {"number": problem.number}
    audit.record(actor=by, action="rectification.findings_to_problems", subject=finding, detail=detail)
    return problem


def _detail_of(finding: Finding) -> str:
    parts = [f"{finding.inspection}发现。"]
    if finding.aspect:
        parts.append(f"对应指标：{finding.aspect}。")
    if finding.nature:
        parts.append(f"建议{Nature(finding.nature).label}。")
    return "".join(parts)


# --- Rechecks -----------------------------------------------------------------------------------


@transaction.atomic
def finding_recheck(
    *,
    finding: Finding,
    passed: bool,
    text: str,
    rechecked_on: date,
    on: date,
    by: Any,
    measures: Sequence[Measure] = (),
    until: date | None = None,
) -> Recheck:
    """The committee looks again, never who put it right. Where it did not pass, a closed problem is open again, a
    close-out that was asked for is sent back, and `measures` are to be done again by `until`."""
    current = _now(finding)
    problem = _live_problem(current)
    if problem is None:
        raise Refused("还没有列为整改问题，不能复查。")
    problem = hold(problem)
    refuse_own(problem, by)
    if not is_put_right(problem):
        raise Refused("还没有整改完。等整改措施都完成、或者问题销号以后再复查。")
    if passed and not is_waiting(current):
        raise Refused("已经登记过复查，之后没有新的整改，不用再复查。")
    _check_day(current, problem, rechecked_on, on)
    if not passed:
        text = needed(text, "请写明哪里没有整改到位，支部据此继续整改。", "text")
    said = {"on": rechecked_on, "passed": passed, "text": text.strip()}
    sent = None if is_waiting(current) else current.rechecks.filter(**said).first()
    if sent is not None:
        return sent  # the same form once more
    recheck = Recheck(
        court_id=current.court_id,
        branch_id=current.branch_id,
        finding=current,
        **said,
        after=problem.steps.aggregate(models.Max("order"))["order__max"] or 0,
        recorded_by=by,
    )
    recheck.full_clean()
    recheck.save()
    detail = {"on": rechecked_on.isoformat(), "passed": passed, "text": recheck.text}
    audit.record(actor=by, action="rectification.finding_recheck", subject=current, detail=detail)
    if not passed:
        words = {"reason": recheck.text, "on": rechecked_on, "today": on, "by": by}
        _again(problem, measures, until=until, **words)
    return recheck


def _check_day(finding: Finding, problem: Problem, rechecked_on: date, today: date) -> None:
    if rechecked_on > today:
        raise Refused(f"复查日期 {rechecked_on:%Y-%m-%d} 还没有到。", field="rechecked_on")
    last = last_of(problem.steps, (*CLOSES, *SAYS_DONE))
    before = finding.rechecks.order_by("-on").first()
    if last is not None and rechecked_on < last.on:
        raise Refused(f"复查日期不能早于整改完成的 {last.on:%Y-%m-%d}。", field="rechecked_on")
    if before is not None and rechecked_on < before.on:
        raise Refused(f"复查日期不能早于上次复查的 {before.on:%Y-%m-%d}。", field="rechecked_on")


def _again(problem: Problem, measures: Sequence[Measure], **words: Any) -> None:
    state = state_now(problem)
    if state is ProblemState.CLOSED:
        problem_reopen(problem=problem, measures=measures, **words)
    elif state is ProblemState.CLOSE_ASKED:
        close_out_send_back(problem=problem, measures=measures, **words)
    elif not measures:
        raise Refused("请勾选需要重新整改的措施。", field="measures")
    else:
        for measure in measures:
            measure_send_back(measure=measure, **words)
