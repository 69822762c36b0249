"""Reads .xlsx, .xls and .csv into tables of values, each at its place in the file."""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from core.apart import EndedApartError, call_apart
from core.spreadsheets import delimited, workbook_parts
from core.spreadsheets.cells import ERROR_TEXT, Broken, Percent, Value, text_of
from core.spreadsheets.faults import UnreadableFile
from core.spreadsheets.limits import MAX_CELLS, Room
from core.spreadsheets.sniff import SAVE_AS, FileType, sniff

Area = tuple[int, int, int, int]
# The largest workbooks that may be unpacked take a third of the time and half of the memory.
READING_SECONDS = 40
READING_MEGABYTES = 1024


@dataclass
class Table:
    """One sheet. `rows[0]` is the sheet's row 1 and `rows[n][0]` its column A; all rows are equally wide.

    Merged areas (first row, first column, last row, last column; from 0) are filled with their value.
    """

    sheet: str
    rows: list[list[Value]]
    merged: list[Area] = field(default_factory=list)
    hidden: bool = False


def read_tables(source: str | Path | bytes, filename: str) -> list[Table]:
    """All sheets of a file with something in them; type told by content. Raises UnreadableFile."""
    content = source if isinstance(source, bytes) else _content(Path(source))
    file_type = sniff(content)
    if file_type is FileType.CSV:
        rows = delimited.read_rows(content)
        tables = [Table(Path(filename).stem, _marked_errors(rows))]
    else:
        tables = _read_apart(content, file_type)
    return [table for table in tables if any(text_of(v) or isinstance(v, Broken) for row in table.rows for v in row)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"打不开文件“{path.name}”：{error.strerror or '读取失败'}。") from error


def _read_apart(content: bytes, file_type: FileType) -> list[Table]:
    """A crafted workbook can make a reader take any time and memory; it takes them from nobody else."""
    try:
        tables: list[Table] = call_apart(
            read_workbook,
            content,
            file_type,
            seconds=READING_SECONDS,
            megabytes=READING_MEGABYTES,
            refusals=(UnreadableFile,),
            answers=(Table, Broken, Percent, date, datetime, time, timedelta),
        )
    except EndedApartError as error:
        raise UnreadableFile("文件太大或已损坏，读不出来。请删去多余的工作表和远处的内容，另存后再导入。") from error
    return tables


def read_workbook(content: bytes, file_type: FileType) -> list[Table]:
    """All its sheets. Raises UnreadableFile."""
    is_xlsx = file_type is FileType.XLSX
    parts = workbook_parts.inspect(content) if is_xlsx else {}
    percents = workbook_parts.percents(content) if is_xlsx else {}
    room = Room()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _read_sheet(
                    book.get_sheet_by_name(sheet.name),
                    parts.get(sheet.name, {}),
                    percents.get(sheet.name, set()),
                    room,
                    hidden=sheet.visible is not SheetVisibleEnum.Visible,
                )
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet
            ]
    except UnreadableFile:
        raise
    except PasswordError as error:
        raise UnreadableFile("文件设有密码，打不开。请取消密码后再导入。") from error
    except BaseException as error:
        # A damaged file can make the reader panic, which is no Exception; all else of that rank goes on its way.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(f"文件已损坏，打不开。{SAVE_AS}") from error


def _read_sheet(
    sheet: CalamineSheet,
    broken: dict[tuple[int, int], Broken],
    percents: set[tuple[int, int]],
    room: Room,
    *,
    hidden: bool,
) -> Table:
    room.take(f"工作表“{sheet.name}”", sheet.total_height, sheet.total_width)
    rows: list[list[Value]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    width = max([len(row) for row in rows] + [column + 1 for _, column in broken], default=0)
    rows += [[] for _ in range(max((row + 1 for row, _ in broken), default=0) - len(rows))]
    rows = [row + [""] * (width - len(row)) for row in rows]
    for (row_index, column), mark in broken.items():
        rows[row_index][column] = mark
    _mark_percents(rows, percents)
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
    _fill_merged(rows, merged, sheet.name)
    return Table(sheet.name, _marked_errors(rows), merged, hidden)


def _mark_percents(rows: list[list[Value]], places: set[tuple[int, int]]) -> None:
    for row, column in places:
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            rows[row][column] = Percent(value)


def _fill_merged(rows: list[list[Value]], merged: list[Area], sheet: str) -> None:
    budget = MAX_CELLS
    for top, left, bottom, right in merged:
        if top >= len(rows) or left >= len(rows[top]) or rows[top][left] == "":
            continue
        height, width = min(bottom + 1, len(rows)) - top, min(right + 1, len(rows[top])) - left
        budget -= height * width
        if budget < 0:
            raise UnreadableFile(f"工作表“{sheet}”的合并单元格太多，无法读取。请取消合并后再导入。")
        for row in rows[top : top + height]:
            row[left : left + width] = [rows[top][left]] * width


def _marked_errors(rows: list[list[Value]]) -> list[list[Value]]:
    """Errors that arrive as text (“#REF!”, and “####” for a column that was too narrow) become broken cells."""
    for row in rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#") and ERROR_TEXT.fullmatch(value.strip()):
                row[column] = Broken(f"单元格显示为错误值 {value.strip()}，请改正后再导入。")
    return rows
