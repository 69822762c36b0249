"""The one place that reads the clock. Services and tasks are given a date instead."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """This moment, aware."""
    return timezone.now() + _shift()


def today() -> date:
    """Today's date where the courts are (Asia/Shanghai)."""
    return timezone.localdate(now())


def _shift() -> timedelta:
    """Tests move the clock of all processes at once by a file of seconds, which only their settings name."""
    if not settings.CLOCK_SHIFT_FILE:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(settings.CLOCK_SHIFT_FILE).read_text(encoding="ascii")))
    except FileNotFoundError:
        return timedelta()
