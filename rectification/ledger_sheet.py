"""The ledger as a workbook, laid out as courts keep it and as the import reads it back: cells of a problem are merged
for the eye, no cell is a formula."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.exports import cell
from rectification.choices import MeasureState, ProblemState
from rectification.selectors.ledger import LedgerProblem

SHEET = "整改台账"
HEAD = (
    *("序号", "问题", "问题来源", "责任支部", "责任领导", "整改措施", "责任人", "类型"),
    *("整改时限", "完成时间", "进展情况", "问题是否销号", "销号时间"),
)
WIDTHS = (6, 32, 14, 16, 10, 36, 10, 8, 12, 12, 12, 13, 12)
# Columns of the problem, from 1; that of the branches is one of them as long as it leads all measures.
OF_PROBLEM = (1, 2, 3, 4, 5, 12, 13)
BRANCHES = 4
# What stands for the committee itself where a branch could stand, and for a measure that goes on for good.
COMMITTEE, FOR_GOOD = "机关党委", "长期坚持"
CENTRED = Alignment(vertical="center", wrap_text=True)

Row = list[Any]


def ledger_bytes(title: str, problems: Sequence[LedgerProblem], on: date) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A4"
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for place, words in enumerate((title, f"截至{on.year}年{on.month}月{on.day}日"), start=1):
        _append(sheet, [words], bold=place == 1)
        _merge(sheet, place, 1, place, len(HEAD))
    _append(sheet, list(HEAD), bold=True)
    last = 3
    for problem in problems:
        rows = list(_rows(problem))
        for row in rows:
            _append(sheet, row)
        first, last = last + 1, last + len(rows)
        for column in OF_PROBLEM if last > first else ():
            if column != BRANCHES or all(problem.is_of_lead(measure) for measure in problem.measures):
                _merge(sheet, first, column, last, column)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _append(sheet: Worksheet, row: Row, *, bold: bool = False) -> None:
    cells = [cell(sheet, value) for value in row]
    for each in cells:
        if each is not None:
            each.alignment = CENTRED
            each.font = Font(bold=bold)
    sheet.append(cells)


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    sheet.merged_cells.add(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")


def _rows(line: LedgerProblem) -> Iterator[Row]:
    """A row for each measure. The first one names the branches of the problem: a measure of others stands below it."""
    measures = list(line.measures)
    is_apart = not measures or not line.is_of_lead(measures[0])
    yield _row(_of_problem(line), [None] * 6 if is_apart else _of_measure(measures.pop(0)))
    for measure in measures:
        branch = None if line.is_of_lead(measure) else _branch(measure)
        yield _row([None, None, None, branch, None, None, None], _of_measure(measure))


def _row(of_problem: Row, of_measure: Row) -> Row:
    return [*of_problem[:5], *of_measure, *of_problem[5:]]


def _of_problem(line: LedgerProblem) -> Row:
    problem = line.problem
    is_closed = problem.state == ProblemState.CLOSED
    branches = "、".join(branch.name for branch in line.branches) or COMMITTEE
    words = [problem.number, problem.title, problem.source, branches, problem.leader_words]
    return [*words, "是" if is_closed else "否", problem.closed_on]


def _of_measure(measure: Any) -> Row:
    state = MeasureState(measure.state).label
    words = [measure.text, measure.owner_words, measure.get_nature_display()]
    return [*words, measure.due_on or FOR_GOOD, measure.done_on, state]


def _branch(measure: Any) -> str:
    return measure.branch.name if measure.branch else COMMITTEE
