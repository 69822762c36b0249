"""Lists as .xlsx files: what a cell says is what the page said, and no cell is ever a formula."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from core import audit

Column = tuple[str, Callable[[Any], Any]]

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program may take for the start of a formula, with the full-width forms it reads the same way.
FORMULA_STARTS = tuple("=+-@|%\t\r\n\uff1d\uff0b\uff0d\uff20\uff5c\uff05")
_LONGEST_CELL, _LONGEST_TITLE = 32_767, 31
_FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def export(
    *,
    user: Any,
    action: str,
    filename: str,
    sheet_title: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    subject: models.Model | None = None,
) -> HttpResponse:
    """`workbook_response`, with an audit event that says who took how many rows."""
    kept = list(rows)
    audit.record_reading(actor=user, action=action, subject=subject, detail={"rows": len(kept), "file": filename})
    return workbook_response(filename, sheet_title, columns, kept)


def workbook_response(filename: str, sheet_title: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """An attachment with one sheet: a head line of the columns' headings, then a line for each row.

    A column is (heading, getter); the getter is given the row and returns text, a number, a date or None.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(sheet_title))
    sheet.freeze_panes = "A2"
    sheet.append([heading_cell(sheet, heading) for heading, _ in columns])
    for row in rows:
        sheet.append([cell(sheet, getter(row)) for _, getter in columns])
    content = BytesIO()
    book.save(content)
    return HttpResponse(
        content.getvalue(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, filename)},
    )


def sheet_name(text: str) -> str:
    """`text` as the name of a sheet: no signs that none may have, at most 31 characters as Excel counts them."""
    text = ILLEGAL_CHARACTERS_RE.sub("", " ".join(text.translate(_FORBIDDEN_IN_TITLE).split()))
    return text.encode("utf-16-le")[: _LONGEST_TITLE * 2].decode("utf-16-le", "ignore").strip("' ")


def cell(sheet: Worksheet, value: Any) -> Any:
    """A cell for `value`: numbers and dates as such, everything else as text that stays text."""
    if value is None:
        return None
    if isinstance(value, bool):
        value = "是" if value else "否"
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, int | float | Decimal | date):
        return _typed(sheet, value)
    return _text(sheet, str(value))


def _typed(sheet: Worksheet, value: Any) -> Cell:
    made: Cell = WriteOnlyCell(sheet, value)
    if isinstance(value, datetime):
        made.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    return made


def _text(sheet: Worksheet, text: str) -> Cell:
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_CELL]
    made: Cell = WriteOnlyCell(sheet, text)
    made.data_type = "s"  # openpyxl would make a formula of a leading "="
    # Marks the cell as text for the program too, so that editing it does not turn it into a formula.
    made.quotePrefix = text.lstrip(" \u3000").startswith(FORMULA_STARTS)
    return made


def heading_cell(sheet: Worksheet, heading: str) -> Cell:
    """Text in the bold type of a head line."""
    made = _text(sheet, heading)
    made.font = Font(bold=True)
    return made
