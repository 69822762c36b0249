"""The one place that reads the clock. Services and tasks are given a date instead."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware."""
    return timezone.now()


def today() -> date:
    """Today's date where the courts are (Asia/Shanghai)."""
    return timezone.localdate()
