"""Reads a file into records of one spec: everything wrong with it is named at once, by sheet, row and column."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.progress import Tell, silent
from core.spreadsheets.cells import Broken, Value, is_blank, plain_heading, text_of
from core.spreadsheets.columns import Heading, Mapping, Places
from core.spreadsheets.faults import BadValue, Fault, Faults, UnreadableFile, UsageError
from core.spreadsheets.head import find_head
from core.spreadsheets.lines import Lines
from core.spreadsheets.parse import day, day_or_month, deadline, is_serial, moment
from core.spreadsheets.read import Table, read_tables
from core.spreadsheets.spec import FieldSpec, Overrides, Spec

DATE_PARSERS = (day, day_or_month, deadline, moment)
SAMPLE_ROWS = 10
SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One data row: typed `values` and the cells' own text (`raw`), both by field code; `row` is 1-based.

    Every field of the spec has a value; one without a column or with a blank cell has the field's `empty`.
    """

    sheet: str
    row: int
    values: dict[str, Any]
    raw: dict[str, str]
    columns: dict[str, Heading] = field(repr=False)

    def fault(self, code: str, message: str, remedy: str = "") -> Fault:
        """A fault at this row's cell of a field, for what only the importer can tell (an unknown name …)."""
        heading = self.columns.get(code)
        column, label = (heading.letter, heading.label) if heading else ("", "")
        return Fault(message, self.sheet, self.row, column, label, remedy)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A word of a field that stands for nothing known, in how many rows, and what it may mean."""

    code: str
    word: str
    times: int
    near: tuple[str, ...] = ()


@dataclass
class Loaded:
    """What a file holds. Rows with a fault are not among the records; import nothing while there are faults.

    Each word of `unplaced` has its fault, too: there it is told of, here it can be asked about.
    """

    filename: str
    digest: str = ""
    records: list[Record] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    remarks: list[str] = field(default_factory=list)
    mappings: list[Mapping] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


def load(
    source: str | Path | bytes,
    filename: str,
    spec: Spec,
    overrides: Overrides | None = None,
    *,
    tell: Tell = silent,
) -> Loaded:
    """Reads every sheet that has the head of `spec`; `overrides` is {heading: field code, label or "-"}.

    Raises UsageError when an override names a field or heading that does not exist; all else is in `faults`.
    """
    places = Places(spec, overrides or {})
    loaded = Loaded(filename)
    try:
        content = source if isinstance(source, bytes) else Path(source).read_bytes()
        loaded.digest = hashlib.sha256(content).hexdigest()
        tables = read_tables(content, filename)
    except OSError as error:
        loaded.faults.add(Fault(f"打不开文件“{filename}”：{error.strerror or '读取失败'}。"))
        return loaded
    except UnreadableFile as error:
        loaded.faults.add(Fault(f"文件“{filename}”：{error}"))
        return loaded
    loaded.faults.sheets = [table.sheet for table in tables]
    for table in tables:
        _load_table(loaded, table, places, tell)
    _check_found(loaded, tables, places)
    return loaded


def _load_table(loaded: Loaded, table: Table, places: Places, tell: Tell) -> None:
    if table.hidden:
        loaded.remarks.append(f"工作表“{table.sheet}”是隐藏的，没有读取。")
        return
    head = find_head(table, places)
    if head is None:
        return
    row, headings = head
    mapping = places.mapping(table.sheet, row + 1, headings)
    mapping.above = " ".join(dict.fromkeys(text_of(value) for above in table.rows[:row] for value in above))
    loaded.mappings.append(mapping)
    lines = Lines(table, row, mapping, places.spec)
    _fault_columns(loaded.faults, mapping, lines, places.spec)
    mapping.samples = [[text_of(value) for value in table.rows[index]] for index in lines.data[:SAMPLE_ROWS]]
    reader = _RowReader(loaded, mapping, places.spec)
    for done, index in enumerate(lines.data):
        tell("正在读取", done, len(lines.data))
        reader.read(table.rows[index], index + 1)
    loaded.remarks += lines.remarks() + reader.remarks()


def _fault_columns(faults: Faults, mapping: Mapping, lines: Lines, spec: Spec) -> None:
    """Columns with data that could not be placed, and required fields without a column."""
    by_index = {heading.index: heading for heading in mapping.headings}
    for index, why in mapping.unplaced.items():
        heading = by_index[index]
        rows = lines.rows_with(index)
        if not rows:
            continue
        remedy = (
            f"请用 --column {heading.label}=字段 指明（字段：{spec.choices()}），或用 --column {heading.label}=- 略去。"
        )
        message = (
            f"“{heading.label}”列放不到任何字段：{why}。"
            if heading.text
            else f"{heading.letter} 列有数据但没有标题（{_told(rows)}）。"
        )
        faults.add(Fault(message, mapping.sheet, mapping.head_row, heading.letter, heading.label, remedy))
    for one in spec.fields:
        if (one.required or one.expected) and one.code not in mapping.placed:
            names = "、".join(one.wordings[:4])
            message = f"没有找到“{one.label}”列（常见的写法：{names}）。"
            faults.add(Fault(message, mapping.sheet, mapping.head_row, remedy=f"请用 --column 标题={one.code} 指明。"))


def _told(rows: list[int]) -> str:
    """“第 5、8、13 行等 27 行”."""
    more = f"等 {len(rows)} 行" if len(rows) > SHOWN_ROWS else ""
    return f"第 {'、'.join(str(row) for row in rows[:SHOWN_ROWS])} 行{more}"


def _check_found(loaded: Loaded, tables: list[Table], places: Places) -> None:
    """No head at all is a fault, a sheet without one a remark; an override of an unknown heading is misuse."""
    read = {mapping.sheet for mapping in loaded.mappings}
    others = [table.sheet for table in tables if not table.hidden and table.sheet not in read]
    if not loaded.mappings:
        message = f"文件“{loaded.filename}”中找不到{places.spec.name}的标题行（至少要有{places.spec.wanted()}等列）。"
        loaded.faults.add(Fault(message, remedy="标题叫法不同时，请用 --column 标题=字段 指明。"))
        return
    loaded.remarks += [f"工作表“{sheet}”没有{places.spec.name}的标题行，没有读取。" for sheet in others]
    found = [heading for mapping in loaded.mappings for heading in mapping.headings]
    used = {form for heading in found for form in places.forms(heading)}
    unknown = [heading for heading in places.given if plain_heading(heading) not in used]
    if unknown:
        existing = "、".join(dict.fromkeys(heading.label for heading in found if heading.text))
        raise UsageError(f"没有标题为“{unknown[0]}”的列。文件里的标题：{existing}。")


class _RowReader:
    """Turns rows of one sheet into records, or into faults."""

    def __init__(self, loaded: Loaded, mapping: Mapping, spec: Spec) -> None:
        self.loaded, self.mapping, self.spec = loaded, mapping, spec
        self.columns = {code: headings[0] for code, headings in mapping.placed.items()}
        self.serials: dict[str, int] = {}

    def read(self, row: list[Value], number: int) -> None:
        values: dict[str, Any] = {}
        raw: dict[str, str] = {}
        before = len(self.loaded.faults)
        for one in self.spec.fields:
            headings = self.mapping.placed.get(one.code, [])
            raw[one.code] = " ".join(filter(None, (text_of(row[heading.index]) for heading in headings)))
            try:
                values[one.code] = self._value(one, headings, row)
            except BadValue as error:
                heading = headings[0]
                fault = Fault(str(error), self.mapping.sheet, number, heading.letter, heading.label)
                self.loaded.faults.add(fault)
        if len(self.loaded.faults) == before:
            self.loaded.records.append(Record(self.mapping.sheet, number, values, raw, self.columns))

    def _value(self, one: FieldSpec, headings: list[Heading], row: list[Value]) -> object:
        if not headings:
            return one.empty
        cells = [row[heading.index] for heading in headings]
        for cell in cells:
            if isinstance(cell, Broken):
                raise BadValue(cell.message)
        filled = [cell for cell in cells if not is_blank(cell)]
        if not filled:
            if one.required:
                raise BadValue(f"“{one.label}”不能为空，请补上。")
            return one.empty
        value = filled[0] if len(filled) == 1 else " ".join(text_of(cell) for cell in filled)
        if one.parser in DATE_PARSERS and is_serial(value):
            self.serials[one.code] = self.serials.get(one.code, 0) + 1
        return one.parser(value)

    def remarks(self) -> list[str]:
        """Dates that were stored as plain numbers were converted: say so."""
        return [
            f"工作表“{self.mapping.sheet}”的“{self.columns[code].label}”列有 {times} 处日期是数字，已按序号换算。"
            for code, times in self.serials.items()
        ]
