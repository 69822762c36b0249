"""Charts that a spreadsheet program draws itself from the numbers of their sheet."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Chart, ChartForm

_COLOURS = ("0B6E6E", "E8A33D", "646A73", "2B6CB0")
# More would hide each other; the numbers stand beside the chart.
_MOST_LABELS = 40
_MARKS = ("circle", "square", "triangle", "diamond")
_HEIGHT_CM, _LEAST_WIDTH_CM, _MOST_WIDTH_CM, _NAME_CM = 10, 18, 40, 1.2


def native_chart(sheet: Worksheet, chart: Chart) -> BarChart | LineChart:
    """Over a sheet whose first line and column name the series and the points."""
    made: Any = LineChart() if chart.form == ChartForm.LINES else BarChart()
    last_row, last_column = len(chart.names) + 1, len(chart.series) + 1
    made.add_data(Reference(sheet, min_col=2, max_col=last_column, min_row=1, max_row=last_row), titles_from_data=True)
    names = StrRef(str(Reference(sheet, min_col=1, min_row=2, max_row=last_row)))
    for series in made.series:
        series.cat = AxDataSource(strRef=names)
    made.title, made.y_axis.title = chart.title or None, chart.axis or None
    for title in filter(None, (made.title, made.y_axis.title)):
        title.overlay = False
    made.x_axis.delete = made.y_axis.delete = False
    made.height = _HEIGHT_CM
    made.width = min(max(_LEAST_WIDTH_CM, len(chart.names) * _NAME_CM), _MOST_WIDTH_CM)
    if len(chart.names) * len(chart.series) <= _MOST_LABELS:
        others = ("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize")
        made.dataLabels = DataLabelList(showVal=True, **dict.fromkeys(others, False))
    if len(chart.series) == 1:
        made.legend = None
    else:
        made.legend.position = "b"
    if chart.form == ChartForm.STACKED:
        made.grouping, made.overlap = "stacked", 100
    for number, series in enumerate(made.series):
        _paint(series, number, lines=chart.form == ChartForm.LINES)
    return made


def _paint(series: Any, number: int, *, lines: bool) -> None:
    colour = _COLOURS[number % len(_COLOURS)]
    if not lines:
        series.graphicalProperties.solidFill = colour
        return
    series.graphicalProperties.line.solidFill = colour
    series.smooth = False
    series.marker = Marker(symbol=_MARKS[number % len(_MARKS)], size=6)
    series.marker.graphicalProperties.solidFill = colour
