"""What people say to a branch's scores: reviewers, the branch itself, and the branch that objects."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.choices import ObjectionState, ReviewState, Way
from assessments.models.assessments import Assessment, OfScore, published, unpublished
from branches.scoping import Scope, ScopeClass
from core.attachments.models import StoredFile
from core.models import Versioned

# The branch writes these before anything is published, and reads them.
OF_THE_BRANCH = Scope(ScopeClass.BRANCH, officers_only=True)


class Review(OfScore):
    """What a reviewer gives for one indicator, never changed: the last one that stands counts, in every revision that
    asks the same and leaves room for it (selectors/overlay.py).

    Without points the indicator does not apply to the branch. Over a set number of points a change waits for a second
    reviewer (`second_*`). Whoever reads the scores reads it too: it is part of them.
    """

    scope = Scope(
        ScopeClass.BRANCH, officers_only=True, held_back=unpublished(), shared_upwards=True, shared_if=published()
    )

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="reviews", verbose_name="考评")
    code = models.CharField("指标", max_length=6)
    # What the standard asked under the code when it was given (Line.asks); another edition may ask something else.
    asked = models.TextField("当时的计分规则", default=Way.REVIEW, editable=False)
    points = models.DecimalField("得分", max_digits=5, decimal_places=2, null=True, blank=True)
    evidence = models.CharField("依据", max_length=1000)
    reason = models.CharField("理由", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=ReviewState.choices, default=ReviewState.STANDS)
    on = models.DateField("日期")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评审人")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    second_on = models.DateField("复核日期", null=True, blank=True)
    second_words = models.CharField("复核意见", max_length=500, blank=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评审"
        ordering = ("id",)
        indexes = (models.Index(fields=("assessment", "branch", "code")),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="review_has_evidence"),
            models.CheckConstraint(condition=Q(points__isnull=True) | Q(points__gte=0), name="review_not_negative"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True, second_on__isnull=True)
                | Q(second_by__isnull=False, second_on__isnull=False) & ~Q(second_by=models.F("recorded_by")),
                name="review_confirmed_by_another",
            ),
            models.UniqueConstraint(
                fields=("assessment", "branch", "code"),
                condition=Q(state=ReviewState.WAITS),
                name="one_review_waits_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.code} {self.points}"


class ReviewFile(OfScore, StoredFile):
    """A file that a reviewer put beside what was given; nobody has to."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True, held_back=Q(review__assessment__published_on__isnull=True))

    review = models.ForeignKey(Review, models.CASCADE, related_name="files", verbose_name="评审")

    class Meta:
        verbose_name = verbose_name_plural = "评审材料"
        ordering = ("id",)


class SelfAssessment(OfScore, Versioned):
    """What a branch says of itself where the data does not: {code: {"points": "3.00", "text": …}}. Nobody has to."""

    scope = OF_THE_BRANCH

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="own_words", verbose_name="考评")
    entries = models.JSONField("自评", default=dict)
    written_on = models.DateField("日期")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填写人")

    class Meta:
        verbose_name = verbose_name_plural = "支部自评"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("assessment", "branch"), name="self_assessed_once"),)

    def __str__(self) -> str:
        return f"{self.branch}自评"


class Objection(OfScore):
    """What a branch says against its published scores, and the committee's written answer; without a code, against
    the whole."""

    scope = OF_THE_BRANCH

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="objections", verbose_name="考评")
    code = models.CharField("指标", max_length=6, blank=True)
    text = models.TextField("异议", max_length=1000)
    raised_on = models.DateField("提出日期")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人")
    state = models.CharField("状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    # The assessment's version at the answer: what is accepted opens its indicator in that publication only.
    answered_version = models.PositiveIntegerField("答复时的版本", null=True, blank=True, editable=False)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="objection_state_known"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, answer="", answered_on__isnull=True)
                | ~Q(state=ObjectionState.OPEN) & ~Q(answer="") & Q(answered_on__isnull=False),
                name="objection_answered_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch}对{self.assessment}的异议"
