"""The tree of courts, and the branches and groups of each."""

from datetime import date

from django.db import models
from django.db.models import Q

from branches.choices import BranchKind, CourtLevel
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned


class Court(ScopedModel, Versioned):
    """`path` is `/id of the top/…/own id/`: all courts below one have a path that starts with its own."""

    scope = Scope(ScopeClass.CONFIGURATION, court="self", branch=None)

    name = models.CharField("名称", max_length=100, unique=True)
    level = models.CharField("层级", max_length=12, choices=CourtLevel.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级法院"
    )
    path = models.CharField("路径", max_length=200, unique=True, null=True, editable=False)  # noqa: DJ001  # "" is not unique
    order = models.PositiveIntegerField("顺序", default=0)
    shares_records = models.BooleanField(
        "同意上级法院查看已提交的记录",
        default=False,
        help_text="上级法院总能看到汇总数；勾选后还能查看已提交的会议记录，不含草稿和个人电话。",
    )
    late_after_days = models.PositiveSmallIntegerField(
        "超过几天算补录", default=7, help_text="会后超过这个天数才提交的记录标为补录，不会被拒绝。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "法院"
        ordering = ("order", "id")
        constraints = (models.CheckConstraint(condition=Q(level__in=CourtLevel.values), name="court_level_known"),)

    def __str__(self) -> str:
        return self.name


class GeneralBranch(ScopedModel):
    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="general_branches", verbose_name="法院")
    name = models.CharField("名称", max_length=100)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党总支"
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("court", "name"), name="general_branch_name_once_a_court"),)

    def __str__(self) -> str:
        return self.name


class Existing(models.Model):
    """Something that is founded and dissolved. Without a date it has been there from the beginning, and still is."""

    founded_on = models.DateField("成立日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True, help_text="当天起不再存在。")

    class Meta:
        abstract = True

    def exists_on(self, on: date) -> bool:
        return (self.founded_on is None or self.founded_on <= on) and (
            self.dissolved_on is None or on < self.dissolved_on
        )


def existing_on(on: date, prefix: str = "") -> Q:
    """Rows of an Existing model that are there on `on`."""
    founded = Q(**{f"{prefix}founded_on__isnull": True}) | Q(**{f"{prefix}founded_on__lte": on})
    standing = Q(**{f"{prefix}dissolved_on__isnull": True}) | Q(**{f"{prefix}dissolved_on__gt": on})
    return founded & standing


class Branch(ScopedModel, Versioned, Existing):
    scope = Scope(ScopeClass.BRANCH, branch="self", shared_upwards=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="branches", verbose_name="法院")
    general_branch = models.ForeignKey(
        GeneralBranch, models.PROTECT, null=True, blank=True, related_name="branches", verbose_name="所属党总支"
    )
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类型", max_length=10, choices=BranchKind.choices, default=BranchKind.SERVING)
    order = models.PositiveIntegerField("顺序", default=0, help_text="全院各支部的排列顺序。")
    posts_recorded = models.BooleanField(
        "党内职务已登记",
        default=False,
        help_text="没有登记时，有没有支委会、该不该开支委会都算“不详”。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "党支部"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="branch_name_once_a_court"),
            models.CheckConstraint(condition=Q(kind__in=BranchKind.values), name="branch_kind_known"),
            models.CheckConstraint(
                condition=Q(founded_on__isnull=True)
                | Q(dissolved_on__isnull=True)
                | Q(founded_on__lt=models.F("dissolved_on")),
                name="branch_founded_before_dissolved",
            ),
        )

    def __str__(self) -> str:
        return self.name


class PartyGroup(ScopedModel, Existing):
    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="groups", verbose_name="党支部")
    name = models.CharField("名称", max_length=50)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("branch", "name"), name="group_name_once_a_branch"),
            models.CheckConstraint(
                condition=Q(founded_on__isnull=True)
                | Q(dissolved_on__isnull=True)
                | Q(founded_on__lt=models.F("dissolved_on")),
                name="group_founded_before_dissolved",
            ),
        )

    def __str__(self) -> str:
        return self.name
