"""A court's own figures in place of the general ones."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from branches.choices import LimitCode, Mark
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


@dataclass(frozen=True)
class Bounds:
    """What a figure can be; `whole`: it counts things, so that there are no halves."""

    least: int
    most: Decimal
    whole: bool = True

    @property
    def words(self) -> str:
        return f"{'整数，' if self.whole else ''}{self.least} 至 {self.most:f}"


_MOST = Decimal(9999)
BOUNDS = {
    "%": Bounds(0, Decimal(100), whole=False),
    "学时": Bounds(0, _MOST, whole=False),
    "年": Bounds(1, Decimal(20)),
    "个月": Bounds(0, Decimal(240)),
    "分之一": Bounds(1, Decimal(100)),
}
# More than all is never reached.
MORE_THAN = (LimitCode.ADMISSION_QUORUM_PERCENT, LimitCode.VOTE_PASS_PERCENT, LimitCode.ELECTION_ELECTED_PERCENT)
BELOW_ALL = Bounds(0, Decimal("99.9"), whole=False)
# The first of two is at most the second.
IN_ORDER = (
    (LimitCode.BRANCH_MEMBERS_LEAST, LimitCode.BRANCH_MEMBERS_MOST),
    (LimitCode.COMMITTEE_SEATS_LEAST, LimitCode.COMMITTEE_SEATS_USUAL),
    (LimitCode.COMMITTEE_SEATS_USUAL, LimitCode.COMMITTEE_SEATS_MOST),
    (LimitCode.DEVELOPMENT_CONTACTS_LEAST, LimitCode.DEVELOPMENT_CONTACTS_MOST),
    (LimitCode.PROBATION_EXTENSION_MONTHS_LEAST, LimitCode.PROBATION_EXTENSION_MONTHS_MOST),
)


def bounds_of(code: str, unit: str) -> Bounds:
    """What a court may set: by the unit; of people, days and times any whole number."""
    return BELOW_ALL if code in MORE_THAN else BOUNDS.get(unit, Bounds(0, _MOST))


@transaction.atomic
def limit_override(*, court: Court, code: str, facts: LimitFacts, by: Any) -> Limit:
    """Set this court's own figure from a day on; the one before ends the day before. The same day again replaces it."""
    own = Limit.objects.within(court).select_for_update().filter(code=code)
    unit = limit_on(code, None, facts.effective_from).unit
    _check_value(court, code, unit, facts)
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


def _check_value(court: Court, code: str, unit: str, facts: LimitFacts) -> None:
    value, bounds = facts.value, bounds_of(code, unit)
    if not bounds.least <= value <= bounds.most or (bounds.whole and value != value.to_integral_value()):
        raise Refused(
            f"{LimitCode(code).label}应为{bounds.words}（{unit}），现填 {value.normalize():f}。", field="value"
        )
    for lower, upper in IN_ORDER:
        other = upper if code == lower else lower if code == upper else None
        if other is None:
            continue
        standing = limit_on(other, court, facts.effective_from)
        if (value > standing.value) if code == lower else (value < standing.value):
            how = "大于" if code == lower else "小于"
            raise Refused(f"不能{how}“{standing}”，请先修改那一项。", field="value")


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
