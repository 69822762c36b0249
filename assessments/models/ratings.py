"""The year's star ratings (星级评定): applications, vetoes, the stars as they were given, and the plates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.choices import MOST_STARS, STARS, Change, PlateAct
from assessments.models.assessments import Assessment, published, unpublished
from assessments.models.standards import Standard
from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from rectification.models import Problem
from rectification.models.problems import Voidable, voided_by_and_why

OF_BRANCH = Scope(ScopeClass.BRANCH, officers_only=True)
BETWEEN_ONE_AND_FIVE = Q(stars__gte=1, stars__lte=MOST_STARS)


class OfBranch(ScopedModel):
    scope = OF_BRANCH

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")

    class Meta:
        abstract = True


class Application(OfBranch, Versioned):
    """For which level a branch applies in a year (申报); taken back, it stays on record."""

    year = models.PositiveSmallIntegerField("年度")
    stars = models.PositiveSmallIntegerField("申报星级", choices=STARS)
    text = models.TextField("申报说明", max_length=2000, blank=True)
    applied_on = models.DateField("申报日期")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="申报人"
    )
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤回人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "星级申报"
        ordering = ("-year", "branch__order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("branch", "year"), condition=Q(withdrawn_on__isnull=True), name="applied_once_a_year"
            ),
            models.CheckConstraint(condition=BETWEEN_ONE_AND_FIVE, name="applied_for_one_to_five"),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.year}年申报{self.get_stars_display()}"


class Veto(OfBranch, Voidable):
    """A reason why a branch may not have many stars in a year, where its court's standard has such (一票否决)."""

    year = models.PositiveSmallIntegerField("年度")
    on = models.DateField("日期")
    text = models.CharField("事由", max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "一票否决"
        ordering = ("-on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="veto_has_words"),
            voided_by_and_why("veto_voided_by_and_why"),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.year}年"


class Rating(ScopedModel, Versioned):
    """The stars of a court's branches for a year. `cap`: how many may have five; published, they stay as they are until
    somebody takes the publication back with a reason."""

    scope = Scope(
        ScopeClass.CLAIMED,
        branch=None,
        offered_if=published(""),
        officers_only=True,
        shared_upwards=True,
        shared_if=published(""),
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    year = models.PositiveSmallIntegerField("年度")
    standard = models.ForeignKey(Standard, models.PROTECT, related_name="+", verbose_name="星级标准")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+", verbose_name="年终考评")
    cap = models.PositiveSmallIntegerField("五星名额")
    rated_at = models.DateTimeField("评定时间")
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公布人"
    )
    reopen_reason = models.CharField("收回原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "星级评定"
        ordering = ("-year", "id")
        constraints = (models.UniqueConstraint(fields=("court", "year"), name="rated_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}年度星级评定"


class StarRating(OfBranch):
    """One branch's stars, with why. `stars` is empty for one that did not apply. `position` is the order by score and
    ties, for the committee. `parts`: {"quarters": [[2024Q1, "86.50"], …], "year": "91.00", "ties": […]}."""

    scope = Scope(
        ScopeClass.BRANCH,
        officers_only=True,
        held_back=unpublished("rating__"),
        shared_upwards=True,
        shared_if=published("rating__"),
    )

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="stars", verbose_name="星级评定")
    applied_for = models.PositiveSmallIntegerField("申报星级", choices=STARS, null=True, blank=True)
    points = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    stars = models.PositiveSmallIntegerField("星级", choices=STARS, null=True, blank=True)
    provisional = models.BooleanField("尚有不详项目", default=False)
    change = models.CharField("变动", max_length=10, choices=Change.choices, blank=True)
    gates_failed = models.JSONField("未达到的否决性条件", default=list)
    gates_unknown = models.JSONField("情况不详的否决性条件", default=list)
    reasons = models.JSONField("理由", default=list)
    consequences = models.JSONField("后续", default=list)
    position = models.PositiveSmallIntegerField("顺序", null=True, blank=True)
    parts = models.JSONField("得分构成", default=dict)
    # What a branch that did not apply has to put right.
    problem = models.ForeignKey(
        Problem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="整改问题"
    )

    class Meta:
        verbose_name = verbose_name_plural = "支部星级"
        ordering = ("branch__order", "branch_id")
        constraints = (
            models.UniqueConstraint(fields=("rating", "branch"), name="branch_rated_once"),
            models.CheckConstraint(
                condition=Q(stars__isnull=True) | BETWEEN_ONE_AND_FIVE & Q(applied_for__isnull=False),
                name="stars_for_whom_applied",
            ),
            models.CheckConstraint(condition=Q(change__in=("", *Change.values)), name="star_change_known"),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.get_stars_display() or '未评定'}"


TAKEN_BACK = Q(rating__isnull=False, rating__published_on__isnull=True)


class StarChange(OfBranch, Versioned, Voidable):
    """A plate that was awarded, taken or given back, on a day: the register of plates. What a later publication says
    otherwise is voided; while a rating is taken back, its plates are the committee's own affair."""

    scope = Scope(ScopeClass.PUBLISHED, held_back=TAKEN_BACK | Q(voided_at__isnull=False))

    year = models.PositiveSmallIntegerField("评定年度")
    act = models.CharField("事项", max_length=10, choices=PlateAct.choices)
    stars = models.PositiveSmallIntegerField("星级", choices=STARS, help_text="牌匾上的星级。")
    on = models.DateField("日期")
    plate_number = models.CharField("牌匾编号", max_length=40, blank=True)
    text = models.CharField("说明", max_length=200, blank=True)
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="星级评定")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "星级牌匾"
        ordering = ("-on", "-id")
        indexes = (models.Index(fields=("branch", "on")),)
        constraints = (
            models.CheckConstraint(condition=Q(act__in=PlateAct.values), name="plate_act_known"),
            models.CheckConstraint(condition=BETWEEN_ONE_AND_FIVE, name="plate_of_one_to_five"),
            models.UniqueConstraint(
                fields=("branch", "year", "act"),
                condition=Q(rating__isnull=False, voided_at__isnull=True),
                name="plate_act_once_a_rating",
            ),
            voided_by_and_why("plate_voided_by_and_why"),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.get_stars_display()}{self.get_act_display()}"

    @property
    def stands(self) -> bool:
        """Not voided, and not of a rating that is taken back."""
        return self.voided_at is None and (self.rating is None or self.rating.published_on is not None)
