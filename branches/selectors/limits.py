"""The figures that hold for a court on a day. One way to ask, so that forms, checks and pages can't disagree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db.models import F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce

from branches.choices import LimitCode
from branches.models import Court, Limit

# General rows before a court's own, older before newer: the last one that holds is the one in force.
_WEAKEST_FIRST = (F("court_id").asc(nulls_first=True), "effective_from", "id")


def limits_on(codes: Iterable[str], court: Court | None, on: date) -> dict[str, Limit]:
    """The row for each code: the court's own that is in force, else the general one (1 query).

    Before a rule's first day its first figure is used: an old record is measured by the oldest rule known. Raises
    LookupError for a code without any general figure.
    """
    wanted = list(codes)
    rows = Limit.objects.unscoped("a figure of a rule holds for everybody of the court that is named")
    of_court = rows.filter(Q(court__isnull=True) | Q(court=court), code__in=wanted)
    found = _in_force(of_court.order_by(*_WEAKEST_FIRST), on)
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise LookupError(f"no figure for {', '.join(missing)}")
    return found


class LimitBook:
    """Every row of some codes for a court, read once and asked for any day (1 query)."""

    def __init__(self, codes: Iterable[str], court: Court | None) -> None:
        rows = Limit.objects.unscoped("a figure of a rule holds for everybody of the court that is named")
        of_court = rows.filter(Q(court__isnull=True) | Q(court=court), code__in=list(codes))
        self._keep(of_court.order_by(*_WEAKEST_FIRST))

    @classmethod
    def of_rows(cls, rows: Iterable[Limit]) -> Self:
        """Of rows read before, the general ones before a court's own."""
        book = cls.__new__(cls)
        book._keep(rows)
        return book

    def _keep(self, rows: Iterable[Limit]) -> None:
        self._rows: defaultdict[str, list[Limit]] = defaultdict(list)
        for row in rows:
            self._rows[row.code].append(row)

    def on(self, code: str, day: date) -> Limit:
        """The row in force on `day`, as `limits_on` answers it."""
        return _in_force(self._rows[code], day)[code]

    def __call__(self, code: str, day: date) -> Decimal:
        """The figure in force on `day`."""
        return self.on(code, day).value


class LimitBooks:
    """The books of all courts (1 query). Courts without a figure of their own share one."""

    def __init__(self, codes: Iterable[str]) -> None:
        rows = Limit.objects.unscoped("figures of rules for whichever court is asked for").filter(code__in=list(codes))
        by_court: defaultdict[int | None, list[Limit]] = defaultdict(list)
        for row in rows.order_by(*_WEAKEST_FIRST):
            by_court[row.court_id].append(row)
        general = by_court.pop(None, [])
        self._general = LimitBook.of_rows(general)
        self._own = {court: LimitBook.of_rows([*general, *own]) for court, own in by_court.items()}

    def of(self, court_id: int) -> LimitBook:
        return self._own.get(court_id, self._general)


def _in_force(rows: Iterable[Limit], day: date) -> dict[str, Limit]:
    """By code, of rows in the order from the weakest: the last that holds, before a rule's first day its first."""
    found: dict[str, Limit] = {}
    for row in rows:
        if row.code not in found or row.holds_on(day):
            found[row.code] = row
    return found


def limit_on(code: str, court: Court | None, on: date) -> Limit:
    """The row in force, with its source and article."""
    return limits_on([code], court, on)[code]


def limit_value(code: str, court: Court | None, on: date) -> Decimal:
    """The figure in force, in the unit that its row names."""
    return limit_on(code, court, on).value


def limit_expression(code: str, on: date) -> Coalesce:
    """The figure in force for each row's own court, as a whole number, for queries over rows with a `court_id`."""
    began = Limit.objects.unscoped("a figure of a rule holds for everybody of the row's court").filter(code=code)
    rows = began.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on)
    latest = rows.order_by("-effective_from")
    own = latest.filter(court=OuterRef("court_id")).values("value")[:1]
    general = latest.filter(court__isnull=True).values("value")[:1]
    return Coalesce(Cast(Subquery(own), IntegerField()), Cast(Subquery(general), IntegerField()))


def values_of(code: str) -> list[int]:
    """Every whole figure that the rule has or had anywhere, for conditions on `limit_expression` (1 query)."""
    rows = Limit.objects.unscoped("a figure of a rule holds for everybody of the row's court").filter(code=code)
    return sorted({int(value) for value in rows.values_list("value", flat=True)})


@dataclass(frozen=True)
class LimitRow:
    """One code with its general figures and the court's own, each in the order of their dates."""

    code: str
    label: str
    unit: str
    general: list[Limit] = field(default_factory=list)
    own: list[Limit] = field(default_factory=list)


def limit_rows(user: Any, court: Court) -> list[LimitRow]:
    """Every figure as `court` has it (1 query)."""
    by_code: dict[str, list[Limit]] = {code: [] for code in LimitCode.values}
    rows = Limit.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court=court))
    for row in rows.order_by("effective_from", "id"):
        by_code[row.code].append(row)
    return [_row(code, found) for code, found in by_code.items()]


def _row(code: str, found: list[Limit]) -> LimitRow:
    general = [row for row in found if row.court_id is None]
    own = [row for row in found if row.court_id is not None]
    return LimitRow(code, str(LimitCode(code).label), general[-1].unit if general else "", general, own)
