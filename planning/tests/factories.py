"""Plans for tests."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from activities.tests import factories as meetings
from branches.models import Branch, Court
from planning.models import PlanItem


def item(owner: Branch | Court, day: date | None = None, code: str = "THEME_DAY", **fields: Any) -> PlanItem:
    """Something planned for `day`, or for a month (`year=`, `month=`) without a day."""
    place = {"court": owner} if isinstance(owner, Court) else {"court": owner.court, "branch": owner}
    when = {"year": day.year, "month": day.month, "planned_on": day} if day else {}
    return PlanItem.objects.create(kind=meetings.kind(code), **place, **when, **fields)


def plan(branch: Branch, year: int = 2026) -> QuerySet[PlanItem]:
    return PlanItem.objects.within(branch).filter(year=year)
