"""The table of an assessment: branches by indicators, narrowed to an aspect or a state, ordered by branch or total."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.choices import CellState, ScoreState
from assessments.rulebook import Line
from assessments.scoring import percent
from assessments.selectors.compute import Sums
from assessments.selectors.sentences import figure
from assessments.selectors.sheets import Row, Sheet

NOT_APPLIED = "—"


@dataclass(frozen=True)
class Column:
    """An indicator, or without one the sum of an aspect."""

    aspect: str
    aspect_name: str
    line: Line | None = None

    @property
    def label(self) -> str:
        return self.line.code if self.line else self.aspect_name

    @property
    def title(self) -> str:
        return f"{self.line.code} {self.line.name}（{figure(self.line.of)}分）" if self.line else self.aspect_name


@dataclass(frozen=True)
class Matrix:
    sheet: Sheet
    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def lines(self) -> list[Line]:
        return [column.line for column in self.columns if column.line]

    def sums(self, row: Row, column: Column | None = None) -> Sums:
        """Of an aspect, or of all that is shown."""
        return row.sums(self.lines if column is None else self.sheet.of_aspect(column.aspect))

    def waiting(self, line: Line) -> int:
        return sum(row.waits(line.code) is not None for row in self.rows)


def matrix_of(sheet: Sheet, *, aspect: str = "", state: str = "", by_total: bool = False) -> Matrix:
    """`aspect`: only its indicators; `state`: only branches with one of them in it."""
    columns = [column for each in sheet.aspects if aspect in ("", each) for column in _columns(sheet, each)]
    lines = [column.line for column in columns if column.line]
    rows = [row for row in sheet.rows if not state or any(state_of(row, line) == state for line in lines)]
    if by_total:
        rows.sort(key=lambda row: _share(row.sums(lines)), reverse=True)
    return Matrix(sheet, columns, rows)


def state_of(row: Row, line: Line) -> CellState:
    waits = row.waits(line.code)
    if waits is not None:
        return CellState(waits.value)
    entry = row.entries.get(line.code)
    if entry is None or entry["state"] == ScoreState.NOT_APPLIED:
        return CellState.NOT_APPLIED
    points, of = Decimal(entry["points"]), Decimal(entry["of"])
    if points >= of:
        return CellState.FULL
    return CellState.PART if points else CellState.NONE


def points_in_words(row: Row, line: Line) -> str:
    """`2.5/4`, `不详`, `待评审`, `—`."""
    state = state_of(row, line)
    if state is CellState.NOT_APPLIED:
        return NOT_APPLIED
    if state in (CellState.NOT_KNOWN, CellState.TO_REVIEW, CellState.SECOND):
        return state.label
    entry = row.entries[line.code]
    return f"{figure(entry['points'])}/{figure(entry['of'])}"


def sums_in_words(sums: Sums) -> str:
    """`62.5/64`: points of what is known."""
    return f"{figure(sums.points)}/{figure(sums.known_of)}" if sums.known_of else NOT_APPLIED


def _columns(sheet: Sheet, aspect: str) -> list[Column]:
    name = sheet.aspects[aspect]
    return [*(Column(aspect, name, line) for line in sheet.of_aspect(aspect)), Column(aspect, name)]


def _share(sums: Sums) -> Decimal:
    """What a branch is ordered by: its percent of what is known; one of whom nothing is known comes last."""
    share = percent(sums.points, sums.known_of)
    return Decimal(-1) if share is None else share
