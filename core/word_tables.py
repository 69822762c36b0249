"""Tables of a filled Word document. It knows no Django, as core/word_templates.py, which asks it."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

MANY_COLUMNS = 8
_SIDES = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_SMALL = 8
_NARROW = "40"  # twips


def fit_columns(document: Any, tables: Sequence[Mapping[str, Any]]) -> None:
    """Give each table of a filled template, known by its `heads`, the `widths` (mm) that the data name.

    Of tables with the same heads each gets its own, in their order. A table of many columns is set small, so that a
    name stands in one line; the data may name its `size` (pt) and how each column is `aligned`, too.
    """
    named: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for each in tables:
        named.setdefault(tuple(head.replace("\n", "") for head in each["heads"]), []).append(each)
    for table in document.element.body.iter(qn("w:tbl")):
        heads = _head_texts(table)
        if heads in named:
            _fit(table, named[heads].pop(0) if len(named[heads]) > 1 else named[heads][0])


def _fit(table: Any, data: Mapping[str, Any]) -> None:
    _set_widths(table, [str(round(Mm(width).twips)) for width in data["widths"]])
    size = data.get("size", _SMALL if len(data["heads"]) > MANY_COLUMNS else None)
    if size is not None:
        _set_size(table, size)
    for row in table.findall(qn("w:tr"))[1:]:
        for cell, side in zip(row.findall(qn("w:tc")), data.get("aligned", ()), strict=False):
            for paragraph in cell.findall(qn("w:p")):
                paragraph.get_or_add_pPr().get_or_add_jc().val = _SIDES[side]


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


def _set_size(table: Any, points: int) -> None:
    for size in table.iter(qn("w:sz")):
        size.set(qn("w:val"), str(points * 2))
    sides = "".join(f'<w:{side} w:w="{_NARROW}" w:type="dxa"/>' for side in ("left", "right"))
    table.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
