"""Figures of a court's business that are not counted here (结案率 …): what is measured, and the figures by period."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Court
from branches.models.imports import Imported
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from metrics.choices import IN_PERCENT, Better, Form
from metrics.periods import Period

MOST_DIGITS = 2


class Metric(ScopedModel, Versioned):
    """What is measured: of the whole system (no court), or of one court and those below it."""

    scope = Scope(ScopeClass.CONFIGURATION, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    code = models.CharField("代码", max_length=40, unique=True, editable=False)
    name = models.CharField("名称", max_length=40)
    form = models.CharField("形式", max_length=10, choices=Form.choices)
    unit = models.CharField(
        "单位", max_length=10, blank=True, help_text="例如 件、元、人次、篇；比率填分子、分母的单位。"
    )
    digits = models.PositiveSmallIntegerField("小数位数", default=2, validators=[MaxValueValidator(MOST_DIGITS)])
    better = models.CharField("怎样算好", max_length=10, choices=Better.choices, default=Better.NONE)
    numerator_name = models.CharField("分子是什么", max_length=40, blank=True, help_text="例如“审执结案件”。")
    denominator_name = models.CharField("分母是什么", max_length=40, blank=True, help_text="例如“受理案件”。")
    is_share = models.BooleanField("分子是分母的一部分", default=False, help_text="勾选后，分子不能大于分母。")
    is_stock = models.BooleanField(
        "时点数", default=False, help_text="统计到最后一天的存量，例如剩余未结案件；各个时段不相加，取最后的数。"
    )
    description = models.CharField("口径", max_length=300, blank=True, help_text="怎样统计，依据哪个文件。")
    order = models.PositiveIntegerField("顺序", default=100)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "业务指标"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="metric_name_once_a_court"),
            models.UniqueConstraint(fields=("name",), condition=Q(court__isnull=True), name="metric_name_once"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="metric_form_known"),
            models.CheckConstraint(condition=Q(better__in=Better.values), name="metric_better_known"),
            models.CheckConstraint(condition=Q(digits__lte=MOST_DIGITS), name="metric_digits_few"),
            models.CheckConstraint(
                condition=(Q(form=Form.RATIO) & ~Q(numerator_name="") & ~Q(denominator_name=""))
                | (~Q(form=Form.RATIO) & Q(numerator_name="", denominator_name="", is_share=False)),
                name="metric_parts_of_ratios_alone",
            ),
            models.CheckConstraint(
                condition=Q(is_stock=False) | Q(form__in=(Form.COUNT, Form.MONEY)), name="metric_stock_is_an_amount"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_ratio(self) -> bool:
        return self.form == Form.RATIO

    @property
    def shown_unit(self) -> str:
        """What stands behind a figure; `unit` itself is, of a ratio, that of its parts."""
        return "%" if self.form in IN_PERCENT else self.unit


class MetricFigure(ScopedModel, Imported, Versioned):
    """One figure of a court, or of one of its branches, for a span of whole months.

    A ratio is kept as its numerator and denominator, never as percent. `form` and `is_share` are the metric's: by them
    the database holds the rest.
    """

    scope = Scope(ScopeClass.BRANCH, officers_only=True, shared_upwards=True, shared_if=Q(voided_at__isnull=True))

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    metric = models.ForeignKey(Metric, models.PROTECT, related_name="figures", verbose_name="指标")
    form = models.CharField("形式", max_length=10, choices=Form.choices, editable=False)
    is_share = models.BooleanField("分子是分母的一部分", default=False, editable=False)
    start = models.DateField("从")
    end = models.DateField("到")
    numerator = models.DecimalField("分子", max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField("分母", max_digits=15, decimal_places=2, null=True, blank=True)
    value = models.DecimalField("数值", max_digits=15, decimal_places=2, null=True, blank=True)
    source = models.CharField("数据来源", max_length=100, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    entered_at = models.DateTimeField("登记时间")
    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "业务数据"
        ordering = ("-end", "start", "id")
        indexes = (
            models.Index(fields=("court", "metric", "-end")),
            models.Index(fields=("branch", "metric", "-end")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("court", "metric", "start", "end"),
                condition=Q(branch__isnull=True, voided_at__isnull=True),
                name="figure_of_a_court_once_a_span",
            ),
            models.UniqueConstraint(
                fields=("branch", "metric", "start", "end"),
                condition=Q(branch__isnull=False, voided_at__isnull=True),
                name="figure_of_a_branch_once_a_span",
            ),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="figure_form_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="figure_ends_after_start"),
            models.CheckConstraint(
                condition=Q(
                    form=Form.RATIO,
                    numerator__gte=0,
                    numerator__isnull=False,
                    denominator__gt=0,
                    denominator__isnull=False,
                    value__isnull=True,
                )
                | (
                    ~Q(form=Form.RATIO)
                    & Q(numerator__isnull=True, denominator__isnull=True, value__isnull=False, value__gte=0)
                ),
                name="figure_fits_its_form",
            ),
            models.CheckConstraint(
                condition=Q(is_share=False) | Q(numerator__lte=F("denominator")), name="figure_share_at_most_whole"
            ),
            models.CheckConstraint(condition=~Q(form=Form.RANK) | Q(value__gte=1), name="figure_rank_from_one"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="figure_voided_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric.name} {self.period.label}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None

    @property
    def whom(self) -> str:
        return self.branch.name if self.branch else "全院"

    @property
    def number(self) -> Decimal:
        """The figure as it is told: percent, count, money, rank."""
        return number_of(self.metric, self.numerator, self.denominator, self.value)


class FigureCorrection(ScopedModel):
    """What a figure said before it was corrected, why, by whom and when."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    figure = models.ForeignKey(MetricFigure, models.PROTECT, related_name="corrections", verbose_name="业务数据")
    version = models.PositiveIntegerField("原版本")
    numerator = models.DecimalField("原分子", max_digits=15, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField("原分母", max_digits=15, decimal_places=2, null=True, blank=True)
    value = models.DecimalField("原数值", max_digits=15, decimal_places=2, null=True, blank=True)
    source = models.CharField("原数据来源", max_length=100, blank=True)
    note = models.CharField("原备注", max_length=200, blank=True)
    reason = models.CharField("更正原因", max_length=200)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正人"
    )
    corrected_at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "业务数据更正"
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("figure", "version"), name="figure_corrected_once_a_version"),
            models.CheckConstraint(condition=~Q(reason=""), name="figure_corrected_for_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.figure} 第 {self.version} 版"


def number_of(metric: Metric, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None) -> Decimal:
    """The figure as it is told, rounded half up to the metric's digits; of a ratio 100 × numerator / denominator."""
    places = Decimal(1).scaleb(-metric.digits)
    if metric.is_ratio:
        if numerator is None or not denominator:
            raise ValueError(f"{metric} needs a numerator and a denominator")
        return (100 * numerator / denominator).quantize(places, ROUND_HALF_UP)
    if value is None:
        raise ValueError(f"{metric} needs a value")
    return value.quantize(places, ROUND_HALF_UP)
