"""Small files of every type for the tests of the spreadsheet reader."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date

import openpyxl
import xlwt

LEDGER_HEAD = (
    "序号",
    "党支部",
    "党小组",
    "会议（活动）类型",
    "时间",
    "地点",
    "主持人",
    "记录人",
    "应到人数",
    "实到人数",
    "缺席人员及原因",
    "主题（议题）",
    "主要内容",
    "学时",
)
LEDGER_ROW = (
    1,
    "第一党支部",
    None,
    "党课",
    "2024年1月3日",
    "第二会议室",
    "袁梅",
    "余晨英",
    19,
    "18人",
    "江轩平（出差）",
    "公正司法",
    "交流发言",
    2,
)


def ledger_row(**changes: object) -> list[object]:
    """A good ledger row with some cells changed, by column letter."""
    row: list[object] = list(LEDGER_ROW)
    for letter, value in changes.items():
        row[ord(letter) - ord("A")] = value
    return row


def xlsx(rows: Iterable[Sequence[object]], *, sheet: str = "台账", merged: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet; an error such as #REF! is stored as one."""
    return workbook({sheet: rows}, merged={sheet: merged})


def workbook(
    sheets: dict[str, Iterable[Sequence[object]]],
    *,
    merged: dict[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merged or {}).get(name, ()):
            sheet.merge_cells(area)
        if name in hidden:
            sheet.sheet_state = "hidden"
    return _saved(book)


def xls(rows: Iterable[Sequence[object]], *, merged: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row_index, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(row_index, column, value, *([day] if isinstance(value, date) else []))
    for top, bottom, left, right, text in merged:
        sheet.write_merge(top, bottom, left, right, text)
    return _saved(book)


def csv_bytes(rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([["" if v is None else v for v in row] for row in rows])
    return text.getvalue().encode(encoding)


def zipped(entries: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return content.getvalue()


def belied(content: bytes, name: str) -> bytes:
    """The zip file with a directory that tells of the entry's first 100 bytes only, and of their checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(name)
        beginning = archive.read(name)[:100]
    told = [(entry.file_size, 100), (entry.CRC, zlib.crc32(beginning))]
    for real, said in told:
        content = content.replace(real.to_bytes(4, "little"), said.to_bytes(4, "little"))
    return content


def with_sheet_xml(sheet_xml: str) -> bytes:
    """A workbook whose only sheet has exactly this XML inside <sheetData>."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["x"]]))) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start, end = data.index(b"<sheetData>"), data.index(b"</sheetData>")
                data = data[: start + len(b"<sheetData>")] + sheet_xml.encode() + data[end:]
            target.writestr(name, data)
    return content.getvalue()


def _saved(book: openpyxl.Workbook | xlwt.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
