"""The heat map: built here rather than cell by cell in a template, which is ten times slower beyond 200 cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from html import escape
from typing import NamedTuple

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


class HeatCell(NamedTuple):
    """`text` stands in the cell (`3/3`, `不详`, empty); `url` leads to its records, empty for none; `note` on hover.

    `span`: how many of the map's periods it is wide (a quarter over three months). `word` is told in place of the
    state's own, `icon` (a name of bootstrap-icons) stands before the text.
    """

    state: Heat
    text: str = ""
    url: str = ""
    note: str = ""
    span: int = 1
    word: str = ""
    icon: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One unit: cells that fill the periods, and the sum at the end, which `total_url` opens."""

    label: str
    cells: Sequence[HeatCell]
    url: str = ""
    total: str = ""
    total_url: str = ""


@dataclass(frozen=True)
class HeatFoot:
    """The sums of the columns: one (text, address) for each period, and that of the whole map."""

    label: str
    sums: Sequence[tuple[str, str]]
    total: tuple[str, str] = ("", "")


def heat_table(
    *,
    caption: str,
    corner: str,
    periods: Sequence[str],
    rows: Sequence[HeatRow],
    total: str = "",
    urls: Sequence[str] = (),
    heads: Sequence[str] = (),
    foot: HeatFoot | None = None,
) -> SafeString:
    """A table of `rows` × `periods`. `caption` is read aloud; `corner` and `total` are heads, no `total` no sums.
    `urls`: where the heads of the periods lead, if anywhere; `heads` stand there in their place where they are long."""
    named = zip(heads or periods, urls or [""] * len(periods), periods, strict=True)
    top = format_html_join("", "{}", ((_head(*each),) for each in named))
    sums = format_html('<th scope="col" class="heat-total">{}</th>', total) if total else ""
    body = format_html_join("", "{}", ((_row(row, periods, bool(total)),) for row in rows))
    return format_html(
        '<div class="table-scroll heat-scroll"><table class="heat"><caption class="visually-hidden">{}</caption>'
        '<thead><tr><th scope="col" class="heat-unit">{}</th>{}{}</tr></thead><tbody>{}</tbody>{}</table></div>',
        *(caption, corner, top, sums, body, _foot(foot, bool(total)) if foot else ""),
    )


def _head(text: str, url: str, period: str) -> SafeString:
    if text == period:
        return format_html('<th scope="col">{}</th>', _link(text, url))
    return format_html('<th scope="col" title="{}">{}</th>', period, _link(text, url))


def _foot(foot: HeatFoot, has_total: bool) -> SafeString:
    sums = format_html_join("", '<td class="heat-sum">{}</td>', ((_link(*each),) for each in foot.sums))
    total = format_html('<td class="heat-total">{}</td>', _link(*foot.total)) if has_total else ""
    label = '<tfoot><tr><th scope="row" class="heat-unit">{}</th>{}{}</tr></tfoot>'
    return format_html(label, foot.label, sums, total)


def _row(row: HeatRow, periods: Sequence[str], has_total: bool) -> SafeString:
    label = _link(row.label, row.url)
    # Of texts that are escaped one by one: hundreds of cells feel what format_html takes for each.
    cells = SafeString("".join(_cells(row, periods)))
    total = format_html('<td class="heat-total">{}</td>', _link(row.total, row.total_url)) if has_total else ""
    return format_html('<tr><th scope="row" class="heat-unit">{}</th>{}{}</tr>', label, cells, total)


def _cells(row: HeatRow, periods: Sequence[str]) -> Iterator[str]:
    at = 0
    for cell in row.cells:
        last = at + cell.span - 1
        yield _cell(cell, row.label, periods[at] if cell.span == 1 else f"{periods[at]}至{periods[last]}")
        at = last + 1
    if at != len(periods):
        raise ValueError(f"{row.label}: cells for {at} of {len(periods)} periods")


def _link(text: str, url: str) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', url, text) if url else text


def _cell(cell: HeatCell, unit: str, period: str) -> str:
    """The cell's markup, everything in it escaped."""
    word = cell.word or cell.state.value
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    if cell.state is Heat.NOT_DUE and not cell.text:
        return f'<td data-state="NOT_DUE"{span}><span class="visually-hidden">{escape(word)}</span></td>'
    said = escape("，".join(filter(None, (f"{unit} {period}", word, cell.text, cell.note))))
    icon = f'<i class="bi bi-{escape(cell.icon)}" aria-hidden="true"></i>' if cell.icon else ""
    text = icon + escape(cell.text)
    if not cell.url:
        return f'<td data-state="{cell.state.name}"{span} title="{said}"><span>{text}</span></td>'
    link = f'<a href="{escape(cell.url)}" title="{said}" aria-label="{said}">{text}</a>'
    return f'<td data-state="{cell.state.name}"{span}>{link}</td>'
