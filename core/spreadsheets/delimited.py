"""Reads delimited text (.csv): encoding and delimiter are told by the content."""

import codecs
import csv
import io
from collections import Counter

from core.spreadsheets.cells import Value
from core.spreadsheets.faults import UnreadableFile
from core.spreadsheets.limits import Room

DELIMITERS = ",;\t"
SAMPLE_LINES = 50


def read_rows(content: bytes) -> list[list[Value]]:
    """Rows of equal width, all values text. Raises UnreadableFile."""
    text = _decoded(content)
    rows: list[list[Value]] = []
    width, begun = 0, 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for row in reader:
            rows.append([*row])
            width, begun = max(width, len(row)), reader.line_num + 1
            Room().take("文件", len(rows), width)
    except csv.Error as error:
        raise UnreadableFile(
            f"从第 {begun} 行起不是完整的 .csv 表格（可能引号没有成对，或内容里有引号而没有写成两个），请检查后再导入。"
        ) from error
    return [row + [""] * (width - len(row)) for row in rows]


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(character < " " and character not in "\t\r\n\f" for character in text):
            break
        return text
    raise UnreadableFile("这不是表格文件，或者文件已损坏。请导入 .xlsx、.xls 或 .csv（UTF-8 或 GB18030 编码）文件。")


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines of the beginning into the same, largest number of columns."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])

    def agreement(delimiter: str) -> int:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if len(row) > 1)
        return max((width * lines for width, lines in widths.items()), default=0)

    return max(DELIMITERS, key=agreement)
