"""The fields of a meeting that depend on its kinds, the last of several days, and its topics.

What was typed under a kind that does not ask for it goes along unseen, so that choosing another kind loses nothing.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from activities.details import LONGEST, PREFIX, VOCABULARY, DetailField, FieldType, fields_of

TYPED_NAME = re.compile(rf"{PREFIX}[a-z_]{{1,40}}|ends_on|topics")
MOST_BUTTONS = 5


def detail_fields(asked: Iterable[str]) -> dict[str, forms.Field]:
    """The form's fields for what is asked, by codes of the vocabulary and in its order."""
    return {f"{PREFIX}{word.code}": _field(word) for word in fields_of(asked)}


def _field(word: DetailField) -> forms.Field:
    """A field that reads any text: what is wrong with it, the service says."""
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


def _attributes(word: DetailField) -> dict[str, str]:
    if word.type is FieldType.PERSON:
        return {"list": "roster-names", "autocomplete": "off", "maxlength": str(LONGEST[word.type])}
    if word.is_number:
        return {"inputmode": "numeric" if word.type is FieldType.COUNT else "decimal", "autocomplete": "off"}
    return {"maxlength": str(LONGEST[word.type])}


def typed_details(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by code of the vocabulary."""
    found = {name.removeprefix(PREFIX): value for name, value in values.items() if name.startswith(PREFIX)}
    return {code: value for code, value in found.items() if value}


def unasked(raw: MultiValueDict, shown: Iterable[str]) -> list[tuple[str, str]]:
    """Names and texts that were typed under another kind, to be sent along."""
    known = {f"{PREFIX}{code}" for code in VOCABULARY} - set(shown)
    return [(name, raw[name]) for name in sorted(known & set(raw)) if raw[name]]
