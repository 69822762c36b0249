"""A report as plain data: what its page shows, what is printed and exported, and what publication freezes.

One shape for all of them, so that a paper says what the page says. It goes to JSON and back unchanged.
"""

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any


class PieceState(StrEnum):
    """How a figure in a text stands to the records."""

    LIVE = "LIVE"  # as the records have it
    ROUNDED = "ROUNDED"  # put in round words; the exact figure stands beside it
    TYPED = "TYPED"  # typed by a person, and the records agree
    DIFFERS = "DIFFERS"  # typed by a person, and the records say otherwise
    UNKNOWN = "UNKNOWN"  # the records don't tell
    NAMELESS = "NAMELESS"  # no figure has this name


@dataclass(frozen=True)
class Piece:
    """A run of a paragraph. A figure has its `name`, the `exact` figure with its unit, and the `url` of its records."""

    text: str
    name: str = ""
    exact: str = ""
    url: str = ""
    state: str = ""
    why: str = ""


# What stands in the place of a figure.
_NO_FIGURE = {"不详", "—", ""}


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


@dataclass(frozen=True)
class Cell:
    """`shown` as it is printed; `value` is the bare number for a workbook, None for words."""

    shown: str
    url: str = ""
    value: float | int | None = None


@dataclass(frozen=True)
class Table:
    """`heads` name the columns; every row has as many cells."""

    title: str
    heads: list[str]
    rows: list[list[Cell]]
    note: str = ""

    @cached_property
    def worded(self) -> set[int]:
        """The columns, from 0, that hold words and no figure."""
        texts = [{row[at].shown for row in self.rows} for at in range(len(self.heads))]
        return {at for at, of in enumerate(texts) if of - _NO_FIGURE and not any(map(_has_digit, of))}


class ChartForm(StrEnum):
    BARS = "BARS"
    STACKED = "STACKED"
    LINES = "LINES"


@dataclass(frozen=True)
class Series:
    """One value for each name of the chart; None leaves a gap: not known."""

    name: str
    values: list[float | int | None]


@dataclass(frozen=True)
class Chart:
    """`code` is unlike every other of the section; `axis` names what the values are, with the unit."""

    code: str
    title: str
    form: str
    axis: str
    names: list[str]
    series: list[Series]


@dataclass(frozen=True)
class Section:
    code: str
    heading: str
    paragraphs: list[list[Piece]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


@dataclass(frozen=True)
class ReportDocument:
    """`until` is the line on the span and the as-of date; `notes` explain rounded figures and what is not known."""

    title: str
    owner: str
    until: str
    state: str
    sections: list[Section]
    notes: list[str] = field(default_factory=list)
    signed: str = ""
    signed_on: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def document_from_json(kept: dict[str, Any]) -> ReportDocument:
    """The document that `as_json` was made of."""
    sections = [_section(each) for each in kept["sections"]]
    return ReportDocument(**{**kept, "sections": sections})


def _section(kept: dict[str, Any]) -> Section:
    return Section(
        code=kept["code"],
        heading=kept["heading"],
        paragraphs=[[Piece(**piece) for piece in paragraph] for paragraph in kept["paragraphs"]],
        tables=[_table(each) for each in kept["tables"]],
        charts=[Chart(**{**each, "series": [Series(**one) for one in each["series"]]}) for each in kept["charts"]],
    )


def _table(kept: dict[str, Any]) -> Table:
    return Table(**{**kept, "rows": [[Cell(**cell) for cell in row] for row in kept["rows"]]})


def without_empty(document: ReportDocument) -> ReportDocument:
    """The same without sections that say nothing: a bare heading is none for its readers."""
    filled = [each for each in document.sections if each.paragraphs or each.tables or each.charts]
    return replace(document, sections=filled)


def without_links(document: ReportDocument, *, to: str = "") -> ReportDocument:
    """The same for a reader who may not open the records behind it, or none whose address begins with `to`."""
    return replace(document, sections=[_unlinked(section, to) for section in document.sections])


def unlinked(each: Any, to: str) -> Any:
    """A figure without its address, if that begins with `to`."""
    return replace(each, url="") if each.url.startswith(to) else each


def as_data(document: ReportDocument) -> dict[str, Any]:
    """The same for a program: texts as they read, figures, tables and charts, without addresses of pages."""
    return {
        "title": document.title,
        "owner": document.owner,
        "until": document.until,
        "sections": [_section_data(section) for section in document.sections],
        "notes": document.notes,
        "signed": document.signed,
        "signed_on": document.signed_on,
    }


def _section_data(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "heading": section.heading,
        "paragraphs": [_paragraph_data(paragraph) for paragraph in section.paragraphs],
        "tables": [_table_data(table) for table in section.tables],
        "charts": [asdict(chart) for chart in section.charts],
    }


def _paragraph_data(paragraph: list[Piece]) -> dict[str, Any]:
    figures = [{"name": piece.name, "shown": piece.text, "exact": piece.exact} for piece in paragraph if piece.name]
    return {"text": "".join(piece.text for piece in paragraph), "figures": figures}


def _table_data(table: Table) -> dict[str, Any]:
    rows = [[{"shown": cell.shown, "value": cell.value} for cell in row] for row in table.rows]
    return {"title": table.title, "heads": table.heads, "rows": rows, "note": table.note}


def _unlinked(section: Section, to: str) -> Section:
    tables = [
        replace(table, rows=[[unlinked(cell, to) for cell in row] for row in table.rows]) for table in section.tables
    ]
    paragraphs = [[unlinked(piece, to) for piece in paragraph] for paragraph in section.paragraphs]
    return replace(section, paragraphs=paragraphs, tables=tables)
