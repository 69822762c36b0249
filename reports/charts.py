"""Charts as plain data: what components/chart.html draws, each with the table that says the same."""

from collections import defaultdict
from typing import Any

from activities.engine import HeldDue, KindFigures
from reports.document import Chart, ChartForm, Series

_UNIT = "次（单位×周期）"


def drawable(*charts: dict[str, Any]) -> list[dict[str, Any]]:
    """Those with anything to draw."""
    return [chart for chart in charts if chart["rows"]]


def kinds_chart(kinds: list[KindFigures]) -> dict[str, Any]:
    """Due and met of each kind that fell due, side by side."""
    kinds = [each for each in kinds if each.due]
    names = [each.kind.short_name for each in kinds]
    return _chart("kinds", "各类组织生活的应开与达标", "类型", names, [(each.due or 0, each.met) for each in kinds])


def months_chart(answer: HeldDue) -> dict[str, Any]:
    """Due and met by the month in which the period ends, all kinds together."""
    months = months_of(answer)
    names, pairs = [name for name, _, _ in months], [(due, met) for _, due, met in months]
    return _chart("months", "各月到期的应开与达标", "月份", names, pairs)


def months_of(answer: HeldDue) -> list[tuple[str, int, int]]:
    """(`3月`, due, met) of each month in which something fell due; with its year in a span of several."""
    sums: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for figures in answer.kinds.values():
        for own in figures.branches.values():
            for period, cell in own.cells.items():
                month = sums[period.end.year, period.end.month]
                month[0] += cell.due
                month[1] += cell.met
    one_year = answer.start.year == answer.end.year
    return [
        (f"{month}月" if one_year else f"{year}年{month}月", due, met)
        for (year, month), (due, met) in sorted(sums.items())
        if due
    ]


def _chart(key: str, title: str, unit: str, names: list[str], pairs: list[tuple[int, int]]) -> dict[str, Any]:
    return {
        "id": f"chart-{key}",
        "title": title,
        "head": [unit, "应开", "达标"],
        "rows": [[name, due, met] for name, (due, met) in zip(names, pairs, strict=True)],
        "option": {
            "color": ["#b4bac4", "#0b6e6e"],
            "xAxis": {"type": "category", "data": names, "axisLabel": {"interval": 0}},
            "yAxis": {"type": "value", "name": _UNIT, "minInterval": 1},
            "series": [_bars("应开", [due for due, _ in pairs]), _bars("达标", [met for _, met in pairs])],
        },
    }


def _bars(name: str, values: list[int]) -> dict[str, Any]:
    label = {"show": True, "position": "top", "fontSize": 11}
    return {"name": name, "type": "bar", "data": values, "barMaxWidth": 24, "label": label}


# --- Charts of a written report -----------------------------------------------------------------

# Told apart by colour-blind eyes, and in grey.
COLORS = ["#0b6e6e", "#e8a33d", "#646a73", "#2b6cb0", "#7fb8b0"]


def chart_as_shown(chart: Chart, section: int) -> dict[str, Any]:
    """A chart of a report's document for components/chart.html. `section`: the how manieth of the report."""
    drawn = "line" if chart.form == ChartForm.LINES else "bar"
    series = [_drawn(each, drawn, is_stacked=chart.form == ChartForm.STACKED) for each in chart.series]
    return {
        "id": f"chart-{section}-{chart.code}",
        "title": chart.title,
        "head": ["", *(each.name for each in chart.series)],
        "rows": [[name, *(each.values[at] for each in chart.series)] for at, name in enumerate(chart.names)],
        "option": {
            "color": COLORS,
            "xAxis": {"type": "category", "data": chart.names, "axisLabel": {"interval": 0}},
            "yAxis": {"type": "value", "name": chart.axis},
            "series": series,
        },
    }


def _drawn(series: Series, drawn: str, *, is_stacked: bool) -> dict[str, Any]:
    label = {"show": True, "position": "inside" if is_stacked else "top", "fontSize": 11}
    stack = {"stack": "all"} if is_stacked else {}
    return {"name": series.name, "type": drawn, "data": series.values, "barMaxWidth": 24, "label": label, **stack}
