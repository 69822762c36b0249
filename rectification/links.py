"""Addresses of the lists that a figure counts. Their filters' names are the parameters here."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode


def problems_url(*, on: date, **filters: Any) -> str:
    """The list of problems as they stood on `on`. `filters`: state, branch, court, source, campaign, late (has measures
    that are late), age (how long it has been open), stage (came as far, or further), opened_from, opened_to,
    closed_from and closed_to (days), q."""
    return _url("rectification:list", on, filters)


def measures_url(*, on: date, **filters: Any) -> str:
    """The list of measures as they stood on `on`. `filters`: state, branch, court, owner, person (exactly), source,
    nature, problem, soon (due within so many days), due_from, due_to, done_from and done_to (days), left (due by that
    day and not done by then), waiting (an extension is asked for), q."""
    return _url("rectification:measures", on, filters)


def _url(name: str, on: date, filters: dict[str, Any]) -> str:
    given = {key: value for key, value in filters.items() if value not in (None, "")}
    return f"{reverse(name)}?{urlencode({'on': on.isoformat(), **given})}"


def findings_url(*, on: date, **filters: Any) -> str:
    """The list of findings of inspections as they stood on `on`. `filters`: inspection, kind, quarter (2024Q2), branch,
    court, state (PUT_RIGHT: closed or rechecked), show (waiting, late), q."""
    return _url("rectification:findings", on, filters)
