"""Star standards (星级标准): aspects, indicators, the figures by which stars are given. Rules are rows, not code."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.choices import MOST_STARS, StandardState, Way
from branches.choices import Mark
from branches.models import Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned

DRAFT = Q(state=StandardState.DRAFT)
TIES = ["B", "A"]  # 制度执行, then 责任落实, in the shipped standard


def _ties() -> list[str]:
    return list(TIES)


class Standard(ScopedModel, Versioned):
    """The standard of a court for a year; without a court and a year, the one that is shipped.

    It is adopted before use and frozen after: what is changed later is a new `edition` of the year, and the highest one
    that is adopted stands. Shares are percents, the other figures points.
    """

    scope = Scope(ScopeClass.CONFIGURATION, branch=None, held_back=DRAFT)

    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    edition = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    name = models.CharField("名称", max_length=100)
    note = models.CharField("说明", max_length=500, blank=True)
    state = models.CharField("状态", max_length=10, choices=StandardState.choices, default=StandardState.DRAFT)
    adopted_on = models.DateField("通过日期", null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    adopted_how = models.CharField("通过情况", max_length=200, blank=True, help_text="例如在哪次会议上讨论通过。")
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="由哪一份复制"
    )

    five_from = models.DecimalField("五星不低于", max_digits=5, decimal_places=2, default=90)
    four_from = models.DecimalField("四星不低于", max_digits=5, decimal_places=2, default=80)
    three_from = models.DecimalField("三星不低于", max_digits=5, decimal_places=2, default=70)
    two_from = models.DecimalField("二星不低于", max_digits=5, decimal_places=2, default=60)
    five_share = models.PositiveSmallIntegerField("五星比例（%）", default=30, help_text="不超过支部总数的百分之几。")
    quarters_weight = models.PositiveSmallIntegerField(
        "季度考评占年度得分（%）", default=40, help_text="其余为年终考评；没有季度考评的，全部按年终考评。"
    )
    tie_aspects = models.JSONField("同分时先比哪些方面", default=_ties, blank=True)
    veto_stars = models.PositiveSmallIntegerField(
        "一票否决后最高星级", null=True, blank=True, help_text="空着表示不设一票否决。"
    )
    second_over = models.DecimalField(
        "改动超过多少分须复核", max_digits=4, decimal_places=2, default=1, help_text="由机关党委另一人复核后生效。"
    )
    objection_days = models.PositiveSmallIntegerField("公布后几天内可提异议", default=7)
    remedy_days = models.PositiveSmallIntegerField("后进党支部整改期限（天）", default=60)

    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "星级标准"
        ordering = (F("year").desc(nulls_last=True), "-edition", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "year", "edition"), name="standard_edition_once_a_year"),
            models.UniqueConstraint(fields=("court", "year"), condition=DRAFT, name="one_draft_standard_a_year"),
            models.CheckConstraint(condition=Q(state__in=StandardState.values), name="standard_state_known"),
            models.CheckConstraint(
                condition=Q(court__isnull=True, year__isnull=True) | Q(court__isnull=False, year__isnull=False),
                name="standard_of_a_court_and_year",
            ),
            models.CheckConstraint(
                condition=Q(state=StandardState.DRAFT, adopted_on__isnull=True)
                | Q(state=StandardState.ADOPTED, adopted_on__isnull=False),
                name="adopted_standard_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(five_from__gt=F("four_from"), four_from__gt=F("three_from"))
                & Q(three_from__gt=F("two_from"), two_from__gt=0, five_from__lte=100),
                name="stars_from_in_order",
            ),
            models.CheckConstraint(
                condition=Q(five_share__lte=100, quarters_weight__lte=100), name="standard_shares_are_percents"
            ),
            models.CheckConstraint(
                condition=Q(veto_stars__isnull=True) | Q(veto_stars__gte=1, veto_stars__lt=MOST_STARS),
                name="veto_takes_stars",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def called(cls, name: str) -> str:
        """What a field is called on pages and sheets."""
        return str(cls._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # of a field, not of a relation

    @property
    def is_draft(self) -> bool:
        return self.state == StandardState.DRAFT

    @property
    def is_shipped(self) -> bool:
        return self.court_id is None


OF_STANDARD = Scope(
    ScopeClass.CONFIGURATION,
    court="standard__court",
    branch=None,
    held_back=Q(standard__state=StandardState.DRAFT),
)


class Aspect(ScopedModel):
    """One of the (five) aspects of a standard; its points are the sum of its indicators'."""

    scope = OF_STANDARD

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="aspects", verbose_name="星级标准")
    code = models.CharField("代码", max_length=4)
    name = models.CharField("方面", max_length=40)
    order = models.PositiveSmallIntegerField("顺序", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "方面"
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("standard", "code"), name="aspect_code_once_a_standard"),)

    def __str__(self) -> str:
        return self.name


class Indicator(ScopedModel, Versioned):
    """One indicator. `input` names what is counted (selectors/inputs), with `params` where it has any. `table` holds
    the figures of the way: STEPS [[from percent, points], …]; COUNT, DEDUCT {"each": points}; GRADE {grade: points};
    the other ways have none. `yearly`: it is asked in the year's assessment alone."""

    scope = OF_STANDARD

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="indicators", verbose_name="星级标准")
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="indicators", verbose_name="方面")
    code = models.CharField("代码", max_length=6)
    name = models.CharField("指标", max_length=60)
    points = models.DecimalField("分值", max_digits=5, decimal_places=2)
    way = models.CharField("计分方式", max_length=10, choices=Way.choices)
    input = models.CharField("计分依据", max_length=30, blank=True)
    params = models.JSONField("依据的范围", default=dict, blank=True)
    table = models.JSONField("计分数值", default=dict, blank=True)
    is_gate = models.BooleanField("否决性条件", default=False, help_text="申报四星、五星须得满分。")
    yearly = models.BooleanField("只在年终考评", default=False)
    evidence = models.CharField("评审看什么", max_length=300, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    mark = models.CharField("性质", max_length=1, choices=Mark.choices, default=Mark.LOCAL)
    order = models.PositiveSmallIntegerField("顺序", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        ordering = ("aspect__order", "order", "id")
        constraints = (
            models.UniqueConstraint(fields=("standard", "code"), name="indicator_code_once_a_standard"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="indicator_way_known"),
            models.CheckConstraint(condition=Q(points__gt=0), name="indicator_has_points"),
            models.CheckConstraint(
                condition=Q(way=Way.REVIEW, input="") | ~Q(way=Way.REVIEW) & ~Q(input=""),
                name="indicator_counts_or_is_reviewed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_reviewed(self) -> bool:
        return self.way == Way.REVIEW
