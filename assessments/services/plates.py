"""The register of plates (星级牌匾): what a rating changes is written by its publication; here what somebody
entered, of before the product above all, and the numbers on the plates."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from assessments.models import StarChange
from assessments.services.rated_years import hold_open_year
from branches.models import Branch
from core import audit
from core.changes import save_change
from core.errors import Refused


@transaction.atomic
def plate_record(
    *,
    branch: Branch,
    year: int,
    act: str,
    stars: int,
    happened_on: date,
    on: date,
    by: Any,
    **words: str,
) -> StarChange:
    """Enter a plate that no rating of this product gave or took; the same sent twice makes one. `words`: plate_number,
    text."""
    if happened_on > on:
        raise Refused(f"{happened_on:%Y-%m-%d} 还没有到。", field="happened_on")
    hold_open_year(branch.court, year, refusal="牌匾随公布登记；需要更改的，请先收回评定。", field="year")
    facts = {"year": year, "act": act, "stars": stars, "on": happened_on}
    already = StarChange.objects.within(branch).filter(rating=None, voided_at=None, **facts).first()
    if already is not None:
        return already
    made = StarChange(court_id=branch.court_id, branch=branch, recorded_by=by, **facts)
    made.plate_number, made.text = words.get("plate_number", "").strip(), words.get("text", "").strip()
    made.full_clean()
    made.save()
    audit.record(actor=by, action="assessments.plate_record", subject=made)
    return made


@transaction.atomic
def plate_number(*, plate: StarChange, version: int, number: str, text: str, by: Any) -> StarChange:
    """Write the number that stands on the plate, and a remark; nothing else of the register changes."""
    if plate.voided_at is not None:
        raise Refused("这条登记已作废，不能再修改。")
    values = {"plate_number": number.strip(), "text": text.strip()}
    rows = StarChange.objects.within(plate.branch)
    save_change(plate, rows, values=values, by=by, action="assessments.plate_record", version=version)
    return plate


@transaction.atomic
def plate_void(*, plate: StarChange, reason: str, by: Any, at: datetime) -> StarChange:
    """Void what was entered by hand, with a reason; what a rating wrote goes with the rating. Voided again, nothing
    happens."""
    hold_open_year(plate.court, plate.year, refusal="请先收回评定，再作废这条登记。")
    current = StarChange.objects.within(plate.branch).select_for_update(of=("self",)).get(pk=plate.pk)
    if current.voided_at is not None:
        return current
    if current.rating_id is not None:
        raise Refused("这条登记随星级评定公布，重新公布时按新的结果更改，不能单独作废。")
    reason = reason.strip()
    if not reason:
        raise Refused("请填写作废的原因。", field="reason")
    return take_off(current, reason=reason, by=by, at=at)


def take_off(plate: StarChange, *, reason: str, by: Any, at: datetime) -> StarChange:
    """An event that no longer holds; it stays on record with the reason. Within the transaction of its caller."""
    plate.voided_at, plate.voided_by, plate.void_reason = at, by, reason
    plate.version += 1
    plate.full_clean()
    plate.save(update_fields=["voided_at", "voided_by", "void_reason", "version"])
    audit.record(actor=by, action="assessments.plate_void", subject=plate, detail={"voided": reason})
    return plate
