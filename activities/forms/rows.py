"""Several rows chosen on a form."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LONGEST_KEY = 18


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys. What is no key that a database could hold is refused like one that is not offered."""

    def clean(self, value: Any) -> Any:
        for key in value if isinstance(value, list | tuple) else ():
            text = str(key)
            if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": text}
                )
        return super().clean(value)
