"""Rows for tests, made through the services."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from branches.models import Branch, Court
from metrics.models import Metric, MetricFigure
from metrics.periods import Period
from metrics.services import FigureFacts, MetricFacts, figure_enter, metric_add

NOON = datetime(2026, 5, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def metric(code: str = "CLOSING_RATE") -> Metric:
    """One of those that every court has."""
    return Metric.objects.unscoped("test").get(code=code)


def own_metric(court: Court, name: str = "裁判文书上网数", **facts: Any) -> Metric:
    return metric_add(
        court=court, facts=MetricFacts(name=name, **{"form": "COUNT", "unit": "篇", "digits": 0, **facts}), by=None
    )


def number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def figure(
    of: Metric | str,
    owner: Court | Branch,
    year: int,
    code: str,
    *said: Any,
    by: Any = None,
    version: int = 0,
    reason: str = "",
    **facts: Any,
) -> MetricFigure:
    """A figure of a span of a year (M03, Q1, Y …): `said` are numerator and denominator, or the value."""
    of = metric(of) if isinstance(of, str) else of
    branch = owner if isinstance(owner, Branch) else None
    names = ("numerator", "denominator") if len(said) == 2 else ("value",)
    numbers = {name: number(value) for name, value in zip(names, said, strict=True)}
    return figure_enter(
        metric=of,
        court=branch.court if branch else owner,
        branch=branch,
        facts=FigureFacts(period=Period.named(year, code), **numbers, **facts),
        by=by,
        at=NOON,
        version=version,
        reason=reason,
    )
