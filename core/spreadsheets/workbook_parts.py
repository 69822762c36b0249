"""Finds in an .xlsx what the reader does not tell: errors, formulas never computed, far-off cells."""

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree
from xml.parsers import expat

from core.spreadsheets.cells import Broken
from core.spreadsheets.faults import UnreadableFile
from core.spreadsheets.limits import Room
from core.spreadsheets.sniff import SAVE_AS

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# A cell with something in it: an empty styled cell far off is common and harmless.
FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']\s*([A-Za-z]+)0*(\d{1,18})\s*["'][^<>]*(?<!/)>""")
# Cells may leave their place out; then they follow one another, in rows that may have a number or not.
PLACELESS_CELL = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)[^<>]*>""")
ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>])")
ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\s(?:[^<>]*?\s)?r\s*=\s*["']\s*0*(\d{1,18})""")
CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*["']([^"']*)""")
PLACE = re.compile(r"([A-Za-z]+)(\d{1,18})")
# 0% and 0.00%, which every workbook knows.
PERCENT_FORMATS = {"9", "10"}
# Signs of a formula or of an error; a plain search costs a tenth of a pattern.
FORMULA_OR_ERROR = (b"<f", b":f", b'"e"', b"'e'")
DAMAGED = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, expat.ExpatError, KeyError, ValueError, OSError)


def inspect(content: bytes) -> dict[str, dict[tuple[int, int], Broken]]:
    """Sheet name → place (row, column; from 0) → why the cell has no usable value.

    Refuses sheets with cells too far off *before* the reader makes room for all cells up to there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found, room = {}, Room()
            for sheet, part in _sheet_parts(archive).items():
                xml = archive.read(part)
                room.take(f"工作表“{sheet}”", *_size(xml))
                if any(sign in xml for sign in FORMULA_OR_ERROR):
                    found[sheet] = _Inspection(xml).broken
            return found
    except UnreadableFile:
        raise
    except (*DAMAGED, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(f"文件已损坏，打不开。{SAVE_AS}") from error


def percents(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Sheet name → places (row, column; from 0) of cells shown as percent; of a workbook that was inspected."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            styles = _percent_styles(_parsed(archive.read("xl/styles.xml")))
            parts = _sheet_parts(archive) if styles else {}
            return {sheet: _styled(archive.read(part), styles) for sheet, part in parts.items()}
    except DAMAGED:
        # Without its styles a workbook can still be read.
        return {}


def _percent_styles(sheet: ElementTree.Element) -> set[bytes]:
    """The numbers under which cells name a style whose format has a percent sign."""
    formats = {each.get("numFmtId") for each in sheet.iterfind(".//{*}numFmt") if "%" in each.get("formatCode", "")}
    styles = sheet.iterfind("./{*}cellXfs/{*}xf")
    return {
        str(number).encode()
        for number, style in enumerate(styles)
        if style.get("numFmtId") in formats | PERCENT_FORMATS
    }


def _styled(xml: bytes, styles: set[bytes]) -> set[tuple[int, int]]:
    places = set()
    for cell in CELL.findall(xml):
        attributes = dict(ATTRIBUTE.findall(cell))
        place = PLACE.fullmatch(attributes.get(b"r", b"").decode("ascii", "replace"))
        if place and attributes.get(b"s") in styles:
            places.add((int(place[2]) - 1, _column_index(place[1])))
    return places


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part, by workbook.xml and its relations."""
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    }
    names = set(archive.namelist())
    parts = {}
    for element in _parsed(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            part = targets.get(element.get(RELATION) or element.get(STRICT_RELATION))
            if part in names:
                parts[element.get("name", "")] = part
    return parts


def _parsed(xml: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ValueError("no document type belongs here")
    return ElementTree.fromstring(xml)  # noqa: S314 - document types and entities are refused above


def _size(xml: bytes) -> tuple[int, int]:
    """Rows and columns up to the last filled cell."""
    cells = FILLED_CELL.findall(xml)
    rows = max((int(row) for _, row in cells), default=0)
    columns = max((_column_index(letters.decode()) + 1 for letters in {letters for letters, _ in cells}), default=0)
    if PLACELESS_CELL.search(xml):
        chunks = ROW.split(xml)
        rows = max(rows, len(chunks), *map(int, ROW_NUMBER.findall(xml)))
        columns = max(columns, *(len(PLACELESS_CELL.findall(chunk)) for chunk in chunks))
    return rows, columns


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters.upper()[:5]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class _Inspection:
    """Walks one sheet's XML and notes the cells that hold an error or a formula without a value."""

    def __init__(self, xml: bytes) -> None:
        self.broken: dict[tuple[int, int], Broken] = {}
        self.row, self.column, self.type = -1, -1, ""
        self.has_formula, self.in_value, self.value = False, False, ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse_entity
        parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self.has_formula = True
        elif tag in ("v", "t"):
            self.in_value = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = re.fullmatch(r"([A-Za-z]+)(\d+)", attributes.get("r", ""))
        self.column = _column_index(place[1]) if place else self.column + 1
        self.row = int(place[2]) - 1 if place else self.row
        self.type, self.has_formula, self.value = attributes.get("t", ""), False, ""

    def _text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag in ("v", "t"):
            self.in_value = False
        elif tag == "c" and self.type == "e":
            self._note(f"单元格显示为错误值 {self.value.strip() or '#N/A'}，请改正后再导入。")
        elif tag == "c" and self.has_formula and not self.value.strip() and self.type != "str":
            self._note("单元格是公式，但文件里没有它的计算结果。请用 Excel 或 WPS 打开并保存一次，或改为直接填写数值。")

    def _note(self, message: str) -> None:
        self.broken[self.row, self.column] = Broken(message)

    def _refuse_entity(self, *_: object) -> None:
        raise ValueError("no entity belongs here")
