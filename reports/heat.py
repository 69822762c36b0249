"""Heat maps: what the engine answered, laid out over the months of a window."""

from collections.abc import Callable, Sequence
from datetime import date

from activities.choices import PeriodLength
from activities.engine import BranchFigures, Cell, Period, month_index
from activities.engine.periods import period_at
from core.heat import Heat, HeatCell

# (a period, or None for the whole row) → address of the records that are counted
Link = Callable[[Period | None], str]


def year_window(year: int) -> list[int]:
    """The twelve month numbers of a year."""
    return list(range(year * 12, year * 12 + 12))


def months_between(start: date, end: date) -> list[int]:
    """The month numbers from the month of `start` to that of `end`."""
    return list(range(month_index(start), month_index(end) + 1))


def last_twelve_months(today: date) -> list[int]:
    """The month of `today` and the eleven before it."""
    current = month_index(today)
    return list(range(current - 11, current + 1))


def first_day(number: int) -> date:
    """The first day of a month number."""
    return period_at(number, PeriodLength.MONTH).start


def month_labels(numbers: Sequence[int]) -> list[str]:
    return [f"{number % 12 + 1}月" for number in numbers]


def heat_cells(figures: BranchFigures, numbers: Sequence[int], as_of: date, link: Link) -> list[HeatCell]:
    """One cell for each period that reaches into the window, as wide as its months there; blank where none is due."""
    owed = {number: period for period in figures.cells for number in _months(period)}
    cells: list[HeatCell] = []
    at = 0
    while at < len(numbers):
        period = owed.get(numbers[at])
        span = 1
        while period and at + span < len(numbers) and owed.get(numbers[at + span]) == period:
            span += 1
        cells.append(_heat_cell(figures.cells[period], span, as_of, link(period)) if period else HeatCell(Heat.NOT_DUE))
        at += span
    return cells


def row_total(figures: BranchFigures) -> str:
    """`10/12`, with how many are not known beside; `不详` where nothing but the unknown would answer; `—` where nothing
    was due."""
    if figures.due:
        return f"{figures.met}/{figures.due}{beside(figures.not_known)}"
    return "不详" if figures.not_known else "—"


def beside(not_known: int) -> str:
    """What stands behind a figure that does not tell everything."""
    return f" （{not_known}项不详）" if not_known else ""


def standing(met: int, due: int, not_known: int) -> Heat:
    """How it stands with what was due: nobody can say that all is done while a part is not known."""
    if met < due or not_known:
        return Heat.PARTLY if met else Heat.UNMET
    return Heat.MET


def _months(period: Period) -> range:
    return range(month_index(period.start), month_index(period.end) + 1)


def _heat_cell(cell: Cell, span: int, as_of: date, url: str) -> HeatCell:
    state, text = _state_and_text(cell, as_of)
    return HeatCell(state, text, url if text else "", _note(cell), span)


def _state_and_text(cell: Cell, as_of: date) -> tuple[Heat, str]:
    if cell.due:
        return standing(cell.met, cell.due, cell.not_known), f"{cell.met}/{cell.due}"
    if cell.not_known:
        return Heat.UNKNOWN, "不详"
    if cell.period.start > as_of:
        return Heat.NOT_DUE, ""
    return Heat.OPEN, f"{cell.open_enough}/{cell.open}"


def _note(cell: Cell) -> str:
    said = [f"参加 {cell.held} 人次" if cell.of_members else f"共开 {cell.held} 次"]
    if cell.without_quorum:
        said.append(f"其中 {cell.without_quorum} 次未达法定人数")
    if cell.due and cell.not_known:
        said.append(f"另有 {cell.not_known} 项不详")
    if cell.why:
        said.append(cell.why)
    return "，".join(said)
