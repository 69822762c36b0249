"""A report as a workbook: a list of its sheets, its text, a sheet for each table and for each chart."""

import re
from collections.abc import Sequence
from io import BytesIO
from math import isfinite
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from core.documents.plain import paragraphs
from core.exports import cell, heading_cell, sheet_name
from reports.document import Cell, Chart, ReportDocument, Table
from reports.paper_tables import NOTHING, text_width
from reports.papers import numeral, printable
from reports.workbook_charts import native_chart

_A4 = 9
_NARROWEST, _WIDEST, _TEXT_WIDTH = 8, 60, 100
_LINK = Font(color="0563C1", underline="single")
UNKNOWN = "空白：不详"
# A number and its unit, as a cell shows them.
_SHOWN = re.compile(r"(-?[\d,]+(?:\.\d+)?)\s*([^\d\"]{0,12})")


def report_workbook(document: ReportDocument) -> bytes:
    document = printable(document)
    book = Workbook()
    contents = book.active
    contents.title = "目录"
    _write_text(book.create_sheet("正文"), document)
    listed = [("正文", "正文")]
    tables = [table for section in document.sections for table in section.tables if table.heads]
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(sheet_name(f"表{number} {table.title}"))
        _write_table(sheet, table)
        listed.append((sheet.title, f"表{number}　{table.title}"))
    charts = [chart for section in document.sections for chart in section.charts]
    for number, chart in enumerate(charts, 1):
        sheet = book.create_sheet(sheet_name(f"图{number} {chart.title}"))
        _write_chart(sheet, chart)
        listed.append((sheet.title, f"图{number}　{chart.title}"))
    _write_contents(contents, document, listed)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _write_contents(sheet: Worksheet, document: ReportDocument, listed: Sequence[tuple[str, str]]) -> None:
    sheet.append([heading_cell(sheet, document.title)])
    _add_lines(sheet, _head_lines(document))
    for name, words in listed:
        sheet.append([cell(sheet, words)])
        linked = sheet.cell(sheet.max_row, 1)
        target = name.replace("'", "''")
        linked.hyperlink = Hyperlink(ref=linked.coordinate, location=f"'{target}'!A1")
        linked.font = _LINK
    sheet.column_dimensions["A"].width = _WIDEST
    _set_page(sheet)


def _write_text(sheet: Worksheet, document: ReportDocument) -> None:
    sheet.append([heading_cell(sheet, document.title)])
    _add_lines(sheet, _head_lines(document))
    for number, section in enumerate(document.sections, 1):
        sheet.append([heading_cell(sheet, f"{numeral(number)}、{section.heading}")])
        for pieces in section.paragraphs:
            _add_lines(sheet, paragraphs("".join(piece.text for piece in pieces)))
    if document.notes:
        sheet.append([heading_cell(sheet, "数据说明")])
        _add_lines(sheet, [line for note in document.notes for line in paragraphs(note)])
    _add_lines(sheet, [line for line in (document.signed, document.signed_on) if line])
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    _set_page(sheet)


def _head_lines(document: ReportDocument) -> list[str]:
    return [line for line in (document.owner, document.until, document.state) if line]


def _add_lines(sheet: Worksheet, lines: Sequence[str]) -> None:
    for line in lines:
        made = cell(sheet, line)
        made.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([made])


def _write_table(sheet: Worksheet, table: Table) -> None:
    _write_rows(sheet, table.heads, [[_number_or_text(each) for each in row] for row in table.rows])
    for row, kept in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
        for made, each in zip(row, kept, strict=True):
            made.number_format = _number_format(each)
    _add_below(sheet, ([] if table.rows else [NOTHING]) + ([table.note] if table.note else []))


def _write_chart(sheet: Worksheet, chart: Chart) -> None:
    heads = ["名称", *(one.name for one in chart.series)]
    values = [[_finite(value) for value in one.values] for one in chart.series]
    rows = [[name, *(column[at] for column in values)] for at, name in enumerate(chart.names)]
    _write_rows(sheet, heads, rows)
    if any(value is None for column in values for value in column):
        _add_below(sheet, [UNKNOWN])
    if chart.names and chart.series:
        sheet.add_chart(native_chart(sheet, chart), f"{get_column_letter(len(heads) + 2)}2")


def _write_rows(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A head line that stays in sight, the rows, columns as wide as what is in them."""
    sheet.append([heading_cell(sheet, head) for head in heads])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])
    for number, texts in enumerate(zip(heads, *rows, strict=True), 1):
        widest = max(2 * text_width(str(text)) + 2 for text in texts)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(widest, _NARROWEST), _WIDEST)
    for made in (made for row in sheet.iter_rows() for made in row if isinstance(made.value, str)):
        made.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _set_page(sheet)


def _add_below(sheet: Worksheet, lines: Sequence[str]) -> None:
    if lines:
        sheet.append([])
    for line in lines:
        sheet.append([cell(sheet, line)])


def _set_page(sheet: Any) -> None:
    """Prints on A4, the whole width on one page."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _number_or_text(each: Cell) -> float | int | str:
    """The number where what is shown begins with it; words (下降9.34%, 第6位) stay words."""
    number = _finite(each.value)
    return each.shown if number is None or _unit(each) is None else number


def _finite(value: float | int | None) -> float | int | None:
    return value if value is not None and isfinite(value) else None


def _number_format(each: Cell) -> str:
    """The number as it is shown, with its unit behind it: a figure carries its unit wherever it goes."""
    unit = _unit(each)
    if _finite(each.value) is None or not unit:
        return "General"
    if unit == "%":
        return '0.00"%"' if "." in each.shown else '0"%"'
    return f'General"{unit}"'


def _unit(each: Cell) -> str | None:
    """What stands behind the number; None where the cell shows something else than the number."""
    found = _SHOWN.fullmatch(each.shown)
    number = _finite(each.value)
    if found is None or number is None or float(found[1].replace(",", "")) != float(number):
        return None
    return found[2]
