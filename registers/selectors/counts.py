"""How many entries each register holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from branches.models import Branch, Court
from branches.permissions import is_committee_of
from registers.choices import Subject
from registers.models import RegisterEntry, RegisterKind
from registers.selectors.kinds import kinds_of, may_add_to


@dataclass(frozen=True)
class RegisterRow:
    """One register with what the user sees of it: all entries, those of the year, the day of the last."""

    kind: RegisterKind
    entries: int = 0
    this_year: int = 0
    latest: date | None = None
    may_add: bool = False


def registers_of(user: Any, court: Court, on: date, branch: Branch | None = None) -> list[RegisterRow]:
    """Every register of the court that is not switched off, or still holds something; of one branch, its own entries.

    A register of the committee alone that is published to nobody is none to an officer. (4 queries.)
    """
    rows = RegisterEntry.objects.visible_to(user).filter(court=court, withdrawn_at__isnull=True)
    if branch:
        rows = rows.filter(branch=branch)
    counted = (
        rows.order_by()
        .values("kind_id")
        .annotate(all=Count("pk"), year=Count("pk", filter=Q(on__year=on.year)), latest=Max("on"))
    )
    by_kind = {each["kind_id"]: (each["all"], each["year"], each["latest"]) for each in counted}
    is_committee = is_committee_of(user, court)
    kinds = [kind for kind in kinds_of(user, court) if kind.pk in by_kind or _is_kept_for(kind, is_committee)]
    addable = _addable(user, court, kinds)
    return [RegisterRow(kind, *by_kind.get(kind.pk, (0, 0, None)), kind.pk in addable) for kind in kinds]


def _is_kept_for(kind: RegisterKind, is_committee: bool) -> bool:
    """Whether there may be something in the register for the committee, or for an officer."""
    return kind.is_active and (is_committee or kind.is_published or kind.subject != Subject.COURT)


def _addable(user: Any, court: Court, kinds: Sequence[RegisterKind]) -> set[int]:
    """What stands below an entry is added from there. Who may is asked once for each kind of writer."""
    answers: dict[tuple[str, bool], bool] = {}
    for kind in kinds:
        asked = (kind.written_by, kind.is_active)
        if asked not in answers:
            answers[asked] = may_add_to(user, court, kind)
    return {kind.pk for kind in kinds if not kind.parent_id and answers[kind.written_by, kind.is_active]}
