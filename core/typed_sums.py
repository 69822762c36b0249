"""Sums over the values of a vocabulary that rows keep in a JSON column."""

from collections.abc import Iterable
from typing import Any

from django.db.models import DecimalField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from core.typed_fields import DECIMALS, Shown, TypedField, shown


def sums_in(column: str, words: Iterable[TypedField]) -> dict[str, Sum]:
    """What to aggregate, by code: the sum of each number, exact to its decimals."""
    return {word.code: Sum(_number(column, word)) for word in words if word.is_summed}


def shown_sums(words: Iterable[TypedField], found: dict[str, Any]) -> list[Shown]:
    """The sums that were found, each with its unit; of what nobody filled in there is none."""
    return [
        Shown(word.label, shown(word, as_number(word, value)))
        for word in words
        if word.is_summed and (value := found[word.code]) is not None
    ]


def as_number(word: TypedField, value: Any) -> Any:
    """A sum as its field counts: whole, or with decimals; None where nobody filled anything in."""
    return value if value is None or word.type in DECIMALS else int(value)


def _number(column: str, word: TypedField) -> Cast:
    places = DECIMALS[word.type][0] if word.type in DECIMALS else 0
    return Cast(KeyTextTransform(word.code, column), DecimalField(max_digits=14, decimal_places=places))
