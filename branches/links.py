"""Addresses of the lists that a figure counts. Their filters' names are the parameters here."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode


def branches_url(*, on: date, **filters: Any) -> str:
    """The branches as they stood on `on`. `filters`: court, kind."""
    return f"{reverse('branches:branch_list')}?{urlencode({'on': on.isoformat(), **filters})}"


def members_url(*, on: date, **filters: Any) -> str:
    """The roster as it stood on `on`. `filters`: branch, court, status, age, education, sex, nation (each as of that
    day), away_on (not there on another day), moved_since (in another branch on another day), q."""
    given = {key: value for key, value in filters.items() if value not in (None, "")}
    return f"{reverse('branches:member_list')}?{urlencode({'on': on.isoformat(), **given})}"
