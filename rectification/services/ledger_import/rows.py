"""What the rows of a ledger say: problems with their measures, the cells of a problem standing on its first row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from branches.models import Branch
from core.spreadsheets import Loaded, Record
from rectification.services.ledger_import.words import CourtWords, state_of

BLANK = (None, "")
# Cells of the whole problem; so are its number, its words and its branches.
CARRIED = ("source", "leader", "closed", "closed_on")
# Where a ledger has no column of sources.
SOURCE_UNTOLD = "整改台账"
OF_MEASURE = ("owner", "nature", "due_on", "done_on", "state")


@dataclass
class Line:
    """A row's measure. `progress`: what was written of it beside its state, or in place of one. `named`: the branches
    that its own cell names, of which the first answers for it; without any the problem's first does."""

    record: Record
    branch: Branch | None
    state: str
    progress: str
    named: list[Branch | None] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.record.values["measure"])

    @property
    def owner(self) -> str:
        return str(self.record.values["owner"])

    @property
    def nature(self) -> str:
        return (*self.record.values["nature"], "")[0]

    @property
    def due_on(self) -> date | None:
        found: date | None = self.record.values["due_on"]
        return found

    @property
    def done_on(self) -> date | None:
        found: date | None = self.record.values["done_on"]
        return found


@dataclass
class Entry:
    """A problem: the row it begins on, its branches (the first leads; none: the committee's own) and its measures.
    `cells`: the row of each cell of the whole problem, the first one that is not blank."""

    record: Record
    branches: list[Branch | None] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    cells: dict[str, Record] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return str(self.record.values["problem"])

    @property
    def source(self) -> str:
        return str(self.value("source")) if "source" in self.record.columns else SOURCE_UNTOLD

    @property
    def leader(self) -> str:
        return str(self.value("leader") or "")

    @property
    def closed_on(self) -> date | None:
        found: date | None = self.value("closed_on")
        return found

    @property
    def shared(self) -> list[Branch]:
        return [branch for branch in self.branches if branch is not None]

    def value(self, code: str) -> Any:
        return self.record_of(code).values[code]

    def record_of(self, code: str) -> Record:
        """The row that tells of `code`; the first one where none does."""
        return self.cells.get(code, self.record)


def read_entries(loaded: Loaded, words: CourtWords) -> list[Entry]:
    """The problems of the file in its order. Rows that belong to a faulty one are left out: it was told of."""
    faulty = {(fault.sheet, fault.row) for fault in loaded.faults.found}
    heads = {mapping.sheet: mapping.head_row for mapping in loaded.mappings}
    entries: list[Entry] = []
    before: Record | None = None
    for record in loaded.records:
        is_first = before is None or before.sheet != record.sheet
        is_new = is_first or _begins(record, entries[-1].record)
        above = heads[record.sheet] if is_first or before is None else before.row
        lost = any((record.sheet, row) in faulty for row in range(above + 1, record.row))
        before = record
        if is_new and not (record.values["problem"] or lost):
            _fault_blank(record, loaded)
        if is_new:
            entries.append(Entry(record))
        if not (lost and _is_bare(record)):
            _take(entries[-1], record, loaded, words)
    return [entry for entry in entries if entry.title]


def _begins(record: Record, first: Record) -> bool:
    """A row with a number or with words other than those of the problem above begins another one."""
    return any(record.values[code] not in ("", first.values[code]) for code in ("number", "problem"))


def _is_bare(record: Record) -> bool:
    return not (record.values["number"] or record.values["problem"])


def _fault_blank(record: Record, loaded: Loaded) -> None:
    if "problem" not in record.columns:
        return
    if record.values["number"]:
        remedy = "序号是按措施编的，请用 --column 序号=- 略去这一列。"
        loaded.faults.add(record.fault("problem", "有新的序号，却没有写问题，请补上。", remedy))
    else:
        loaded.faults.add(record.fault("problem", "第一行没有写问题，请补上。"))


def _take(entry: Entry, record: Record, loaded: Loaded, words: CourtWords) -> None:
    """Add what a row says to its problem."""
    branches = words.branches_of(record)
    entry.branches += [branch for branch in branches if branch not in entry.branches]
    for code in CARRIED:
        _carry(entry, record, code, loaded)
    values = record.values
    if values["measure"]:
        branch = (branches or entry.branches or [None])[0]
        entry.lines.append(Line(record, branch, *state_of(str(values["state"])), branches))
    elif any(values[code] not in BLANK for code in OF_MEASURE):
        loaded.faults.add(record.fault("measure", "写了责任人、时限或进展，却没有写整改措施，请补上。"))


def _carry(entry: Entry, record: Record, code: str, loaded: Loaded) -> None:
    value = record.values[code]
    if value in BLANK:
        return
    kept = entry.cells.setdefault(code, record)
    if kept.values[code] != value:
        message = f"与同一个问题第 {kept.row} 行的“{kept.raw[code]}”不同，请改成一样，或只在第一行写。"
        loaded.faults.add(record.fault(code, message))


def all_lines(entries: list[Entry]) -> Iterator[Line]:
    return (line for entry in entries for line in entry.lines)
