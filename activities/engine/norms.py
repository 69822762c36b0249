"""Which norm stands for a branch in a period."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from activities.models import Norm


class NormBook:
    """All norms that a set of courts may use; the most specific row in force wins (see Norm)."""

    def __init__(self, norms: Iterable[Norm]) -> None:
        self._by_kind: defaultdict[int, list[Norm]] = defaultdict(list)
        for norm in norms:
            self._by_kind[norm.kind_id].append(norm)
        self._found: dict[tuple[int, int, str, date], Norm | None] = {}

    def kinds(self) -> list[int]:
        return list(self._by_kind)

    def lengths(self, kind_id: int) -> list[str]:
        """The period lengths that any norm of the kind uses."""
        return list(dict.fromkeys(norm.period for norm in self._by_kind[kind_id]))

    def standing(self, kind_id: int, *, court_id: int, branch_kind: str, on: date) -> Norm | None:
        """The norm in force on `on`, the last day of a period; None where nothing is owed."""
        key = (kind_id, court_id, branch_kind, on)
        if key not in self._found:
            self._found[key] = self._most_specific(*key)
        return self._found[key]

    def _most_specific(self, kind_id: int, court_id: int, branch_kind: str, on: date) -> Norm | None:
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
