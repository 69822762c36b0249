"""Quarters that were assessed: their records stay as they are."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.models.kinds import ActivityKind
from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel

REOPENED = Q(reopened_on__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason="")
NOT_REOPENED = Q(reopened_on__isnull=True, reopened_by__isnull=True, reopen_reason="")


class PeriodLock(ScopedModel):
    """One quarter of one court, locked until somebody reopens it with a reason; locked again, it is a new row."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    reason = models.CharField("锁定原因", max_length=200)
    locked_on = models.DateField("锁定日期")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="锁定人"
    )
    reopened_on = models.DateField("开放日期", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="开放人"
    )
    reopen_reason = models.CharField("开放原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "季度锁定"
        ordering = ("-year", "-quarter", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="lock_of_a_quarter"),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_has_reason"),
            models.CheckConstraint(condition=REOPENED | NOT_REOPENED, name="lock_reopened_on_by_and_why"),
            models.UniqueConstraint(
                fields=("court", "year", "quarter"),
                condition=Q(reopened_on__isnull=True),
                name="quarter_locked_once",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return quarter_label(self.year, self.quarter)

    @property
    def last_day(self) -> date:
        return date(self.year, self.quarter * 3, 31 if self.quarter in (1, 4) else 30)


def quarter_label(year: int, quarter: int) -> str:
    """`2024年第一季度`."""
    return f"{year}年第{'一二三四'[quarter - 1]}季度"


def days_counted(held_on: date, for_year: int | None, kinds: Iterable[ActivityKind]) -> list[date]:
    """The days in whose quarters a record counts: its own, and the last one of the year it is for (engine/facts.py)."""
    if for_year is None or not any(kind.for_year for kind in kinds):
        return [held_on]
    return [held_on, date(for_year, 12, 31)]


def quarter_of(day: date) -> tuple[int, int]:
    """Year and number of the quarter that holds a day."""
    return day.year, (day.month + 2) // 3
