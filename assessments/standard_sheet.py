"""A standard as a workbook, as the import reads it back: the indicators, and the figures on a sheet beside them."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assessments.choices import DutyGrade, Way
from assessments.models import Indicator, Standard
from assessments.selectors.inputs import input_kinds
from assessments.selectors.inputs.registry import Names, ParamType
from assessments.selectors.sentences import figure
from assessments.selectors.standard_page import AspectRow, IndicatorRow
from core.exports import cell

HEAD = (
    *("方面代码", "方面", "代码", "指标", "分值", "计分方式", "计分依据", "统计范围", "计分数值", "否决性条件"),
    *("只在年终考评", "评审看什么", "依据", "性质", "怎样计分"),
)
WIDTHS = (9, 12, 8, 20, 8, 20, 22, 22, 26, 11, 13, 30, 30, 10, 60)
INDICATORS, FIGURES_SHEET = "指标", "评星规定"
# The fields of the second sheet.
TOLD = (
    *("name", "note", "five_from", "four_from", "three_from", "two_from", "five_share", "quarters_weight"),
    *("veto_stars", "second_over", "objection_days", "remedy_days"),
)
WRAPPED = Alignment(vertical="center", wrap_text=True)


def standard_bytes(standard: Standard, aspects: Sequence[AspectRow], names: Names) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(INDICATORS)
    sheet.freeze_panes = "A3"
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _append(sheet, [standard.name], bold=True)
    _append(sheet, list(HEAD), bold=True)
    rows = [(row, each) for row in aspects for each in row.indicators]
    for row, each in rows:
        _append(sheet, _row(row, each, names))
    total = sum(each.indicator.points for _, each in rows)
    _append(sheet, ["合计", None, None, None, total], bold=True)
    figures = book.create_sheet(FIGURES_SHEET)
    for place, width in enumerate((28, 40), start=1):
        figures.column_dimensions[get_column_letter(place)].width = width
    _append(figures, ["项目", "数值"], bold=True)
    for line in _figures(standard):
        _append(figures, list(line))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _append(sheet: Worksheet, row: list[Any], *, bold: bool = False) -> None:
    cells = [cell(sheet, value) for value in row]
    for each in cells:
        if each is not None:
            each.alignment = WRAPPED
            each.font = Font(bold=bold)
    sheet.append(cells)


def _row(row: AspectRow, each: IndicatorRow, names: Names) -> list[Any]:
    indicator = each.indicator
    kinds = {kind.code: kind.label for kind in input_kinds()}
    return [
        *(row.aspect.code, row.aspect.name, indicator.code, indicator.name, indicator.points),
        *(indicator.get_way_display(), kinds.get(indicator.input, indicator.input)),
        *(_scope(indicator, names), _table(indicator), "是" if indicator.is_gate else None),
        *("是" if indicator.yearly else None, indicator.evidence, indicator.basis, indicator.get_mark_display()),
        each.sentence,
    ]


def _scope(indicator: Indicator, names: Names) -> str:
    """Kinds and registers by their names, words as they are."""
    kind = next((kind for kind in input_kinds() if kind.code == indicator.input), None)
    parts: list[str] = []
    for param in kind.params if kind else ():
        value = indicator.params.get(param.name, "")
        values = [value] if isinstance(value, str) else value
        parts += values if param.type is ParamType.WORDS else [names.get(each, each) for each in values]
    return "、".join(parts)


def _table(indicator: Indicator) -> str:
    table = indicator.table
    if indicator.way == Way.STEPS:
        return "；".join(f"{figure(least)}%得{figure(points)}分" for least, points in table)
    if indicator.way == Way.GRADE:
        return "，".join(f"{grade.label}{figure(table[grade])}" for grade in DutyGrade if grade in table)
    return figure(table["each"]) if indicator.way in (Way.COUNT, Way.DEDUCT) else ""


def _figures(standard: Standard) -> Iterator[tuple[str, Any]]:
    for name in TOLD:
        yield Standard.called(name), getattr(standard, name)
    yield Standard.called("tie_aspects"), "、".join(standard.tie_aspects)
