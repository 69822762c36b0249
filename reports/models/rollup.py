"""The roll-up: each court's figures by month, with and without the courts below it (docs/adr/0028)."""

from django.db import models

from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class CourtMonth(ScopedModel):
    """What the engine answers for a court's periods that end in a month, as of that month's end; of the running month,
    as of the day `counted_on`, on which its own branches were counted last: a period that ends today is due only today.

    `own` and `below` (own and all courts below) are {"kinds": {code: the figures of engine.MonthFigures in their
    order}, "organization": [branches, groups, members, probationary] of that day}. `so_far`: the kinds of `below`
    summed since January, so that a page of a year reads one month a court.
    """

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.CASCADE, related_name="+", verbose_name="法院")
    month = models.PositiveSmallIntegerField("月份", help_text="年份乘 12 加月份减 1。")
    own = models.JSONField("本院", default=dict)
    below = models.JSONField("本院及下级法院", default=dict)
    so_far = models.JSONField("当年累计", default=dict)
    counted_on = models.DateField("统计日期")
    refreshed_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "法院各月汇总"
        ordering = ("court", "month")
        constraints = (models.UniqueConstraint(fields=("court", "month"), name="court_month_once"),)
        # Whether all below were counted is asked by every page of sums, of thousands of courts.
        indexes = (models.Index(fields=("month", "counted_on"), include=("court",), name="court_month_counted"),)

    def __str__(self) -> str:
        return f"{self.court} {self.month // 12}-{self.month % 12 + 1:02d}"


class StaleCourt(ScopedModel):
    """A mark: the figures of a court (`with_below`: and of all below it; no court: of all) changed since a month.

    Each change adds one and none is written twice, so that nobody who saves waits for anybody; a refresh removes those
    that it took.
    """

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.CASCADE, null=True, related_name="+", verbose_name="法院")
    with_below = models.BooleanField("连同下级法院", default=False)
    since_month = models.PositiveSmallIntegerField("起始月份", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "待更新的汇总"
        ordering = ("id",)
        indexes = (models.Index(fields=("court", "since_month"), name="stale_court"),)

    def __str__(self) -> str:
        return f"{self.court or '全部法院'}"
