"""Duty reviews (述职评议) in three tiers: the report, the questions, and the vote of those present."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.choices import DutyGrade, Tier
from branches.models import Branch, Court, Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from rectification.models.problems import Voidable, voided_by_and_why


class DutyReview(ScopedModel, Versioned, Voidable):
    """`year` is the one that is reported on. `result` follows from the votes: the grade at which, counted from the
    best, more than half of them are reached. Without a branch: a secretary of the court's committee."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    year = models.PositiveSmallIntegerField("述职年度")
    tier = models.CharField("层级", max_length=20, choices=Tier.choices)
    person = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="述职人（党员）"
    )
    person_name = models.CharField("述职人", max_length=50)
    held_on = models.DateField("评议日期")
    report = models.TextField("述职要点", max_length=5000, blank=True)
    comment = models.TextField("点评", max_length=2000, blank=True)
    present = models.PositiveSmallIntegerField("到会人数")
    good = models.PositiveSmallIntegerField("好", default=0)
    fair = models.PositiveSmallIntegerField("较好", default=0)
    ordinary = models.PositiveSmallIntegerField("一般", default=0)
    poor = models.PositiveSmallIntegerField("差", default=0)
    result = models.CharField("综合评价", max_length=10, choices=DutyGrade.choices, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "述职评议"
        ordering = ("-year", "tier", "branch__order", "id")
        constraints = (
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="duty_tier_known"),
            models.CheckConstraint(condition=Q(result__in=DutyGrade.values), name="duty_result_known"),
            models.CheckConstraint(
                condition=Q(tier=Tier.BRANCH_SECRETARY, branch__isnull=False)
                | ~Q(tier=Tier.BRANCH_SECRETARY) & Q(branch__isnull=True),
                name="branch_secretary_has_a_branch",
            ),
            models.CheckConstraint(
                condition=Q(present__gte=F("good") + F("fair") + F("ordinary") + F("poor")),
                name="duty_votes_at_most_present",
            ),
            models.UniqueConstraint(
                fields=("branch", "year"),
                condition=Q(voided_at__isnull=True, branch__isnull=False),
                name="branch_secretary_reviewed_once_a_year",
            ),
            models.UniqueConstraint(
                fields=("court", "year", "tier"),
                condition=Q(voided_at__isnull=True, branch__isnull=True),
                name="committee_secretary_reviewed_once_a_year",
            ),
            voided_by_and_why("duty_review_voided_by_and_why"),
        )

    def __str__(self) -> str:
        return f"{self.person_name} {self.year}年度述职"


class DutyQuestion(ScopedModel):
    """What was asked, and the answer."""

    scope = Scope(ScopeClass.BRANCH, court="review__court", branch="review__branch", officers_only=True)

    review = models.ForeignKey(DutyReview, models.CASCADE, related_name="questions", verbose_name="述职评议")
    order = models.PositiveSmallIntegerField("顺序")
    asker = models.CharField("提问人", max_length=50, blank=True)
    question = models.CharField("提问", max_length=500)
    answer = models.CharField("回答", max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提问"
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("review", "order"), name="duty_question_order_once"),)

    def __str__(self) -> str:
        return self.question
