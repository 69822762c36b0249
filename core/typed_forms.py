"""The fields of a vocabulary on a form. They read any text: what is wrong with it, the service says."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.typed_fields import LONGEST, PREFIX, FieldType, TypedField

MOST_BUTTONS = 5


def typed_form_fields(words: Iterable[TypedField]) -> dict[str, forms.Field]:
    """The form's fields by their names on it."""
    return {f"{PREFIX}{word.code}": _field(word) for word in words}


def _field(word: TypedField) -> forms.Field:
    common: dict[str, Any] = {"label": word.heading, "required": False, "help_text": word.help}
    if word.type is FieldType.CHOICE:
        choices = [("", "不填"), *word.choices]
        widget = forms.RadioSelect if len(choices) <= MOST_BUTTONS else forms.Select
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    if word.type is FieldType.STORY:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    if word.type is FieldType.DATE:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date", "data-weekday": ""}), **common)
    return forms.CharField(widget=forms.TextInput(attrs=_attributes(word)), **common)


def _attributes(word: TypedField) -> dict[str, str]:
    if word.type is FieldType.PERSON:
        return {"list": "roster-names", "autocomplete": "off", "maxlength": str(LONGEST[word.type])}
    if word.is_number:
        whole = word.type in (FieldType.COUNT, FieldType.YEAR)
        return {"inputmode": "numeric" if whole else "decimal", "autocomplete": "off"}
    return {"maxlength": str(LONGEST[word.type])}


def typed_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by code of the vocabulary."""
    found = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    return {code: value for code, value in found.items() if value}
