"""Inspections and the branches that were checked: written down while the inspection is open, by the committee."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from activities.models.locks import quarter_of
from branches.models import Branch, Court
from core import audit
from core.changes import CONFLICT, GONE, refused_if_taken, save_change
from core.errors import EditConflict, Refused
from rectification.choices import InspectionKind
from rectification.models import Finding, Inspection, InspectionBranch
from rectification.selectors.inspections import unchecked_branches
from rectification.services.steps import key_of, needed, void

TAKEN = "{}已经有季度检查，一个季度一次；补充检查请选“专题检查”或“随机抽查”。"


@transaction.atomic
def inspection_create(*, court: Court, by: Any, submission_key: UUID | None = None, **facts: Any) -> Inspection:
    """`facts`: kind, title, year and quarter of a quarterly one, held_on, until, inspectors, basis. A form that was
    sent twice (`submission_key`) makes one inspection."""
    Court.objects.within(court).select_for_update(no_key=True).get()
    key = key_of(submission_key, court.pk, facts["kind"], facts["title"], facts["held_on"])
    sent = Inspection.objects.within(court).filter(submission_key=key).first() if key else None
    if sent is not None:
        return sent
    inspection = Inspection(court=court, submission_key=key, **facts)
    _set_period(inspection)
    inspection.title = inspection.title.strip() or _own_title(inspection)
    _save_checked(inspection)
    audit.record(
        actor=by, action="rectification.inspection_create", subject=inspection, detail={"period": inspection.period}
    )
    return inspection


def _set_period(inspection: Inspection) -> None:
    if not inspection.is_quarterly:
        inspection.year, inspection.quarter = quarter_of(inspection.held_on)
    elif inspection.year is None or inspection.quarter is None:
        raise Refused("请选择检查的是哪个季度。", field="quarter")


def _own_title(inspection: Inspection) -> str:
    if not inspection.is_quarterly:
        raise Refused("请填写检查名称。", field="title")
    return f"{inspection.period}党支部工作检查"


def _save_checked(inspection: Inspection) -> None:
    _check_taken(inspection)
    inspection.full_clean()
    with refused_if_taken(TAKEN.format(inspection.period), field="quarter"):
        inspection.save()


def _check_taken(inspection: Inspection) -> None:
    same = {"year": inspection.year, "quarter": inspection.quarter, "kind": InspectionKind.QUARTERLY}
    rows = Inspection.objects.within(inspection.court).filter(**same, voided_at__isnull=True)
    if inspection.is_quarterly and rows.exclude(pk=inspection.pk).exists():
        raise Refused(TAKEN.format(inspection.period), field="quarter")
    if inspection.until is not None and inspection.until < inspection.held_on:
        raise Refused("结束日期不能早于检查日期。", field="until")


@transaction.atomic
def inspection_change(*, inspection: Inspection, version: int, by: Any, **facts: Any) -> Inspection:
    """Change what it is called, when and by whom it was held; of what kind it is stays."""
    current = hold_inspection(inspection, doing="修改")
    for name, value in facts.items():
        setattr(current, name, value)
    _set_period(current)
    current.title = current.title.strip() or _own_title(current)
    _check_taken(current)
    _check_visits(current)
    values = {**facts, "title": current.title, "year": current.year, "quarter": current.quarter}
    rows = Inspection.objects.within(current.court)
    with refused_if_taken(TAKEN.format(current.period), field="quarter"):
        save_change(inspection, rows, values=values, by=by, action="rectification.inspection_change", version=version)
    return inspection


def _check_visits(inspection: Inspection) -> None:
    """No branch was checked outside the days of the inspection."""
    days = inspection.visits.aggregate(first=models.Min("checked_on"), last=models.Max("checked_on"))
    if days["first"] is not None and days["first"] < inspection.held_on:
        raise Refused(f"已有支部在 {days['first']:%Y-%m-%d} 检查，检查日期不能更晚。", field="held_on")
    if inspection.until is not None and days["last"] is not None and days["last"] > inspection.until:
        raise Refused(f"已有支部在 {days['last']:%Y-%m-%d} 检查，结束日期不能更早。", field="until")


@transaction.atomic
def inspection_close(*, inspection: Inspection, words: str, on: date, by: Any) -> Inspection:
    """Nothing more is written down. Branches that were left out of a quarterly one are accounted for in `words`."""
    current = hold_inspection(inspection, doing="结束登记")
    unsaid = [visit for visit in current.visits.select_related("branch") if not _is_concluded(visit)]
    if unsaid:
        names = "、".join(visit.branch.name for visit in unsaid)
        raise Refused(f"{names}已检查，请先登记发现的问题，或注明未发现问题。")
    if current.is_quarterly and not words.strip():
        left_out = "、".join(branch.name for branch in unchecked_branches(current))
        if left_out:
            raise Refused(f"{left_out}还没有检查，请说明原因。", field="words")
    return _set(current, by, "inspection_close", closed_on=on, closing_words=words.strip())


def _is_concluded(visit: InspectionBranch) -> bool:
    return visit.found_nothing or visit.findings.filter(voided_at__isnull=True).exists()


@transaction.atomic
def inspection_reopen(*, inspection: Inspection, reason: str, by: Any) -> Inspection:
    """Something was left out: the inspection is written in again."""
    current = _hold(inspection)
    if current.closed_on is None:
        raise Refused("检查还在登记中，不用恢复。")
    reason = needed(reason, "请写明恢复登记的原因。", "reason")
    return _set(current, by, "inspection_reopen", closed_on=None, detail={"reason": reason})


@transaction.atomic
def inspection_void(*, inspection: Inspection, reason: str, by: Any, at: datetime) -> Inspection:
    """An inspection entered by mistake counts on no day; none of its findings may have become a problem."""
    current = _hold(inspection)
    findings = Finding.objects.within(current.court).filter(inspection=current, problem__voided_at__isnull=True)
    if findings.filter(problem__isnull=False).exists():
        raise Refused("检查发现的问题已经列为整改问题，请先作废那些问题。")
    reason = needed(reason, "请写明作废的原因。", "reason")
    void(current, reason=reason, by=by, at=at)
    audit.record(actor=by, action="rectification.inspection_void", subject=current, detail={"reason": reason})
    return current


# --- Branches that were checked -----------------------------------------------------------------


@transaction.atomic
def branch_checked(
    *, inspection: Inspection, branch: Branch, version: int, on: date, by: Any, **facts: Any
) -> InspectionBranch:
    """Write down that a branch was checked, or change what was written (`version` of that, 0 for nothing yet).

    `facts`: checked_on, looked_at, conclusion, found_nothing.
    """
    current = hold_inspection(inspection, doing="登记检查情况")
    rows = InspectionBranch.objects.within(current.court)
    visit = rows.filter(inspection=current, branch=branch).first()
    if (visit is None) != (version == 0):
        raise EditConflict(GONE if visit is None else CONFLICT)
    _check_visit(current, branch, visit, facts, on)
    if visit is not None:
        save_change(visit, rows, values=facts, by=by, action="rectification.branch_check", version=version)
        return visit
    visit = InspectionBranch(court_id=current.court_id, inspection=current, branch=branch, **facts)
    visit.full_clean()
    visit.save()
    detail = {"branch": branch.name, "checked_on": visit.checked_on.isoformat(), "found_nothing": visit.found_nothing}
    audit.record(actor=by, action="rectification.branch_check", subject=visit, detail=detail)
    return visit


def _check_visit(
    inspection: Inspection, branch: Branch, visit: InspectionBranch | None, facts: dict[str, Any], on: date
) -> None:
    checked_on = facts["checked_on"]
    if branch.court_id != inspection.court_id:
        raise Refused("只能检查本院的党支部。", field="branch")
    if not branch.exists_on(checked_on):
        raise Refused(f"{checked_on:%Y-%m-%d} 没有{branch}。", field="checked_on")
    if checked_on > on:
        raise Refused(f"检查日期 {checked_on:%Y-%m-%d} 还没有到。", field="checked_on")
    if checked_on < inspection.held_on or (inspection.until is not None and checked_on > inspection.until):
        raise Refused(f"日期不在这次检查的时间里（{days_of(inspection)}）。", field="checked_on")
    findings = Finding.objects.within(branch).filter(visit=visit, voided_at__isnull=True)
    if facts.get("found_nothing") and findings.exists():
        raise Refused("已经登记了发现的问题，不能注明未发现问题。", field="found_nothing")
    if findings.filter(due_on__lt=checked_on).exists():
        raise Refused("已登记的问题整改期限早于这一天，请先核对。", field="checked_on")


def days_of(inspection: Inspection) -> str:
    """`2024-03-05 至 2024-03-20`; one day, or an open end, in words."""
    if inspection.until is None:
        return f"{inspection.held_on:%Y-%m-%d} 起"
    return f"{inspection.held_on:%Y-%m-%d} 至 {inspection.until:%Y-%m-%d}"


@transaction.atomic
def branch_unchecked(*, visit: InspectionBranch, by: Any) -> None:
    """Take back what was written of a branch by mistake; not where findings rest on it."""
    current = hold_inspection(visit.inspection, doing="删除检查情况")
    row = InspectionBranch.objects.within(current.court).filter(pk=visit.pk).first()
    if row is None:
        raise EditConflict(GONE)
    if row.findings.exists():
        raise Refused("已经登记过发现的问题，不能删除；请修改检查结论。")
    audit.record(actor=by, action="rectification.branch_uncheck", subject=row, detail={"branch": row.branch.name})
    row.delete()


# --- Holding ------------------------------------------------------------------------------------


def _hold(inspection: Inspection) -> Inspection:
    """The inspection as it is now, locked until the transaction ends."""
    rows = Inspection.objects.within(inspection.court).select_for_update(of=("self",)).select_related("court")
    current = rows.get(pk=inspection.pk)
    if current.voided_at is not None:
        raise Refused("这次检查已作废。")
    return current


def hold_inspection(inspection: Inspection, *, doing: str) -> Inspection:
    """The same; refused where nothing more is written down."""
    current = _hold(inspection)
    if current.closed_on is not None:
        raise Refused(f"检查登记已于 {current.closed_on:%Y-%m-%d} 结束，不能{doing}；确需补充的，请先恢复登记。")
    return current


def _set(
    inspection: Inspection, by: Any, action: str, *, detail: dict[str, Any] | None = None, **values: Any
) -> Inspection:
    for name, value in values.items():
        setattr(inspection, name, value)
    inspection.version += 1
    inspection.full_clean()
    inspection.save(update_fields=[*values, "version"])
    told = detail or {name: str(value) for name, value in values.items()}
    audit.record(actor=by, action=f"rectification.{action}", subject=inspection, detail=told)
    return inspection
