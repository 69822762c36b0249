"""The heat map: built here rather than cell by cell in a template, which is ten times slower beyond 200 cells."""

from collections.abc import Iterator, Sequence
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
    """`text` stands in the cell (`3/3`, `不详`, empty); `url` leads to its records, empty for none; `note` on hover.

    `span`: how many of the map's periods it is wide (a quarter over three months).
    """

    state: Heat
    text: str = ""
    url: str = ""
    note: str = ""
    span: int = 1


@dataclass(frozen=True)
class HeatRow:
    """One unit: cells that fill the periods, and the sum at the end, which `total_url` opens."""

    label: str
    cells: Sequence[HeatCell]
    url: str = ""
    total: str = ""
    total_url: str = ""


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
    label = _link(row.label, row.url)
    cells = format_html_join("", "{}", ((each,) for each in _cells(row, periods)))
    total = format_html('<td class="heat-total">{}</td>', _link(row.total, row.total_url)) if has_total else ""
    return format_html('<tr><th scope="row" class="heat-unit">{}</th>{}{}</tr>', label, cells, total)


def _cells(row: HeatRow, periods: Sequence[str]) -> Iterator[SafeString]:
    at = 0
    for cell in row.cells:
        last = at + cell.span - 1
        yield _cell(cell, row.label, periods[at] if cell.span == 1 else f"{periods[at]}至{periods[last]}")
        at = last + 1
    if at != len(periods):
        raise ValueError(f"{row.label}: cells for {at} of {len(periods)} periods")


def _link(text: str, url: str) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def _cell(cell: HeatCell, unit: str, period: str) -> SafeString:
    said = "，".join(filter(None, (f"{unit} {period}", cell.state.value, cell.text, cell.note)))
    span = format_html(' colspan="{}"', cell.span) if cell.span > 1 else ""
    if cell.state is Heat.NOT_DUE and not cell.text:
        return format_html(
            '<td data-state="NOT_DUE"{}><span class="visually-hidden">{}</span></td>', span, cell.state.value
        )
    if not cell.url:
        return format_html(
            '<td data-state="{}"{} title="{}"><span>{}</span></td>', cell.state.name, span, said, cell.text
        )
    return format_html(
        '<td data-state="{}"{}><a href="{}" title="{}" aria-label="{}">{}</a></td>',
        *(cell.state.name, span, cell.url, said, said, cell.text),
    )
