"""Inspections (检查), the branches that were checked, what was found there, and how it was rechecked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from activities.models.locks import quarter_label
from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from rectification.choices import InspectionKind, Nature
from rectification.models.problems import Problem, Voidable, voided_by_and_why


class Inspection(ScopedModel, Versioned, Voidable):
    """`year` and `quarter` are those that it counts for. A quarterly one is of all branches and no secret to them; of
    another a branch learns once it was checked."""

    scope = Scope(
        ScopeClass.CLAIMED,
        branch=None,
        earlier="visits__branch",
        offered_if=Q(kind=InspectionKind.QUARTERLY),
        officers_only=True,
        shared_upwards=True,
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    kind = models.CharField("检查类型", max_length=12, choices=InspectionKind.choices)
    title = models.CharField("检查名称", max_length=100)
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度")
    held_on = models.DateField("检查日期")
    until = models.DateField("结束日期", null=True, blank=True)
    inspectors = models.CharField("检查人员", max_length=300)
    basis = models.CharField("检查依据", max_length=300, blank=True)
    closed_on = models.DateField("结束登记日期", null=True, blank=True)
    closing_words = models.CharField("检查情况说明", max_length=1000, blank=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "检查"
        ordering = ("-held_on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("court", "year", "quarter"),
                condition=Q(kind=InspectionKind.QUARTERLY, voided_at__isnull=True),
                name="quarterly_inspection_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=InspectionKind.values), name="inspection_kind_known"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="inspection_quarter_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("held_on")), name="inspection_ends_after_start"
            ),
            voided_by_and_why("inspection_voided_by_and_why"),
        )
        indexes = (models.Index(fields=("court", "held_on")),)

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        return quarter_label(self.year, self.quarter)

    @property
    def is_quarterly(self) -> bool:
        return self.kind == InspectionKind.QUARTERLY

    @property
    def is_open(self) -> bool:
        """Whether more may be written down."""
        return self.closed_on is None and self.voided_at is None


class OfBranch(ScopedModel):
    """What an inspection says of one branch: for that branch and the committee, for no other branch."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True, shared_upwards=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")

    class Meta:
        abstract = True


class InspectionBranch(OfBranch, Versioned):
    """A branch that was checked. Nothing found is a fact of its own (`found_nothing`), not the lack of findings."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="visits", verbose_name="检查")
    checked_on = models.DateField("检查日期")
    looked_at = models.CharField("检查内容", max_length=500, blank=True)
    conclusion = models.TextField("检查结论", max_length=2000, blank=True)
    found_nothing = models.BooleanField("未发现问题", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "支部检查情况"
        ordering = ("branch__order", "branch_id")
        constraints = (models.UniqueConstraint(fields=("inspection", "branch"), name="branch_inspected_once"),)

    def __str__(self) -> str:
        return f"{self.inspection}：{self.branch}"


class Finding(OfBranch, Versioned, Voidable):
    """A shortfall. `due_on` stays as it was set here; the problem that it becomes has its own."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings", verbose_name="检查")
    visit = models.ForeignKey(InspectionBranch, models.PROTECT, related_name="findings", verbose_name="支部检查情况")
    number = models.PositiveIntegerField("序号", editable=False)
    text = models.CharField("发现的问题", max_length=500)
    aspect = models.CharField("对应指标", max_length=100, blank=True)
    nature = models.CharField("类型", max_length=10, choices=Nature.choices, blank=True)
    due_on = models.DateField("整改期限")
    problem = models.OneToOneField(
        Problem, models.PROTECT, null=True, blank=True, related_name="finding", verbose_name="整改问题"
    )
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "检查发现的问题"
        ordering = ("inspection_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("inspection", "number"), name="finding_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_words"),
            models.CheckConstraint(condition=Q(nature__in=("", *Nature.values)), name="finding_nature_known"),
            voided_by_and_why("finding_voided_by_and_why"),
        )
        indexes = (models.Index(fields=("branch", "due_on")), models.Index(fields=("court", "due_on")))

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Recheck(OfBranch):
    """Never changed. `after`: the last step of the problem by then, so that what came later is known on any day."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="rechecks", verbose_name="检查发现的问题")
    on = models.DateField("复查日期")
    passed = models.BooleanField("是否通过")
    text = models.TextField("复查情况", max_length=2000, blank=True)
    after = models.PositiveIntegerField("复查前的最后一步")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        ordering = ("on", "id")
        constraints = (models.CheckConstraint(condition=Q(passed=True) | ~Q(text=""), name="failed_recheck_says_why"),)
        indexes = (models.Index(fields=("finding", "on")),)

    def __str__(self) -> str:
        return f"{self.on} 复查{'通过' if self.passed else '未通过'}"
