"""The course of one metric as plain data for components/chart.html, with the table that says the same."""

from collections.abc import Sequence
from typing import Any

from metrics.choices import Form
from metrics.models import Metric
from metrics.selectors.arithmetic import Answer
from metrics.wording import exact, fraction

COLOUR = "#0b6e6e"
LEAST_POINTS = 2


def trend_chart(metric: Metric, answers: Sequence[Answer]) -> dict[str, Any]:
    """A line over spans of one length; where there are too few, the words for that."""
    head = ["时段", metric.name]
    rows = [[each.period.label, exact(metric, each.number) if each.number is not None else "不详"] for each in answers]
    if metric.is_ratio:
        head.append(f"{metric.numerator_name}/{metric.denominator_name}")
        rows = [[*row, fraction(each.numerator, each.denominator)] for row, each in zip(rows, answers, strict=True)]
    chart: dict[str, Any] = {"id": "chart-trend", "title": f"{metric.name}走势", "head": head, "rows": rows}
    if len(answers) < LEAST_POINTS:
        return chart | {"empty": "登记两个以上同样长的时段以后，这里画出走势。"}
    return chart | {"option": _option(metric, answers)}


def _option(metric: Metric, answers: Sequence[Answer]) -> dict[str, Any]:
    values = [None if each.number is None else float(each.number) for each in answers]
    line = {"name": metric.name, "type": "line", "data": values, "symbolSize": 6, "lineStyle": {"width": 2}}
    return {
        "color": [COLOUR],
        "legend": {"show": False},
        "grid": {"left": 28, "top": 32},
        "xAxis": {"type": "category", "data": [each.period.label for each in answers]},
        "yAxis": {
            "type": "value",
            "name": metric.shown_unit,
            "scale": True,
            "inverse": metric.form == Form.RANK,
        },
        "series": [line],
    }
