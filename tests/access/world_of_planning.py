"""Marked rows of plans and of the calendars that people subscribe to."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from activities.models import ActivityKind
from planning.models import CalendarFeed, FixedDay, PlanItem


def plant_fixed_day(world: Any, code: str, owner: dict[str, Any]) -> None:
    """The day on which the branch holds its theme day."""
    theme_day = ActivityKind.all_rows.get(code="THEME_DAY")
    world.plant(FixedDay, code, **owner, kind=theme_day, every="DATE", day=5)


def plant_plan(world: Any, code: str, owner: dict[str, Any], kind: ActivityKind, author: User, at: datetime) -> None:
    """Something planned, and the calendar address of somebody there."""
    world.plant(PlanItem, code, **owner, kind=kind, year=2024, month=11, planned_on=date(2024, 11, 20))
    world.plant(CalendarFeed, code, user=author, opened_at=at)
