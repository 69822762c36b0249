"""A court with those below it, as its page shows them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from activities.models import ActivityKind
from branches.models import Court
from reports.selectors.below_sums import Asked, CourtLine, KeptSums, LiveSums
from reports.selectors.named.subtree import normed_kinds
from reports.selectors.stale import ids_of, waits


@dataclass(frozen=True)
class BelowAnswer:
    """`whole`: the court with all below it. `shown`: the kind of which the lines tell each month. `refreshed_at`: when
    the roll-up was counted; None where it was not asked. `is_waiting`: something has changed since, or a day begun."""

    asked: Asked
    whole: CourtLine
    lines: list[CourtLine]
    kinds: list[ActivityKind]
    shown: ActivityKind | None
    refreshed_at: datetime | None = None
    is_waiting: bool = False


def below_answer(
    user: Any, row: Court, courts: list[Court], asked: Asked, *, with_own: bool, kind: str = ""
) -> BelowAnswer:
    """Of `row`, a line for each of `courts`, which lie below it, and (`with_own`) one for its own branches; month by
    month of `kind` or, where nobody owes it, of the first that somebody owes.

    A fixed number of queries.
    """
    kinds = _kinds_of(user, row)
    kept = KeptSums.of(row, asked) if asked.is_kept else None
    found = kept or LiveSums.of(row, courts, asked, {each.code for each in kinds})
    owed = _owed(kinds, found.whole, normed_kinds(row))
    shown = next((each for each in owed if each.code == kind), next(iter(owed), None))
    code = shown.code if shown else ""
    below = Court.objects.within(row, with_below=True).filter(parent__in=courts).order_by()
    parents = set(below.values_list("parent_id", flat=True).distinct())
    lines = [replace(line, has_below=line.court.pk in parents) for line in found.lines(courts, code)]
    own = found.own(code)
    if with_own and (own.organization.branches or own.kinds):
        lines.insert(0, own)
    is_waiting = kept is not None and waits(row, asked.today)
    return BelowAnswer(asked, found.whole, lines, owed, shown, found.refreshed_at, is_waiting)


def _kinds_of(user: Any, row: Court) -> list[ActivityKind]:
    """The kinds that can be compared in the whole subtree: not those of lower courts."""
    rows = ActivityKind.objects.visible_to(user).filter(Q(court__isnull=True) | Q(court__in=ids_of(row)))
    return list(rows.order_by("order", "pk"))


def _owed(kinds: list[ActivityKind], whole: CourtLine, normed: set[int]) -> list[ActivityKind]:
    """Those that anybody owes, or whose fulfilment is not known; those that took place and are owed by the end of a
    period that goes on, too."""
    found = ((kind, whole.kinds.get(kind.code)) for kind in kinds)
    return [
        kind
        for kind, each in found
        if each and (each.due or each.open or each.not_known or (each.held and kind.pk in normed))
    ]
