"""Changing the table of special days."""

from datetime import date
from typing import Any

from chinese_calendar import constants
from django.db import transaction
from django.dispatch import Signal

from core import audit
from core.changes import save_change
from core.errors import Refused
from core.models import SpecialDay

# The Chinese names of the holidays; an attribute that the package sets while it makes them.
_NAMES: dict[str, str] = {holiday.value: holiday.chinese for holiday in constants.Holiday}  # type: ignore[attr-defined]

# Sent inside the transaction of a change: higher apps let what rests on the table follow it.
days_changed = Signal()


def published_days(year: int) -> list[SpecialDay]:
    """The days of `year` as the State Council arranged them, unsaved; none for a year that the package doesn't know."""
    off = [SpecialDay(on=on, name=_NAMES[name]) for on, name in constants.holidays.items() if on.year == year]
    worked = [
        SpecialDay(on=on, name=_NAMES[name], is_workday=True)
        for on, name in constants.workdays.items()
        if on.year == year
    ]
    return sorted(off + worked, key=lambda day: day.on)


@transaction.atomic
def year_fill(*, year: int, by: Any) -> int:
    """Enter the published days of a year; days that somebody has entered stay as they are. Answers how many are new."""
    days = published_days(year)
    if not days:
        raise Refused(f"系统里还没有 {year} 年的放假安排，请按国务院办公厅的通知逐日录入", field="year")
    there = set(SpecialDay.objects.filter(on__year=year).values_list("on", flat=True))
    fresh = [day for day in days if day.on not in there]
    SpecialDay.objects.bulk_create(fresh)
    if fresh:
        days_changed.send(SpecialDay)
        audit.record(actor=by, action="core.holidays_fill", detail={"year": year, "days": len(fresh)})
    return len(fresh)


@transaction.atomic
def day_create(*, on: date, is_workday: bool, name: str, by: Any) -> SpecialDay:
    """Enter one day."""
    day = SpecialDay(on=on, is_workday=is_workday, name=name)
    day.full_clean()
    day.save()
    days_changed.send(SpecialDay)
    audit.record(actor=by, action="core.holiday_create", subject=day)
    return day


@transaction.atomic
def day_change(*, day: SpecialDay, version: int, by: Any, **values: Any) -> SpecialDay:
    """Change date, sort or name of one day that was opened at `version`."""
    save_change(day, SpecialDay.objects.all(), values=values, by=by, action="core.holiday_change", version=version)
    days_changed.send(SpecialDay)
    return day


@transaction.atomic
def day_remove(*, day: SpecialDay, by: Any) -> None:
    """Take one day out; nothing rests on it."""
    audit.record(actor=by, action="core.holiday_remove", subject=day)
    day.delete()
    days_changed.send(SpecialDay)
