"""Charts of supervision as plain data for components/chart.html, each with the table that says the same."""

from typing import Any

from django.utils.html import format_html

from rectification.choices import NOT_DONE, Age, Stage
from rectification.selectors.supervision.burn_down import Point

OPEN, PLANNED, EXTENDED = "#0b6e6e", "#646a73", "#b26a00"


def ageing_chart(ages: dict[Age, int], asked: Any) -> dict[str, Any]:
    """Bars: problems that are not closed, by how long they have been open."""
    return _bars(
        "ageing", "没有销号的问题已有多久", ("已有", "问题数"), ages, [asked.problems(age=age) for age in ages]
    )


def funnel_chart(stages: dict[Stage, int], asked: Any) -> dict[str, Any]:
    """Bars from the first stage down: how many problems came as far, or further."""
    urls = [asked.problems(stage=stage) for stage in stages]
    return _bars("funnel", "从登记到销号，各走到哪一步", ("走到", "问题数"), stages, urls)


def _bars(key: str, title: str, head: tuple[str, str], figures: dict[Any, int], urls: list[str]) -> dict[str, Any]:
    """`figures`: of each choice."""
    bars = [{"value": number, "url": url} for number, url in zip(figures.values(), urls, strict=True)]
    label = {"show": True, "position": "right", "fontSize": 12}
    return {
        "id": f"chart-{key}",
        "title": title,
        "head": list(head),
        "rows": [[each.label, _link(url, number)] for (each, number), url in zip(figures.items(), urls, strict=True)],
        "option": {
            "color": [OPEN],
            "grid": {"top": 8, "right": 40},
            "legend": {"show": False},
            "xAxis": {"type": "value", "minInterval": 1},
            "yAxis": {"type": "category", "data": [each.label for each in figures], "inverse": True},
            "series": [{"name": head[1], "type": "bar", "data": bars, "barMaxWidth": 22, "label": label}],
        },
    }


def burn_down_chart(points: list[Point], asked: Any) -> dict[str, Any]:
    """Lines: open measures, beside what their first deadlines and those in force planned."""
    days = [f"{point.on:%Y-%m-%d}" for point in points]
    return {
        "id": "chart-burn-down",
        "title": "没有完成的措施（条）随时间减少",
        "head": ["截至", "没有完成", "按最初时限应剩", "按延期后时限应剩"],
        "rows": [
            [day, _link(asked.measures(on=point.on, state=NOT_DONE), point.open), point.planned, point.extended]
            for day, point in zip(days, points, strict=True)
        ],
        "option": {
            "color": [OPEN, PLANNED, EXTENDED],
            "xAxis": {"type": "category", "data": days, "boundaryGap": False},
            "yAxis": {"type": "value", "minInterval": 1},
            "grid": {"left": 28},
            "series": [
                _line("没有完成", [point.open for point in points], "solid"),
                _line("按最初时限应剩", [point.planned for point in points], "dashed"),
                _line("按延期后时限应剩", [point.extended for point in points], "dotted"),
            ],
        },
    }


def _line(name: str, values: list[int], kind: str) -> dict[str, Any]:
    return {"name": name, "type": "line", "data": values, "showSymbol": False, "lineStyle": {"type": kind, "width": 2}}


def _link(url: str, number: int) -> str:
    return format_html('<a href="{}">{}</a>', url, number)
