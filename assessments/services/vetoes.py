"""One-vote vetoes (一票否决), where a court's standard has them: recorded and voided by its committee."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from assessments.models import Veto
from assessments.selectors.standards import standard_of
from assessments.services.rated_years import hold_open_year
from branches.models import Branch
from core import audit
from core.errors import Refused

SETTLED = "请先收回再登记或撤销一票否决。"


@transaction.atomic
def veto_record(*, branch: Branch, year: int, happened_on: date, text: str, on: date, by: Any) -> Veto:
    """Write down why the branch may not have many stars in `year`; the same words sent twice make one."""
    if standard_of(branch.court, year).veto_stars is None:
        raise Refused(f"本院{year}年的星级标准没有设一票否决。", field="year")
    if happened_on > on:
        raise Refused(f"{happened_on:%Y-%m-%d} 还没有到。", field="happened_on")
    hold_open_year(branch.court, year, refusal=SETTLED)
    facts = {"year": year, "on": happened_on, "text": text.strip()}
    already = Veto.objects.within(branch).filter(voided_at=None, **facts).first()
    if already is not None:
        return already
    made = Veto(court_id=branch.court_id, branch=branch, recorded_by=by, **facts)
    made.full_clean()
    made.save()
    audit.record(actor=by, action="assessments.veto_record", subject=made, detail={"year": year})
    return made


@transaction.atomic
def veto_void(*, veto: Veto, reason: str, by: Any, at: datetime) -> Veto:
    """Void what was recorded by mistake, with a reason; it stays on record."""
    hold_open_year(veto.court, veto.year, refusal=SETTLED)
    current = Veto.objects.within(veto.branch).select_for_update().get(pk=veto.pk)
    if current.voided_at is not None:
        return current
    reason = reason.strip()
    if not reason:
        raise Refused("请填写撤销原因。", field="reason")
    current.voided_at, current.voided_by, current.void_reason = at, by, reason
    current.full_clean()
    current.save()
    audit.record(actor=by, action="assessments.veto_void", subject=current, detail={"reason": reason})
    return current
