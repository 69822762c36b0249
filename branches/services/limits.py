"""A court's own figures in place of the general ones."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from branches.choices import Mark
from branches.models import Court, Limit
from branches.selectors.limits import limit_on
from core import audit
from core.errors import Refused


@dataclass(frozen=True)
class LimitFacts:
    """A figure, from which day, by what right. The unit stays that of the general figure."""

    value: Decimal
    effective_from: date
    source: str
    article: str = ""
    checked: bool = False


@transaction.atomic
def limit_override(*, court: Court, code: str, facts: LimitFacts, by: Any) -> Limit:
    """Set this court's own figure from a day on; the one before ends the day before. The same day again replaces it."""
    own = Limit.objects.within(court).select_for_update().filter(code=code)
    unit = limit_on(code, None, facts.effective_from).unit
    row = own.filter(effective_from=facts.effective_from).first() or Limit(court=court, code=code)
    later = own.filter(effective_from__gt=facts.effective_from).order_by("effective_from").first()
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.unit, row.mark = unit, Mark.LOCAL
    row.effective_to = later.effective_from - timedelta(days=1) if later else None
    row.full_clean()
    _end_earlier(own.filter(effective_from__lt=facts.effective_from), facts.effective_from - timedelta(days=1))
    row.save()
    detail = {name: value if isinstance(value, bool) else str(value) for name, value in asdict(facts).items()}
    audit.record(actor=by, action="limit.override", subject=row, detail={"code": code, **detail})
    return row


def _end_earlier(rows: Any, last_day: date) -> None:
    for row in rows:
        if row.effective_to is None or row.effective_to > last_day:
            row.effective_to = last_day
            row.save(update_fields=["effective_to"])


@transaction.atomic
def limit_end(*, limit: Limit, on: date, by: Any) -> Limit:
    """End a court's own figure; `on` is its last day, after which the general one holds again."""
    if limit.court_id is None:
        raise Refused("通用数值不能终止，可以设置本院的数值。")
    if on < limit.effective_from:
        raise Refused(f"最后一天不能早于起始日期 {limit.effective_from}。", field="effective_to")
    limit.effective_to = on
    limit.full_clean()
    limit.save(update_fields=["effective_to"])
    audit.record(actor=by, action="limit.end", subject=limit, detail={"code": limit.code, "effective_to": str(on)})
    return limit
