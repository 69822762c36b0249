"""Addresses of the list of files that a figure counts. The names of its filter are the parameters here."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

# Those that go on, and those that led to membership.
COUNTED_STATES = "COUNTED"


def files_url(*, on: date, **filters: Any) -> str:
    """The files as they stood on `on`. `filters`: stage, state, branch, court, step (that was taken)
    with from and to (days of it), q."""
    return f"{reverse('development:files')}?{urlencode({'on': on.isoformat(), **filters})}"
