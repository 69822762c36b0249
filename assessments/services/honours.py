"""Quarterly honours: recorded, changed, voided, all by the committee."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from assessments.choices import HonourKind
from assessments.models import Honour
from assessments.periods import Span
from branches.models import Court, Membership
from core import audit
from core.changes import refused_if_taken, save_change
from core.dates import overlapping
from core.errors import Refused
from rectification.services.steps import key_of, needed


@transaction.atomic
def honour_record(
    *, court: Court, kind: str, by: Any, on: date, submission_key: UUID | None = None, **facts: Any
) -> Honour:
    """`facts`: year, quarter, branch, group, member, title, deeds, awarded_on, number; what the kind doesn't ask is
    left out. A form that was sent twice makes one."""
    _lock(court)
    names = (facts["year"], facts["quarter"], facts["branch"], facts["group"], facts["member"], facts["title"])
    key = key_of(submission_key, court.pk, kind, *(getattr(each, "pk", each) for each in names))
    sent = Honour.objects.within(court).filter(submission_key=key).first() if key else None
    if sent is not None:
        return sent
    honour = Honour(court=court, kind=kind, submission_key=key, recorded_by=by)
    for name, value in _settled(honour, facts, on).items():
        setattr(honour, name, value)
    honour.full_clean()
    with refused_if_taken(_taken(honour), field="quarter"):
        honour.save()
    detail = {"kind": honour.get_kind_display(), "period": honour.period, "whom": honour.whom}
    audit.record(actor=by, action="assessments.honour_record", subject=honour, detail=detail)
    return honour


@transaction.atomic
def honour_change(*, honour: Honour, version: int, by: Any, on: date, **facts: Any) -> Honour:
    """Change what was recorded; its kind stays."""
    current = _hold(honour)
    values = _settled(current, facts, on)
    rows = Honour.objects.within(current.court)
    save_change(
        honour, rows, values=values, by=by, action="assessments.honour_change", version=version, unspoken=("deeds",)
    )
    return honour


@transaction.atomic
def honour_void(*, honour: Honour, reason: str, by: Any, at: datetime) -> Honour:
    """One recorded by mistake stays on record with the reason, for the committee."""
    current = _hold(honour)
    values = {"voided_at": at, "voided_by": by, "void_reason": needed(reason, "请填写作废原因。", "reason")}
    rows = Honour.objects.within(current.court)
    save_change(current, rows, values=values, by=by, action="assessments.honour_void")
    return current


def _lock(court: Court) -> None:
    Court.objects.within(court).select_for_update(no_key=True).get()


def _hold(honour: Honour) -> Honour:
    _lock(honour.court)
    current = Honour.objects.within(honour.court).select_related("court").get(pk=honour.pk)
    if current.voided_at is not None:
        raise Refused("这项荣誉已作废。")
    return current


def _settled(honour: Honour, facts: dict[str, Any], on: date) -> dict[str, Any]:
    """The columns of what was typed, checked; only those that the kind asks."""
    values = {**facts, **_whose(honour.kind, facts)}
    span = Span(facts["year"], facts["quarter"])
    _check_days(span, facts["awarded_on"], on)
    _check_place(honour, values, span)
    _check_once(honour, values)
    return values


def _whose(kind: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Of whom it is: a branch, a group with its branch, or a post with who holds it."""
    branch, group, member, title = facts["branch"], facts["group"], facts["member"], facts["title"].strip()
    if kind == HonourKind.MODEL_GROUP:
        if group is None:
            raise Refused("请选择党小组。", field="group")
        return {"branch": group.branch, "group": group, "member": None, "title": ""}
    if kind == HonourKind.PIONEER_POST:
        if not title and member is None:
            raise Refused("请填写岗位名称，或者选择党员。", field="title")
        branch = branch or (member.branch if member else None)
    else:
        member, title = None, ""
    if branch is None:
        raise Refused("请选择党支部。", field="branch")
    return {"branch": branch, "group": None, "member": member, "title": title}


def _check_days(span: Span, awarded_on: date, on: date) -> None:
    if awarded_on > on:
        raise Refused(f"授予日期 {awarded_on:%Y-%m-%d} 还没有到，授予以后再登记。", field="awarded_on")
    if awarded_on < span.start:
        raise Refused(f"授予日期早于{span.label}，请核对季度和日期。", field="awarded_on")


def _check_place(honour: Honour, values: dict[str, Any], span: Span) -> None:
    branch, group, member = values["branch"], values["group"], values["member"]
    day = min(span.end, values["awarded_on"])
    if branch.court_id != honour.court_id:
        raise Refused("只能授予本院的党支部。", field="branch")
    if not branch.exists_on(day):
        raise Refused(f"{span.label}没有{branch}，请重新选择。", field="group" if group else "branch")
    if group and not group.exists_on(day):
        raise Refused(f"{span.label}没有{branch}{group}，请重新选择。", field="group")
    stays = Membership.objects.within(branch).filter(overlapping(span.start, span.end), member=member)
    if member and not stays.exists():
        raise Refused(f"{member}{span.label}不在{branch}，请重新选择。", field="member")


def _check_once(honour: Honour, values: dict[str, Any]) -> None:
    names = ("year", "quarter", "branch", "group", "member", "title")
    same = Honour.objects.within(honour.court).filter(
        kind=honour.kind, voided_at__isnull=True, **{name: values[name] for name in names}
    )
    if same.exclude(pk=honour.pk).exists():
        made = Honour(kind=honour.kind, **{name: values[name] for name in names})
        raise Refused(_taken(made), field="quarter")


def _taken(honour: Honour) -> str:
    return f"{honour.whom}的{honour}已经登记过，不用再登记。"
