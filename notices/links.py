"""Addresses of the lists that a figure counts. Their filters' names are the parameters here."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

# Of receipts: what is not completed; what is acknowledged, completed or not.
OPEN, SIGNED = "OPEN", "SIGNED"


def notices_url(*, issued_from: date, issued_to: date, on: date, **filters: Any) -> str:
    """The notices issued on these days and not voided by `on`. `filters`: kind (of the series),
    branch (to which they went)."""
    days: dict[str, Any] = {"issued_from": issued_from, "issued_to": issued_to, "on": on}
    return f"{reverse('notices:list')}?{urlencode({**days, **filters})}"


def bulletins_url(*, issued_from: date, issued_to: date) -> str:
    """The bulletins issued on these days that hold."""
    days: dict[str, Any] = {"issued_from": issued_from, "issued_to": issued_to}
    return f"{reverse('notices:bulletins')}?{urlencode(days)}"


def receipts_url(*, on: date, **filters: Any) -> str:
    """What was sent to the branches, as it stood on `on`. `filters`: state (also OPEN, SIGNED), notice, branch,
    issued_from and issued_to (days)."""
    given = {key: value for key, value in filters.items() if value not in (None, "")}
    return f"{reverse('notices:receipts')}?{urlencode({'on': on, **given})}"
