"""The heat map: built here rather than cell by cell in a template, which is ten times slower beyond 200 cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Heat(Enum):
    """How a unit stands in a period. The value is what a reader is told beside the colour."""

    MET = "已完成"
    PARTLY = "部分完成"
    UNMET = "未完成"
    OPEN = "进行中"
    UNKNOWN = "不详"
    NOT_DUE = "不应开"


@dataclass(frozen=True)
class HeatCell:
    """`text` stands in the cell (`3/3`, `不详`, empty); `url` leads to its records, empty for none; `note` on hover."""

    state: Heat
    text: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One unit: a cell for each period, and the sum at the end."""

    label: str
    cells: Sequence[HeatCell]
    url: str = ""
    total: str = ""


def heat_table(
    *, caption: str, corner: str, periods: Sequence[str], rows: Sequence[HeatRow], total: str = ""
) -> SafeString:
    """A table of `rows` × `periods`. `caption` is read aloud; `corner` and `total` are heads, no `total` no sums."""
    heads = format_html_join("", '<th scope="col">{}</th>', ((period,) for period in periods))
    sums = format_html('<th scope="col" class="heat-total">{}</th>', total) if total else ""
    body = format_html_join("", "{}", ((_row(row, periods, bool(total)),) for row in rows))
    return format_html(
        '<div class="table-scroll heat-scroll"><table class="heat"><caption class="visually-hidden">{}</caption>'
        '<thead><tr><th scope="col" class="heat-unit">{}</th>{}{}</tr></thead><tbody>{}</tbody></table></div>',
        *(caption, corner, heads, sums, body),
    )


def _row(row: HeatRow, periods: Sequence[str], has_total: bool) -> SafeString:
    label = format_html('<a href="{}">{}</a>', row.url, row.label) if row.url else row.label
    cells = format_html_join(
        "", "{}", ((_cell(cell, row.label, period),) for cell, period in zip(row.cells, periods, strict=True))
    )
    total = format_html('<td class="heat-total">{}</td>', row.total) if has_total else ""
    return format_html('<tr><th scope="row" class="heat-unit">{}</th>{}{}</tr>', label, cells, total)


def _cell(cell: HeatCell, unit: str, period: str) -> SafeString:
    said = "，".join(filter(None, (f"{unit} {period}", cell.state.value, cell.text, cell.note)))
    if cell.state is Heat.NOT_DUE and not cell.text:
        return format_html('<td data-state="NOT_DUE"><span class="visually-hidden">{}</span></td>', cell.state.value)
    if not cell.url:
        return format_html('<td data-state="{}" title="{}"><span>{}</span></td>', cell.state.name, said, cell.text)
    return format_html(
        '<td data-state="{}"><a href="{}" title="{}" aria-label="{}">{}</a></td>',
        *(cell.state.name, cell.url, said, said, cell.text),
    )
