"""Figures that rules set (a quorum, a number of months, a number of people). Rules are rows, not code."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from branches.choices import LimitCode, Mark
from branches.models.courts import Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class Limit(ScopedModel):
    """One figure from its first to its last day. A court's own stands before the general one (no court)."""

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    code = models.CharField("项目", max_length=40, choices=LimitCode.choices)
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    value = models.DecimalField("数值", max_digits=7, decimal_places=1)
    unit = models.CharField("单位", max_length=10)
    mark = models.CharField("性质", max_length=1, choices=Mark.choices)
    source = models.CharField("依据", max_length=100)
    article = models.CharField("条款", max_length=30, blank=True)
    effective_from = models.DateField("起始日期")
    effective_to = models.DateField("截止日期", null=True, blank=True)
    checked = models.BooleanField("已与正式文本核对", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "规定数值"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("code", "court", "effective_from"), name="limit_once_a_date_of_court"),
            models.UniqueConstraint(
                fields=("code", "effective_from"), condition=Q(court__isnull=True), name="limit_once_a_date"
            ),
            models.CheckConstraint(condition=Q(code__in=LimitCode.values), name="limit_code_known"),
            models.CheckConstraint(condition=Q(value__gte=0), name="limit_not_negative"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="limit_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.figure}{self.unit}"

    @property
    def figure(self) -> str:
        """The value without zeros that say nothing: 3, 2.5."""
        return f"{self.value.normalize():f}"

    @property
    def cited(self) -> str:
        """Where the figure stands, for a help tip."""
        return f"{self.source}{self.article}"

    def holds_on(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)
