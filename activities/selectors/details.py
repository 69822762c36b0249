"""Values of the vocabulary for readers: of one record, and summed over a list."""

from typing import Any, NamedTuple

from django.db.models import DecimalField, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from activities.choices import HELD_STATES
from activities.details import DECIMALS, DetailField, fields_of, shown
from activities.models import Activity, ActivityKind
from activities.models.meetings import PERSON_TIMES


class Shown(NamedTuple):
    label: str
    text: str


def details_of(activity: Activity) -> list[Shown]:
    """Label and text of everything that was filled in, in the order of the vocabulary."""
    return [Shown(word.label, shown(word, activity.details[word.code])) for word in fields_of(activity.details)]


def sums_of(rows: QuerySet[Activity], kind: ActivityKind) -> list[Shown]:
    """Person-times of attendance and every number that the kind asks, summed over the held ones of `rows` (1 query).

    Each record is summed under its main kind alone, as the engine counts person-times; a joint meeting has a roster
    and figures of its own for each branch.
    """
    numbers = [word for word in fields_of(kind.fields) if word.is_number]
    sums = {word.code: Sum(_number(word)) for word in numbers}
    counted = rows.filter(kind=kind, state__in=HELD_STATES).order_by()
    found: dict[str, Any] = counted.aggregate(attended=Sum(PERSON_TIMES), **sums)
    shown_sums = [Shown("出席", f"{found['attended'] or 0} 人次")]
    for word in numbers:
        value = found[word.code]
        if value is not None:
            shown_sums.append(Shown(word.label, shown(word, value if word.type in DECIMALS else int(value))))
    return shown_sums


def _number(word: DetailField) -> Cast:
    """The number under the word's code, exact to its decimals."""
    places = DECIMALS[word.type][0] if word.type in DECIMALS else 0
    return Cast(KeyTextTransform(word.code, "details"), DecimalField(max_digits=14, decimal_places=places))
