"""Assessments (考评) of a court's branches in a quarter or a year, and each branch's scores as they were computed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.models import PeriodLock
from assessments.choices import ASSESSMENT_TAGS, AssessmentState, AssessmentStepKind
from assessments.models.standards import Standard
from assessments.periods import WHOLE_YEAR, Span
from branches.models import Branch, Court
from branches.scoping import EVERYTHING, Scope, ScopeClass, ScopedModel
from core.models import Versioned
from rectification.models import Finding


def unpublished(prefix: str = "assessment__") -> Q:
    """Rows of an assessment that its committee has not published yet."""
    return Q(**{f"{prefix}published_on__isnull": True})


def published(prefix: str = "assessment__") -> Q:
    return Q(**{f"{prefix}published_on__isnull": False})


class Assessment(ScopedModel, Versioned):
    """One quarter of one court; `quarter` of WHOLE_YEAR: the year's own. Its branches know that it goes on; they see
    their scores once it is published. Computed again before it is closed it has a new `revision`, if anything differs.

    `medians`: of the branches' percents at publication, {"all": "86.50", aspect code: …}.
    """

    scope = Scope(
        ScopeClass.CLAIMED,
        branch=None,
        offered_if=EVERYTHING,
        officers_only=True,
        shared_upwards=True,
        shared_if=published(""),
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    year = models.PositiveSmallIntegerField("年度")
    quarter = models.PositiveSmallIntegerField("季度", default=WHOLE_YEAR)
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name="星级标准")
    as_of = models.DateField("截至日期")
    revision = models.PositiveSmallIntegerField("第几次计算", default=1, editable=False)
    state = models.CharField("状态", max_length=10, choices=AssessmentState.choices, default=AssessmentState.COMPUTED)
    computed_at = models.DateTimeField("计算时间")
    published_on = models.DateField("公布日期", null=True, blank=True)
    objections_until = models.DateField("异议截止", null=True, blank=True)
    closed_on = models.DateField("定稿日期", null=True, blank=True)
    medians = models.JSONField("中位数", default=dict, blank=True)
    # What its closing locked; none where somebody had locked the quarter before, who then opens it too.
    lock = models.ForeignKey(
        PeriodLock, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="季度锁定"
    )

    class Meta:
        verbose_name = verbose_name_plural = "考评"
        ordering = ("-year", "-quarter", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "year", "quarter"), name="assessment_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="assessment_of_a_quarter_or_year"),
            models.CheckConstraint(condition=Q(state__in=AssessmentState.values), name="assessment_state_known"),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.COMPUTED, closed_on__isnull=True, published_on__isnull=True)
                | Q(state=AssessmentState.PUBLISHED, closed_on__isnull=True, published_on__isnull=False)
                | Q(state=AssessmentState.CLOSED, closed_on__isnull=False, published_on__isnull=False),
                name="assessment_state_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.span.label}考评"

    @property
    def span(self) -> Span:
        return Span(self.year, self.quarter)

    @property
    def is_closed(self) -> bool:
        return self.state == AssessmentState.CLOSED

    def is_early(self, as_of: date) -> bool:
        """Whether it is under review as of a day before `as_of`: it wants computing again."""
        return self.state == AssessmentState.COMPUTED and self.as_of < as_of

    @property
    def tag(self) -> str:
        return ASSESSMENT_TAGS[AssessmentState(self.state)]


class AssessmentStep(ScopedModel):
    """What was done with an assessment, never changed."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="steps", verbose_name="考评")
    kind = models.CharField("步骤", max_length=10, choices=AssessmentStepKind.choices)
    revision = models.PositiveSmallIntegerField("第几次计算")
    on = models.DateField("日期")
    reason = models.CharField("原因", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "考评步骤"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AssessmentStepKind.values), name="assessment_step_known"),
            models.CheckConstraint(
                condition=~Q(kind=AssessmentStepKind.REOPENED) | ~Q(reason=""), name="reopened_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class OfScore(ScopedModel):
    """Rows about one branch in an assessment: for its officers once published, and for the committee."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True, held_back=unpublished())

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")

    class Meta:
        abstract = True


class BranchScore(OfScore):
    """One branch in one revision, as computed; what reviewers say stands beside it (Review) and in the three sums.

    `scores`: {code: {"state", "points", "of", "inputs", "why"}}, points as texts ("4.00") or None; `records`: {code:
    {model label: [ids]}} of what was counted. `of`: points of what applies, `known_of`: of what is known.
    """

    scope = Scope(
        ScopeClass.BRANCH, officers_only=True, held_back=unpublished(), shared_upwards=True, shared_if=published()
    )

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores", verbose_name="考评")
    revision = models.PositiveSmallIntegerField("第几次计算")
    points = models.DecimalField("得分", max_digits=6, decimal_places=2)
    of = models.DecimalField("总分", max_digits=6, decimal_places=2)
    known_of = models.DecimalField("已知部分总分", max_digits=6, decimal_places=2)
    unknown = models.PositiveSmallIntegerField("不详和待评审项数", default=0)
    scores = models.JSONField("各项得分")
    records = models.JSONField("所计记录", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "支部考评"
        ordering = ("branch__order", "branch_id")
        constraints = (
            models.UniqueConstraint(fields=("assessment", "revision", "branch"), name="branch_scored_once_a_revision"),
            models.CheckConstraint(
                condition=Q(points__gte=0, known_of__lte=models.F("of"), points__lte=models.F("known_of")),
                name="scored_within_what_is_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.assessment}"


class Shortfall(OfScore):
    """That a branch lacked points of an indicator, and the finding of the quarter's inspection that came of it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="shortfalls", verbose_name="考评")
    code = models.CharField("指标", max_length=6)
    finding = models.OneToOneField(Finding, models.PROTECT, related_name="+", verbose_name="检查发现的问题")

    class Meta:
        verbose_name = verbose_name_plural = "考评短板"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("assessment", "branch", "code"), name="shortfall_found_once"),)

    def __str__(self) -> str:
        return f"{self.branch} {self.code}"
