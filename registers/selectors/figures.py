"""What other apps ask of registers: the entries of one shipped kind in a span of days, and their sums."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from branches.models import Branch, Court
from core.typed_fields import Shown
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.entries import sums_of

INTERVIEW, HONOUR, CONTACT_VISIT = "INTERVIEW", "HONOUR", "CONTACT_VISIT"


@dataclass(frozen=True)
class Tally:
    """`rows` by their date; `sums` of their numbers, each with its unit."""

    rows: list[RegisterEntry]
    sums: list[Shown]

    def __len__(self) -> int:
        return len(self.rows)


def interviews_of(owner: Court | Branch, start: date, end: date) -> QuerySet[RegisterEntry]:
    """约谈 of `start`..`end` of an owner that was fetched for the user, by date."""
    return _of(INTERVIEW, owner, start, end)


def honours_of(owner: Court | Branch, start: date, end: date) -> QuerySet[RegisterEntry]:
    """院外荣誉, as interviews_of."""
    return _of(HONOUR, owner, start, end)


def contact_visits(owner: Court | Branch, start: date, end: date) -> Tally:
    """走访联系, as interviews_of, with 人次 and the problems found and solved (3 queries)."""
    rows = _of(CONTACT_VISIT, owner, start, end)
    kind = RegisterKind.objects.unscoped("a register of the whole system").get(code=CONTACT_VISIT)
    return Tally(list(rows), sums_of(rows, kind))


def _of(code: str, owner: Court | Branch, start: date, end: date) -> QuerySet[RegisterEntry]:
    rows = RegisterEntry.objects.within(owner).filter(kind__code=code, withdrawn_at=None, on__range=(start, end))
    return rows.select_related("branch").order_by("on", "pk")
