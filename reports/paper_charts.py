"""A chart as its drawing needs it (templates/documents/charts.typ): every length a number, every label a text."""

from math import ceil, floor, log10
from typing import Any

from reports.document import Chart, ChartForm

# Of the 156 mm between the margins, what axis and names leave.
_PLOT_MM = 136
_NARROWEST_SLOT_MM, _NARROWEST_BAR_MM, _GAP_MM = 3.8, 1.2, 1.4
_MOST_POINTS = 60
_INTERVALS = 5
# Lines that all run in the upper part of their axis would look flat above a zero.
_FLAT = 0.75
# No figure of a court is as large; one that is can't be a figure.
_LARGEST = 1e15


def chart_data(chart: Chart) -> dict[str, Any]:
    """The whole chart; `panels` stand one below the other where the names don't fit side by side."""
    rows = [[_known(value) for value in one.values] for one in chart.series]
    points = [_points(chart.form, column) for column in zip(*rows, strict=True)] if chart.names else []
    ends = [end for point in points for bar in point for end in (bar["start"], bar["end"]) if end is not None]
    ticks = _ticks(ends, from_zero=chart.form != ChartForm.LINES)
    return {
        "title": chart.title,
        "axis": chart.axis,
        "form": str(chart.form),
        "series": [one.name for one in chart.series],
        "bars": 1 if chart.form == ChartForm.STACKED else len(chart.series),
        "ticks": [{"at": at, "shown": shown(at)} for at in ticks],
        "panels": [
            {"names": chart.names[first:last], "points": points[first:last]}
            for first, last in _spans(len(chart.names), _most_names(chart))
        ],
    }


def shown(value: float) -> str:
    """A number as a label says it: at most two decimals, of a very small one two figures."""
    if 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _known(value: float | int | None) -> float | int | None:
    return round(value, 6) if value is not None and abs(value) < _LARGEST else None


def _points(form: str, column: tuple[float | int | None, ...]) -> list[dict[str, Any]]:
    """What stands at one name: a bar or a point for each series; stacked ones begin where the one below ends."""
    tops, made = {True: 0.0, False: 0.0}, []
    for number, value in enumerate(column):
        start: float = 0
        if form == ChartForm.STACKED and value is not None:
            start = tops[value >= 0]
            tops[value >= 0] += value
        made.append(
            {
                "series": number,
                "bar": 0 if form == ChartForm.STACKED else number,
                "start": None if value is None or form == ChartForm.LINES else start,
                "end": None if value is None else start + value,
                "shown": "" if value is None else shown(value),
            }
        )
    return made


def _ticks(ends: list[float], *, from_zero: bool) -> list[float]:
    """Round numbers from below the lowest value to above the highest."""
    low, high = min(ends, default=0), max(ends, default=0)
    if from_zero or low == high or low < _FLAT * high:
        low, high = min(low, 0), max(high, 0)
    if low == high:
        high = 1
    step = _round_step((high - low) / _INTERVALS, whole=all(float(end).is_integer() for end in ends))
    first, last = floor(low / step), ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def _round_step(least: float, *, whole: bool) -> float:
    size = 10.0 ** floor(log10(least))
    step = next(size * times for times in (1, 2, 5, 10) if size * times >= least * 0.999)
    return max(step, 1) if whole else step


def _most_names(chart: Chart) -> int:
    if chart.form == ChartForm.LINES:
        return _MOST_POINTS
    bars = 1 if chart.form == ChartForm.STACKED else len(chart.series)
    return max(1, int(_PLOT_MM / max(_NARROWEST_SLOT_MM, bars * _NARROWEST_BAR_MM + _GAP_MM)))


def _spans(count: int, most: int) -> list[tuple[int, int]]:
    """`count` names in as few panels as may be, all of nearly one length; an empty one for none."""
    each = ceil(count / ceil(count / most)) if count else 1
    return [(first, min(first + each, count)) for first in range(0, max(count, 1), each)]
