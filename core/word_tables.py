"""Tables of a filled Word document. It knows no Django, as core/word_templates.py, which asks it."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

MANY_COLUMNS = 8
# Half points, and twips: what the XML counts in.
_SMALL, _NARROW = "16", "40"


def fit_columns(document: Any, tables: Sequence[Mapping[str, Any]]) -> None:
    """Give each table of a filled template, known by its `heads`, the `widths` (mm) that the data name.

    A table of many columns is set small, so that a name stands in one line.
    """
    widths = {tuple(each["heads"]): [str(round(Mm(width).twips)) for width in each["widths"]] for each in tables}
    for table in document.element.body.iter(qn("w:tbl")):
        heads = _head_texts(table)
        if heads in widths:
            _set_widths(table, widths[heads])
            if len(heads) > MANY_COLUMNS:
                _set_small(table)


def _head_texts(table: Any) -> tuple[str, ...]:
    first = table.find(qn("w:tr"))
    cells = first.findall(qn("w:tc")) if first is not None else []
    return tuple("".join(each.text or "" for each in cell.iter(qn("w:t"))) for cell in cells)


def _set_widths(table: Any, widths: Sequence[str]) -> None:
    for column, width in zip(table.tblGrid.findall(qn("w:gridCol")), widths, strict=False):
        column.set(qn("w:w"), width)
    for row in table.findall(qn("w:tr")):
        for cell, width in zip(row.findall(qn("w:tc")), widths, strict=False):
            cell.get_or_add_tcPr().get_or_add_tcW().set(qn("w:w"), width)


def _set_small(table: Any) -> None:
    for size in table.iter(qn("w:sz")):
        size.set(qn("w:val"), _SMALL)
    sides = "".join(f'<w:{side} w:w="{_NARROW}" w:type="dxa"/>' for side in ("left", "right"))
    table.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
