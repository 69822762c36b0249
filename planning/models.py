"""A year's plan, the fixed day of a month, and the calendars that people subscribe to."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from activities.models import ActivityKind
from branches.models import Branch, Court, PartyGroup
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from planning.choices import Every, Week, Weekday


class PlanItem(ScopedModel, Versioned):
    """Something planned for a month, on a day of it or on any; without a branch it is the court's, for all branches.

    `moved_from` is the day that the rule gave and that was no working day; `by_rule`: a fixed day gave the day and
    nobody has changed it since, so that it follows the fixed day and the holidays. Whether the item was held is not
    stored: it is found from the records (planning/selectors/plans.py). `entry_key` is of the new row of a form that it
    came from: the form sent twice makes one item.
    """

    scope = Scope(ScopeClass.PLANNED, group="group")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="plan_items", verbose_name="党支部"
    )
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+", verbose_name="类型")
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    planned_on = models.DateField("日期", null=True, blank=True)
    moved_from = models.DateField("原定日期", null=True, blank=True)
    title = models.CharField("主题", max_length=100, blank=True)
    topic = models.CharField("议题", max_length=500, blank=True)
    owner_name = models.CharField("负责人", max_length=50, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    by_rule = models.BooleanField("按固定日排定", default=False)
    entry_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    copied_from = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="copy")

    class Meta:
        verbose_name = verbose_name_plural = "计划事项"
        ordering = ("year", "month", "planned_on", "id")
        indexes = (models.Index(fields=("court", "branch", "year"), name="plan_of_branch_year"),)
        constraints = (
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="plan_month_of_a_year"),
            models.CheckConstraint(
                condition=Q(moved_from__isnull=True) | Q(planned_on__isnull=False), name="plan_moved_to_a_day"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(branch__isnull=False), name="plan_group_has_branch"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月 {self.kind}"

    def clean(self) -> None:
        if self.planned_on and (self.planned_on.year, self.planned_on.month) != (self.year, self.month):
            raise ValidationError({"planned_on": f"日期不在 {self.year} 年 {self.month} 月"})


class FixedDay(ScopedModel, Versioned):
    """The day of each month on which a branch does one kind of thing: the 5th, or the first Friday."""

    scope = Scope(ScopeClass.PLANNED)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="fixed_days", verbose_name="党支部")
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+", verbose_name="类型")
    every = models.CharField("方式", max_length=10, choices=Every.choices)
    day = models.PositiveSmallIntegerField("几日", null=True, blank=True)
    week = models.PositiveSmallIntegerField("第几个", choices=Week.choices, null=True, blank=True)
    weekday = models.PositiveSmallIntegerField("星期几", choices=Weekday.choices, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "固定日"
        ordering = ("branch_id", "kind_id")
        constraints = (
            models.UniqueConstraint(fields=("branch", "kind"), name="one_fixed_day_a_kind"),
            models.CheckConstraint(
                condition=Q(every=Every.DATE, day__gte=1, day__lte=31, week__isnull=True, weekday__isnull=True)
                | Q(every=Every.WEEKDAY, day__isnull=True, week__gte=1, week__lte=5, weekday__gte=0, weekday__lte=6),
                name="fixed_day_named_in_one_way",
            ),
        )

    def __str__(self) -> str:
        if self.every == Every.DATE:
            return f"每月 {self.day} 日"
        return f"每月{self.get_week_display()}{self.get_weekday_display()}"


class CalendarFeed(models.Model):
    """A person's calendar address. Of the token only its digest is kept; a new one makes the old address unknown."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField("地址指纹", max_length=64, unique=True)
    opened_at = models.DateTimeField("开通时间")
    used_on = models.DateField("最近使用", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"日历订阅 {self.pk}"
