"""Examples of the pages of business metrics."""

from typing import Any

from branches.models import Branch
from metrics.models import Metric, MetricFigure
from tests.access.example import COMMITTEES, WRITERS, Data, Example
from tests.access.examples_of_registers import court_code, of_court
from tests.access.world import COURTS, World


def at_hand(actor: str, place: str) -> bool:
    """Metrics of the own court and of those above it."""
    code = court_code(actor)
    while code:
        if place == code:
            return True
        code = COURTS[code][1]
    return False


def figure_form(world: World, actor: str, row: Any) -> Data:
    """Under the metric that the court entered last."""
    return {"year": 2024, "span": "M08", "value": 5}


def correction_form(world: World, actor: str, row: MetricFigure) -> Data:
    return {"value": 8, "reason": "漏统 1 件", "version": row.version}


def reason(world: World, actor: str, row: MetricFigure) -> Data:
    return {"reason": "登记有误", "version": row.version}


def metric_form(world: World, actor: str, row: Metric | None) -> Data:
    facts = {"form": "COUNT", "unit": "件", "digits": 0, "better": "UP"}
    return {"name": "另一个指标", **facts, "version": row.version if row else ""}


def switched(world: World, actor: str, row: Metric) -> Data:
    return {"version": row.version}


LISTED: dict[str, Any] = {"allowed": COMMITTEES, "filters": {"metric": Metric, "branch": Branch}}
OWN_FIGURE: dict[str, Any] = {"rows": {"pk": MetricFigure}, "allowed": COMMITTEES, "where": of_court}
OWN_METRIC: dict[str, Any] = {"rows": {"pk": Metric}, "allowed": COMMITTEES, "where": of_court}
EXAMPLES_OF_METRICS: dict[str, Example] = {
    "metrics:list": Example(**LISTED),
    "metrics:export": Example(**LISTED),
    "metrics:new": Example(allowed=COMMITTEES, post=figure_form),
    "metrics:branch_panel": Example(rows={"pk": Branch}, allowed=WRITERS, shows_row=False),
    "metrics:figure": Example(rows={"pk": MetricFigure}, allowed=WRITERS),
    "metrics:figure_correct": Example(**OWN_FIGURE, post=correction_form),
    "metrics:figure_void": Example(**OWN_FIGURE, post=reason, shows_row=False),
    "metrics:metric": Example(rows={"pk": Metric}, allowed=COMMITTEES, where=at_hand, unfit=404),
    "metrics:definitions": Example(allowed=COMMITTEES),
    "metrics:definition_new": Example(allowed=COMMITTEES, post=metric_form),
    "metrics:definition": Example(**OWN_METRIC, post=metric_form),
    "metrics:definition_switch": Example(**OWN_METRIC, post=switched),
}
