"""Kinds of meetings and activities, and the norms that say how often each is owed. Rules are rows, not code."""

from copy import copy

from django.db import models
from django.db.models import Q

from activities.choices import QUORUM_OF, HeldAs, NormUnit, PeriodLength, Quorum, Roster
from branches.choices import BranchKind, Mark
from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class ActivityKind(ScopedModel):
    """A kind of the whole system (no court) or of one court."""

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=10)
    roster = models.CharField("应到人员", max_length=10, choices=Roster.choices, default=Roster.BRANCH)
    quorum = models.CharField("法定人数", max_length=10, choices=Quorum.choices, default=Quorum.NONE)
    has_resolutions = models.BooleanField("可作决议", default=False)
    study_hours = models.DecimalField("默认学时", max_digits=4, decimal_places=1, null=True, blank=True)
    for_year = models.BooleanField("须注明所属年度", default=False)
    form_is_chosen = models.BooleanField(
        "召开形式可选", default=False, help_text="可以支部党员大会、支委会会议或党小组会的形式召开。"
    )
    least_present = models.PositiveSmallIntegerField("至少到会人数", default=1)
    several_days = models.BooleanField("可连续几天", default=False)
    fields = models.JSONField("另填的内容", default=list, blank=True, help_text="activities/details.py 中的代码。")
    order = models.PositiveIntegerField("顺序", default=100)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动类型"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="kind_name_once_a_court"),
            models.UniqueConstraint(fields=("name",), condition=Q(court__isnull=True), name="kind_name_once"),
            models.CheckConstraint(condition=Q(roster__in=Roster.values), name="kind_roster_known"),
            models.CheckConstraint(condition=Q(quorum__in=Quorum.values), name="kind_quorum_known"),
        )

    def __str__(self) -> str:
        return self.name

    # Set on copies that `held_in` makes; a kind by itself is held in its own form.
    form = ""

    def held_in(self, form: str) -> "ActivityKind":
        """This kind as it is held in one of the forms open to it: with that form's roster and quorum. Never saved."""
        if not form:
            return self
        kind = copy(self)
        kind.form, kind.roster, kind.quorum = form, form, QUORUM_OF[HeldAs(form)]
        return kind


class Norm(ScopedModel):
    """`times` a period, owed by each `unit`; in force for periods that end within its effective dates.

    For one branch and one period the most specific row in force stands: a court's own before the general one, one for
    the branch's kind before one for all kinds. `times` of 0 says that nothing is owed.
    """

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="norms", verbose_name="活动类型")
    court = models.ForeignKey(
        Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院", help_text="空着表示通用。"
    )
    branch_kind = models.CharField(
        "支部类型", max_length=10, choices=BranchKind.choices, blank=True, help_text="空着表示各类支部。"
    )
    unit = models.CharField("应由谁召开", max_length=10, choices=NormUnit.choices)
    times = models.PositiveSmallIntegerField("次数", default=1)
    period = models.CharField("周期", max_length=10, choices=PeriodLength.choices)
    mark = models.CharField("性质", max_length=1, choices=Mark.choices)
    source = models.CharField("依据", max_length=100)
    article = models.CharField("条款", max_length=30, blank=True)
    effective_from = models.DateField("起始日期")
    effective_to = models.DateField("截止日期", null=True, blank=True)
    checked = models.BooleanField("已与正式文本核对", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "组织生活规定"
        ordering = ("kind__order", "court_id", "branch_kind", "effective_from", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "court", "branch_kind", "effective_from"), name="norm_once_a_date_of_court"
            ),
            models.UniqueConstraint(
                fields=("kind", "branch_kind", "effective_from"),
                condition=Q(court__isnull=True),
                name="norm_once_a_date",
            ),
            models.CheckConstraint(condition=Q(unit__in=NormUnit.values), name="norm_unit_known"),
            models.CheckConstraint(condition=Q(period__in=PeriodLength.values), name="norm_period_known"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                name="norm_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.get_period_display()}{self.times}次"

    @property
    def in_words(self) -> str:
        """`党支部每季度 1 次`, and of which branches where not of all."""
        owed = f"{self.get_unit_display()}{self.get_period_display()} {self.times} 次" if self.times else "不作次数要求"
        return f"{owed}（{self.get_branch_kind_display()}支部）" if self.branch_kind else owed

    @property
    def cited(self) -> str:
        """Where the norm stands, for a help tip."""
        return f"{self.source}{self.article}"
