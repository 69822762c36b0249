"""Which norm stands for a branch in a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from activities.choices import NormUnit
from activities.engine.periods import Period, periods_ending_in
from activities.models import Norm


class NormBook:
    """All norms that a set of courts may use; the most specific row in force wins (see Norm)."""

    def __init__(self, norms: Iterable[Norm]) -> None:
        self._by_kind: defaultdict[int, list[Norm]] = defaultdict(list)
        self._courts: set[int | None] = set()
        for norm in norms:
            self._by_kind[norm.kind_id].append(norm)
            self._courts.add(norm.court_id)
        self._found: dict[tuple[int, int | None, str, date], Norm | None] = {}

    def __contains__(self, kind_id: int) -> bool:
        return kind_id in self._by_kind

    def kinds(self) -> list[int]:
        return list(self._by_kind)

    def lengths(self, kind_id: int) -> list[str]:
        """The period lengths that any norm of the kind uses."""
        return list(dict.fromkeys(norm.period for norm in self._by_kind[kind_id]))

    def own_of(self, court_id: int) -> int | None:
        """The court, if it has norms of its own; what is owed is the same in all others."""
        return court_id if court_id in self._courts else None

    def owed(self, *, court_id: int | None, branch_kind: str, start: date, end: date) -> Iterator[tuple[Norm, Period]]:
        """Each norm with its periods that end in `start`..`end`."""
        for kind_id in self.kinds():
            for length in self.lengths(kind_id):
                for period in periods_ending_in(length, start, end):
                    norm = self.standing(kind_id, court_id=court_id, branch_kind=branch_kind, on=period.end)
                    if norm and norm.period == length:
                        yield norm, period

    def of_members(self, start: date, end: date) -> set[int]:
        """Kinds that members may owe in periods that end in `start`..`end`."""
        return {norm.kind_id for norm, _ in self._asking(start, end) if norm.unit == NormUnit.MEMBER}

    def reaching_beyond(self, start: date, end: date) -> set[int]:
        """Kinds of which meetings outside of `start`..`end` may count for periods that end in it."""
        return {
            norm.kind_id
            for norm, earliest in self._asking(start, end)
            if norm.unit != NormUnit.MEMBER and (earliest < start or norm.kind.for_year)
        }

    def _asking(self, start: date, end: date) -> Iterator[tuple[Norm, date]]:
        """Each norm that any period ending in `start`..`end` may fall under, with the first day of the earliest."""
        for norm in chain.from_iterable(self._by_kind.values()):
            if periods := periods_ending_in(norm.period, start, end):
                yield norm, periods[0].start

    def standing(self, kind_id: int, *, court_id: int | None, branch_kind: str, on: date) -> Norm | None:
        """The norm in force on `on`, the last day of a period; None where nothing is owed."""
        key = (kind_id, court_id, branch_kind, on)
        if key not in self._found:
            self._found[key] = self._most_specific(*key)
        return self._found[key]

    def _most_specific(self, kind_id: int, court_id: int | None, branch_kind: str, on: date) -> Norm | None:
        fitting = [
            norm
            for norm in self._by_kind[kind_id]
            if norm.court_id in (None, court_id)
            and norm.branch_kind in ("", branch_kind)
            and norm.effective_from <= on
            and (norm.effective_to is None or on <= norm.effective_to)
        ]
        best = max(fitting, key=_specificity, default=None)
        return best if best and best.times else None


def _specificity(norm: Norm) -> tuple[bool, bool, date]:
    return (norm.court_id is not None, norm.branch_kind != "", norm.effective_from)
