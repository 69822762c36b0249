"""Model fields of our own."""

from typing import Any

from django.db import models

from core.crypto import decrypt, encrypt


class EncryptedTextField(models.TextField):
    """Text that is stored encrypted. It cannot be searched; keep a fingerprint beside it where it must be found."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return decrypt(value) if value else value


def masked(value: str, *, head: int = 3, tail: int = 4) -> str:
    """`13900001818` as `139****1818`; a text too short to hide anything is hidden whole."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return f"{value[:head]}{'*' * (len(value) - head - tail)}{value[-tail:]}"
