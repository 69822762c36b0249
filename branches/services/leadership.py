"""Who is a leader of the court, from when to when."""

from datetime import date
from typing import Any

from django.db import transaction

from branches.models import Court, Leadership, Member
from core import audit
from core.dates import overlapping
from core.errors import Refused


@transaction.atomic
def leadership_start(
    *, court: Court, member: Member, kind: str, by: Any, title: str = "", starts_on: date | None = None
) -> Leadership:
    """Note that `member` leads, from `starts_on` (None: from the beginning). One person leads in one way at a time."""
    if member.court_id != court.pk:
        raise Refused(f"{member}不是本院的党员。", field="member")
    others = Leadership.objects.within(court).filter(member=member)
    other = others.filter(overlapping(starts_on or date.min, date.max)).first()
    if other is not None:
        raise Refused(f"{member}在这段时间已登记为{other.get_kind_display()}，请先登记其截止日期。", field="member")
    row = Leadership(court=court, member=member, kind=kind, title=title.strip(), starts_on=starts_on)
    row.full_clean()
    row.save()
    audit.record(actor=by, action="leadership.start", subject=row, detail={"member": member.name, "kind": kind})
    return row


@transaction.atomic
def leadership_end(*, leadership: Leadership, last_on: date, by: Any) -> Leadership:
    """The last day as a leader; earlier figures stay."""
    if leadership.ends_on is not None:
        raise Refused("已经登记过截止日期。", field="last_on")
    if leadership.starts_on and last_on < leadership.starts_on:
        raise Refused(f"最后一天不能早于起始日期 {leadership.starts_on:%Y-%m-%d}。", field="last_on")
    leadership.ends_on = last_on
    leadership.full_clean()
    leadership.save(update_fields=["ends_on"])
    audit.record(actor=by, action="leadership.end", subject=leadership, detail={"last_on": last_on.isoformat()})
    return leadership
