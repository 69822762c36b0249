"""What was held, read row by row: each activity under its main kind and under those it fulfilled by the way."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, Value

from activities.choices import HELD_STATES, Quorum
from activities.models import Activity, ActivityKind
from activities.models.meetings import FORMS_WITH_QUORUM, Fulfilment
from branches.models import Branch, Court
from core.dates import Span

# Of whom something is asked: a court, several courts, or a branch.
Owner = Court | Branch | Sequence[Court]
# Rows in memory at once, however many there are.
CHUNK = 5_000


class Record(NamedTuple):
    """An activity under one kind that it counts for; the names are those of the columns."""

    activity_id: int
    kind_id: int
    court_id: int
    branch_id: int | None
    group_id: int | None
    has_quorum: bool | None
    period: int
    for_year: int | None
    joint_key: UUID | None
    # A kind met by the way is held in the form of the main one, and the persons are counted there.
    held_as: str = ""
    ledger_present: int | None = None
    present_count: int | None = None
    ledger_due: int | None = None
    due_count: int | None = None
    is_main: bool = False

    def month(self, kind: ActivityKind) -> int:
        """The month it counts for: its own, or the last one of the year it was held for."""
        return self.for_year * 12 + 11 if kind.for_year and self.for_year is not None else self.period

    def asks_quorum(self, kind: ActivityKind) -> bool:
        return kind.quorum != Quorum.NONE or self.held_as in FORMS_WITH_QUORUM

    @property
    def person_times(self) -> int:
        return self.ledger_present if self.ledger_present is not None else self.present_count or 0

    @property
    def expected_person_times(self) -> int:
        return self.ledger_due if self.ledger_due is not None else self.due_count or 0


_OF_BOTH, _OF_MAIN = Record._fields[2:9], Record._fields[9:-1]


def held_on(owner: Owner, days: Span, *, with_below: bool) -> Iterator[Record]:
    """What took place on `days` and counts as held: no drafts, no sent-back or withdrawn records."""
    return _read(owner, with_below, lambda activity: Q(**{f"{activity}held_on__range": days}))


def held_around(owner: Owner, days: Span, *, within: Span, kind_ids: set[int], with_below: bool) -> Iterator[Record]:
    """The same of some kinds, `within` a longer span before and after `days`; asks nothing if there is none of them."""
    if not kind_ids or within == days:
        return iter(())

    def around(activity: str) -> Q:
        held_on = f"{activity}held_on__range"
        return Q(**{held_on: within}) & ~Q(**{held_on: days}) & Q(kind_id__in=kind_ids)

    return _read(owner, with_below, around)


def _read(owner: Owner, with_below: bool, condition: Callable[[str], Q]) -> Iterator[Record]:
    """Two queries: main kinds, further kinds. `condition` is given the prefix that leads to the activity."""
    held = Q(state__in=HELD_STATES) & condition("")
    main = Activity.objects.within(owner, with_below=with_below).filter(held).order_by()
    rows = main.values_list("pk", "kind_id", *_OF_BOTH, *_OF_MAIN, Value(True))
    yield from map(Record._make, rows.iterator(CHUNK))
    held = Q(activity__state__in=HELD_STATES) & condition("activity__")
    further = Fulfilment.objects.within(owner, with_below=with_below).filter(held).order_by()
    columns = (f"activity__{name}" for name in _OF_BOTH)
    for row in further.values_list("activity_id", "kind_id", *columns).iterator(CHUNK):
        yield Record(*row)
