"""Values of the vocabulary, summed over a list."""

from typing import Any

from django.db.models import QuerySet, Sum

from activities.choices import HELD_STATES
from activities.details import VOCABULARY
from activities.models import Activity, ActivityKind
from activities.models.meetings import PERSON_TIMES
from core.typed_fields import Shown
from core.typed_sums import shown_sums, sums_in


def sums_of(rows: QuerySet[Activity], kind: ActivityKind) -> list[Shown]:
    """Person-times of attendance, study hours and every number that the kind asks, summed over the held ones of `rows`
    (1 query).

    Each record is summed under its main kind alone, as the engine counts person-times; a joint meeting has a roster
    and figures of its own for each branch.
    """
    words = VOCABULARY.fields_of(kind.fields)
    counted = rows.filter(kind=kind, state__in=HELD_STATES).order_by()
    found: dict[str, Any] = counted.aggregate(
        attended=Sum(PERSON_TIMES), hours=Sum("study_hours"), **sums_in("details", words)
    )
    hours = [Shown("学时", f"{found['hours'].normalize():f}")] if found["hours"] else []
    return [Shown("出席", f"{found['attended'] or 0} 人次"), *hours, *shown_sums(words, found)]
