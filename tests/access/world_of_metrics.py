"""Marked rows of business metrics: in each court a metric of its own, and figures of the court and of its branches."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from metrics.models import FigureCorrection, Metric, MetricFigure

SPAN = {"start": date(2024, 9, 1), "end": date(2024, 9, 30)}
ENTERED = datetime(2024, 10, 9, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def plant_metric(world: Any, code: str, court: Any) -> None:
    """The court's own metric, with the court's figure."""
    of = {"court": court, "form": "COUNT", "digits": 0, "unit": "件", "numerator_name": "", "denominator_name": ""}
    world.plant(Metric, code, code=f"PLANTED_{court.pk}", **of)
    plant_figure(world, code, {"court": court, "branch": None})


def plant_figure(world: Any, code: str, owner: dict[str, Any]) -> None:
    """A figure, and what it said before."""
    metric = Metric.all_rows.get(code=f"PLANTED_{owner['court'].pk}")
    facts = {"form": "COUNT", "value": 7, "version": 2, "entered_at": ENTERED, "void_reason": ""}
    figure = world.plant(MetricFigure, code, **owner, metric=metric, **SPAN, **facts)
    world.plant(FigureCorrection, code, **owner, figure=figure, version=1, value=6, corrected_at=ENTERED)
