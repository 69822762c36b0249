"""Finds the head line of a sheet below titles and blank lines; a head may have two lines."""

from core.spreadsheets.cells import Value, text_of
from core.spreadsheets.columns import Heading, Places
from core.spreadsheets.read import Table
from core.spreadsheets.spec import LEFT_OUT

SEARCHED_ROWS = 50


def find_head(table: Table, places: Places) -> tuple[int, list[Heading]] | None:
    """Index of the head's last row and the headings, or None when no row looks like a head.

    The row with the most known headings is the head; two lines are read as one only when they know more together.
    """
    required = {one.code for one in places.spec.fields if one.required or one.expected}
    leading = {one.code for one in places.spec.fields if one.leading}
    best: tuple[int, list[Heading]] | None = None
    best_score = 0
    for row in range(min(len(table.rows), SEARCHED_ROWS)):
        for headings in (_one_line(table, row), _two_lines(table, row)):
            known = {places.recognised(heading) for heading in headings} - {None, LEFT_OUT}
            enough = len(known) >= 3 or (len(known) >= 2 and required <= known)
            if enough and (not leading or leading & known) and len(known) > best_score:
                best, best_score = (row, headings), len(known)
    return best


def _one_line(table: Table, row: int) -> list[Heading]:
    return [Heading(index, _words(value)) for index, value in enumerate(table.rows[row])]


def _two_lines(table: Table, row: int) -> list[Heading]:
    """The row with the one above it: its own word where it has one, else the word above."""
    if row == 0:
        return []
    headings = []
    for index, (above, below) in enumerate(zip(table.rows[row - 1], table.rows[row], strict=True)):
        upper, lower = _words(above), _words(below)
        headings.append(Heading(index, lower or upper, upper if lower and upper != lower else ""))
    return headings


def _words(value: Value) -> str:
    return "".join(text_of(value).split())
