"""Quarterly honours (红旗党支部、示范党小组、党员先锋岗), for everybody of the court to read."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.choices import HonourKind
from branches.models import Branch, Court, Member, PartyGroup
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from rectification.models.problems import Voidable, voided_by_and_why


class Honour(ScopedModel, Versioned, Voidable):
    """One honour of one quarter: of a branch, of a group of it, or of a post in it (`title`, with who holds it)."""

    scope = Scope(ScopeClass.PUBLISHED)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    kind = models.CharField("荣誉", max_length=20, choices=HonourKind.choices)
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员")
    title = models.CharField("岗位", max_length=50, blank=True)
    deeds = models.TextField("事迹", max_length=2000, blank=True)
    awarded_on = models.DateField("授予日期")
    number = models.CharField("文号", max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "季度荣誉"
        ordering = ("-year", "-quarter", "kind", "branch__order", "id")
        indexes = (models.Index(fields=("court", "year", "quarter")),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=HonourKind.values), name="honour_kind_known"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="honour_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(kind=HonourKind.RED_FLAG_BRANCH, group__isnull=True, member__isnull=True, title="")
                | Q(kind=HonourKind.MODEL_GROUP, group__isnull=False, member__isnull=True, title="")
                | Q(kind=HonourKind.PIONEER_POST, group__isnull=True) & (~Q(title="") | Q(member__isnull=False)),
                name="honour_says_of_whom",
            ),
            models.UniqueConstraint(
                fields=("branch", "year", "quarter"),
                condition=Q(kind=HonourKind.RED_FLAG_BRANCH, voided_at__isnull=True),
                name="red_flag_once_a_quarter",
            ),
            models.UniqueConstraint(
                fields=("group", "year", "quarter"),
                condition=Q(kind=HonourKind.MODEL_GROUP, voided_at__isnull=True),
                name="model_group_once_a_quarter",
            ),
            voided_by_and_why("honour_voided_by_and_why"),
        )

    def __str__(self) -> str:
        return f"{self.period}{self.get_kind_display()}"

    @property
    def whom(self) -> str:
        """`第一党支部`, `第一党支部 第二党小组`, `第一党支部 立案窗口 张三`."""
        parts = (self.branch, self.group, self.title, self.member)
        return " ".join(str(part) for part in parts if part)

    @property
    def period(self) -> str:
        return f"{self.year}年第{'一二三四'[self.quarter - 1]}季度"
