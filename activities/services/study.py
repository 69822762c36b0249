"""Learning outside the branch's own activities, entered by the branch or the committee; the member sees it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.db import transaction

from activities.models import StudyRecord
from activities.services.checks.hours import HALF_AN_HOUR, MOST_STUDY_HOURS_A_DAY
from branches.models import Member
from core import audit
from core.changes import refused_if_taken, save_change
from core.errors import Refused


class LearningFacts(TypedDict):
    """What was learned, where, for how long."""

    title: str
    organizer: str
    source: str
    starts_on: date
    ends_on: date
    hours: Decimal
    is_training: bool


@transaction.atomic
def study_record(*, members: Collection[Member], facts: LearningFacts, by: Any, on: date) -> list[StudyRecord]:
    """One record for each of `members`, who learned the same together; entered on the day `on`."""
    if not members:
        raise Refused("请选择党员", field="members")
    _refuse_implausible(facts, on)
    return [_add(member, facts, by) for member in members]


def _add(member: Member, facts: LearningFacts, by: Any) -> StudyRecord:
    row = StudyRecord(court=member.court, branch=member.branch, member=member, recorded_by=by, **facts)
    _refuse_twice(row)
    row.full_clean()
    with refused_if_taken(_twice(row), field="title"):
        row.save()
    detail = {"hours": float(row.hours), "starts_on": str(row.starts_on), "title": row.title}
    audit.record(actor=by, action="activities.study_record", subject=row, detail=detail)
    return row


@transaction.atomic
def study_change(
    *, record: StudyRecord, facts: LearningFacts, by: Any, on: date, version: int | None = None
) -> StudyRecord:
    """Change what was entered. Raises EditConflict when it was changed since `version`."""
    _refuse_implausible(facts, on)
    changed = StudyRecord(pk=record.pk, court=record.court, member=record.member, **facts)
    _refuse_twice(changed)
    rows = StudyRecord.objects.within(record.court)
    with refused_if_taken(_twice(changed), field="title"):
        save_change(record, rows, values=facts, by=by, action="activities.study_change", version=version)
    return record


@transaction.atomic
def study_remove(*, record: StudyRecord, by: Any) -> None:
    """Take away what was entered by mistake; the audit trail keeps what it said."""
    detail = {"hours": float(record.hours), "starts_on": str(record.starts_on), "title": record.title}
    audit.record(actor=by, action="activities.study_remove", subject=record, detail=detail)
    record.delete()


def _refuse_implausible(facts: LearningFacts, on: date) -> None:
    first, last, hours = facts["starts_on"], facts["ends_on"], facts["hours"]
    if last < first:
        raise Refused(f"截止日期 {last} 早于起始日期 {first}", field="ends_on")
    if last > on:
        raise Refused(f"到 {last} 才结束，结束后再登记", field="ends_on")
    if last.year != first.year:
        raise Refused("跨年的学习请按年度分开登记", field="ends_on")
    most = ((last - first).days + 1) * MOST_STUDY_HOURS_A_DAY
    if not 0 < hours <= most or hours % HALF_AN_HOUR:
        raise Refused(f"学时应在 0.5 到 {most} 之间（每天最多 {MOST_STUDY_HOURS_A_DAY}），以 0.5 为一档", field="hours")


def _refuse_twice(row: StudyRecord) -> None:
    same = StudyRecord.objects.within(row.court).filter(member=row.member, starts_on=row.starts_on, title=row.title)
    if same.exclude(pk=row.pk).exists():
        raise Refused(_twice(row), field="title")


def _twice(row: StudyRecord) -> str:
    return f"{row.member} {row.starts_on} 的“{row.title}”已经登记过"
