"""Figures: entered, corrected, voided. What a figure said before a correction is kept."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from branches.models import Branch, Court
from core import audit
from core.changes import GONE, save_change
from core.errors import EditConflict, Refused
from metrics.choices import Form
from metrics.models import FigureCorrection, Metric, MetricFigure
from metrics.periods import Period, month_of
from metrics.selectors.definitions import metrics_of
from metrics.wording import exact, fraction

SAID = ("numerator", "denominator", "value", "source", "note")
MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class FigureFacts:
    """What somebody typed: of a ratio numerator and denominator, of anything else the value."""

    period: Period
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    source: str = ""
    note: str = ""

    def columns(self) -> dict[str, Any]:
        said = {name: getattr(self, name) for name in SAID}
        return said | {"source": self.source.strip(), "note": self.note.strip()}


@transaction.atomic
def figure_enter(
    *,
    metric: Metric,
    court: Court,
    branch: Branch | None,
    facts: FigureFacts,
    by: Any,
    at: datetime,
    version: int = 0,
    reason: str = "",
) -> MetricFigure:
    """The figure of a court, or of its branch, for a span.

    Where there is one already, that one is corrected: `version` is the one it was opened at (0: nobody knew of it) and
    `reason` why. The same entered twice is one.
    """
    Court.objects.within(court).select_for_update(no_key=True).get()
    _check_place(metric, court, branch)
    check_facts(metric, facts, at)
    rows = MetricFigure.objects.within(court)
    span = {"start": facts.period.start, "end": facts.period.end}
    known = rows.filter(metric=metric, branch=branch, voided_at__isnull=True, **span).select_related("metric").first()
    columns = facts.columns()
    if known is None:
        if version:
            raise EditConflict(GONE)
        return _add(MetricFigure(metric=metric, court=court, branch=branch, **span, **columns), by, at)
    if all(getattr(known, name) == value for name, value in columns.items()):
        return known
    if version != known.version:
        raise EditConflict(f"{_stands(known)}要更正的，写明更正原因，再保存一次。")
    return _correct(known, columns, reason.strip(), by, at)


@transaction.atomic
def figure_void(*, figure: MetricFigure, version: int, reason: str, by: Any, at: datetime) -> MetricFigure:
    """It counts nowhere any more, and stays readable with the reason; the span is free for another."""
    rows = MetricFigure.objects.within(figure.court)
    now = rows.filter(pk=figure.pk).select_for_update(no_key=True).first()
    if now is not None and now.is_voided:
        raise Refused("这个数已经作废")
    if not reason.strip():
        raise Refused("请写明作废原因", field="reason")
    values = {"voided_at": at, "voided_by": by, "void_reason": reason.strip()}
    save_change(figure, rows, values=values, by=by, action="metrics.figure_void", version=version)
    return figure


def check_facts(metric: Metric, facts: FigureFacts, at: datetime) -> None:
    """Refuse a figure that its metric, or its span, does not allow."""
    if not facts.period.code:
        raise Refused("时段应是一个月、一个季度、半年、一年，或者从 1 月起累计", field="span")
    if facts.period.end > month_of(localtime(at).date()).end:
        raise Refused(f"{facts.period.label}还没有结束，不能登记", field="span")
    if metric.is_ratio:
        _check_parts(metric, facts)
    else:
        _check_value(metric, facts)


def _check_parts(metric: Metric, facts: FigureFacts) -> None:
    numerator, denominator = facts.numerator, facts.denominator
    if facts.value is not None:
        raise Refused(f"“{metric}”的百分比由分子、分母算出，不用填写", field="value")
    for number, name, field in (
        (numerator, metric.numerator_name, "numerator"),
        (denominator, metric.denominator_name, "denominator"),
    ):
        if number is None:
            raise Refused(f"请填写{name}", field=field)
        _check_number(number, name, field, 2)
    if not denominator:
        raise Refused(f"{metric.denominator_name}须大于 0", field="denominator")
    if metric.is_share and numerator is not None and numerator > denominator:
        words = (
            f"{metric.numerator_name}不能多于{metric.denominator_name}（{fraction(numerator, denominator)}），请核对"
        )
        raise Refused(words, field="numerator")


def _check_value(metric: Metric, facts: FigureFacts) -> None:
    if facts.numerator is not None or facts.denominator is not None:
        raise Refused(f"“{metric}”没有分子、分母，请填写数值", field="value")
    if facts.value is None:
        raise Refused("请填写数值", field="value")
    _check_number(facts.value, "数值", "value", metric.digits)
    if metric.form == Form.RANK and facts.value < 1:
        raise Refused("名次从第 1 位起", field="value")


def _check_number(number: Decimal, name: str, field: str, digits: int) -> None:
    if not number.is_finite() or not 0 <= number < MOST:
        raise Refused(f"{name}应是不小于 0 的数，请检查", field=field)
    if number != round(number, digits):
        raise Refused(f"{name}最多 {digits} 位小数" if digits else f"{name}应是整数", field=field)


def _check_place(metric: Metric, court: Court, branch: Branch | None) -> None:
    known = metrics_of(court).filter(pk=metric.pk).first()
    if known is None:
        raise Refused("这个指标不在本院使用，请另选", field="metric")
    if not known.is_active:
        raise Refused(f"“{known}”已经停用，不能再登记", field="metric")
    if branch and branch.court_id != court.pk:
        raise Refused("这个党支部不在本院，请另选", field="branch")


def _add(figure: MetricFigure, by: Any, at: datetime) -> MetricFigure:
    figure.form, figure.is_share = figure.metric.form, figure.metric.is_share
    figure.entered_by, figure.entered_at = by, at
    figure.full_clean()
    figure.save()
    audit.record(actor=by, action="metrics.figure_enter", subject=figure, detail=_detail(figure))
    return figure


def _correct(figure: MetricFigure, columns: dict[str, Any], reason: str, by: Any, at: datetime) -> MetricFigure:
    if not reason:
        raise Refused(f"{_stands(figure)}要更正的，请写明更正原因", field="reason")
    before = {name: getattr(figure, name) for name in SAID}
    kept = FigureCorrection(
        court=figure.court,
        branch=figure.branch,
        figure=figure,
        version=figure.version,
        reason=reason,
        corrected_by=by,
        corrected_at=at,
        **before,
    )
    kept.full_clean()
    kept.save()
    rows = MetricFigure.objects.within(figure.court)
    save_change(figure, rows, values=columns, by=by, action="metrics.figure_correct", version=figure.version)
    return figure


def _stands(figure: MetricFigure) -> str:
    """What is there already."""
    parts = fraction(figure.numerator, figure.denominator)
    shown = f"{exact(figure.metric, figure.number)}（{parts}）" if parts else exact(figure.metric, figure.number)
    return f"{figure.period.label}的“{figure.metric}”已登记为 {shown}。"


def _detail(figure: MetricFigure) -> dict[str, Any]:
    numbers = {name: getattr(figure, name) for name in ("numerator", "denominator", "value")}
    return {name: float(number) for name, number in numbers.items() if number is not None}
