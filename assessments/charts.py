"""Charts of assessments as plain data for components/chart.html, each with the table that says the same."""

from decimal import Decimal
from typing import Any

from assessments.selectors.score_page import ScorePage

OWN, LAST, MEDIAN = "#0b6e6e", "#646a73", "#b26a00"
PERCENT = "得分率（%）"
FEWEST_AXES = 3
FEWEST_POINTS = 2


def radar_chart(page: ScorePage) -> dict[str, Any]:
    """The aspects of a branch beside its own last quarter and the court's median. An aspect of which one of these says
    nothing has no axis: it is not 0. Where too few are left for a picture, the table says all."""
    columns: list[tuple[str, str, list[Decimal | None]]] = [("本次", OWN, [part.percent for part in page.parts])]
    if page.before:
        label = page.before.score.assessment.span.label
        columns.append((label, LAST, [page.before.aspects.get(part.code) for part in page.parts]))
    if page.medians:
        columns.append(("本院中位数", MEDIAN, [page.medians.get(part.code) for part in page.parts]))
    names = [part.name for part in page.parts]
    drawn = [place for place in range(len(names)) if all(values[place] is not None for _, _, values in columns)]
    chart: dict[str, Any] = {
        "id": "chart-aspects",
        "title": "各方面得分率（%）",
        "head": ["方面", *(name for name, _, _ in columns)],
        "rows": [[each, *(values[place] for _, _, values in columns)] for place, each in enumerate(names)],
    }
    if len(drawn) < FEWEST_AXES:
        return {**chart, "empty": f"能比较的方面不足 {FEWEST_AXES} 个，不画图，数据见下表。"}
    lines = [
        {"name": name, "value": [_figure(values[place]) for place in drawn], "lineStyle": {"color": color}}
        for name, color, values in columns
    ]
    return {
        **chart,
        "option": {
            "color": [color for _, color, _ in columns],
            "tooltip": {"trigger": "item"},
            "radar": {
                "indicator": [{"name": names[place], "max": 100} for place in drawn],
                "center": ["50%", "56%"],
                "radius": "62%",
                "axisName": {"color": LAST},
            },
            "series": [{"type": "radar", "data": lines, "symbolSize": 4}],
        },
    }


def trend_chart(page: ScorePage) -> dict[str, Any]:
    """The branch's published quarters (of a year: years); one alone makes no line."""
    names = [each.label for each in page.trend]
    label = {"show": True, "position": "top", "fontSize": 11}
    values = [_figure(each.percent) for each in page.trend]
    chart: dict[str, Any] = {
        "id": "chart-trend",
        "title": "历次考评得分率（%）",
        "head": ["考评", PERCENT],
        "rows": [[each.label, each.percent] for each in page.trend],
    }
    if sum(value is not None for value in values) < FEWEST_POINTS:
        return {**chart, "empty": "公布两次有得分的考评以后，这里画出走势。"}
    return {
        **chart,
        "option": {
            "color": [OWN],
            "legend": {"show": False},
            "xAxis": {"type": "category", "data": names},
            "yAxis": {"type": "value", "name": PERCENT, "max": 100, "min": 0},
            "series": [{"name": PERCENT, "type": "line", "data": values, "symbolSize": 7, "label": label}],
        },
    }


def _figure(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
