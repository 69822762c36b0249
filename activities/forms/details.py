"""The fields of a meeting that depend on its kinds, the last of several days, and its topics.

What was typed under a kind that does not ask for it goes along unseen, so that choosing another kind loses nothing.
"""

import re
from collections.abc import Iterable

from django import forms
from django.utils.datastructures import MultiValueDict

from activities.details import VOCABULARY
from core.typed_fields import PREFIX
from core.typed_forms import typed_form_fields

TYPED_NAME = re.compile(rf"{PREFIX}[a-z_]{{1,40}}|ends_on|topics")


def detail_fields(asked: Iterable[str]) -> dict[str, forms.Field]:
    """The form's fields for what is asked, by codes of the vocabulary and in its order."""
    return typed_form_fields(VOCABULARY.fields_of(asked))


def unasked(raw: MultiValueDict, shown: Iterable[str]) -> list[tuple[str, str]]:
    """Names and texts that were typed under another kind, to be sent along."""
    known = {f"{PREFIX}{code}" for code in VOCABULARY} - set(shown)
    return [(name, raw[name]) for name in sorted(known & set(raw)) if raw[name]]
