"""The table of an assessment as the page, a workbook and a paper show it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from assessments.choices import CellState
from assessments.forms.matrix import MatrixForm
from assessments.matrix_papers import CODE
from assessments.models import Assessment
from assessments.selectors.links import page_of, score_url
from assessments.selectors.matrix import (
    Column,
    Matrix,
    matrix_of,
    points_in_words,
    state_of,
    sums_in_words,
)
from assessments.selectors.matrix_paper import matrix_data
from assessments.selectors.sheets import Row, sheet_of
from assessments.views.frame import seen_assessment
from branches.selectors.templates import template_of
from core.access import requires
from core.documents import document_response, paper_kind, render_docx, render_pdf, say_of_template
from core.exports import Column as Exported
from core.exports import export
from core.heat import Heat, HeatCell, HeatFoot, HeatRow, heat_table
from core.listing import query_with

EXPORT = "assessments.export_matrix"
HEATS = {
    CellState.FULL: Heat.MET,
    CellState.PART: Heat.PARTLY,
    CellState.NONE: Heat.UNMET,
    CellState.NOT_KNOWN: Heat.UNKNOWN,
    CellState.TO_REVIEW: Heat.OPEN,
    CellState.SECOND: Heat.OPEN,
    CellState.NOT_APPLIED: Heat.NOT_DUE,
}
# State of the legend, what stands in such a cell, its words.
LEGEND = (
    (Heat.MET.name, "4/4", "满分"),
    (Heat.PARTLY.name, "2/4", "部分得分"),
    (Heat.UNMET.name, "0/4", "未得分"),
    (Heat.OPEN.name, "待评审", "待评审、待复核"),
    (Heat.UNKNOWN.name, "不详", "没有记录，不详"),
    (Heat.NOT_DUE.name, "—", "不适用"),
)


def score_table(request: HttpRequest, shown: Matrix) -> SafeString:
    """Branches by indicators, each aspect with its sum; each cell leads to the branch's scores."""
    foot = HeatFoot("待评审", [_foot(shown, column) for column in shown.columns])
    return heat_table(
        caption=f"{shown.sheet.assessment}：各支部各项指标得分",
        corner="党支部",
        periods=[column.title for column in shown.columns],
        heads=[column.label for column in shown.columns],
        urls=["" if column.line else query_with(request, aspect=column.aspect) for column in shown.columns],
        rows=[_row(shown, row) for row in shown.rows],
        total="合计",
        foot=foot,
    )


def _foot(shown: Matrix, column: Column) -> tuple[str, str]:
    """How many branches wait for a reviewer of the indicator, and the list of them."""
    count = shown.waiting(column.line) if column.line else 0
    if not count or column.line is None:
        return "", ""
    return str(count), page_of(shown.sheet.assessment, "to_review", code=column.line.code)


def _row(shown: Matrix, row: Row) -> HeatRow:
    url = score_url(shown.sheet.assessment.pk, row.branch.pk)
    cells = [_cell(shown, row, column) for column in shown.columns]
    return HeatRow(row.branch.name, cells, url, sums_in_words(shown.sums(row)), url)


def _cell(shown: Matrix, row: Row, column: Column) -> HeatCell:
    if column.line is None:
        return HeatCell(Heat.NOT_DUE, sums_in_words(shown.sums(row, column)), word="小计")
    state = state_of(row, column.line)
    entry = row.entries.get(column.line.code, {})
    url = score_url(shown.sheet.assessment.pk, row.branch.pk, column.line.code)
    note = entry.get("why", "") or ("评审人打分" if "review" in entry else "")
    return HeatCell(HEATS[state], points_in_words(row, column.line), url, note, word=state.label)


def _asked(request: HttpRequest, pk: int) -> tuple[Assessment, Matrix]:
    assessment = seen_assessment(request, pk)
    sheet = sheet_of(request.user, assessment)
    return assessment, matrix_of(sheet, **MatrixForm(request.GET, sheet=sheet).narrowing)


@requires(EXPORT)
def matrix_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as it stands on the page."""
    assessment, shown = _asked(request, pk)
    columns: list[Exported] = [("党支部", lambda row: row.branch.name)]
    columns += [(column.title, _value_of(shown, column)) for column in shown.columns]
    columns += [
        ("得分", lambda row: shown.sums(row).points),
        ("已知部分满分", lambda row: shown.sums(row).known_of),
        ("满分", lambda row: shown.sums(row).of),
        ("待评审、不详", lambda row: sum(row.waits(line.code) is not None for line in shown.lines)),
    ]
    return export(
        user=request.user,
        action=EXPORT,
        filename=f"{assessment}总表.xlsx",
        sheet_title="考评总表",
        columns=columns,
        rows=shown.rows,
        subject=assessment,
    )


def _value_of(shown: Matrix, column: Column) -> Callable[[Row], Any]:
    """Points as a number; what are none, as their word."""

    def value(row: Row) -> Any:
        if column.line is None:
            return shown.sums(row, column).points
        counts = state_of(row, column.line) in (CellState.FULL, CellState.PART, CellState.NONE)
        return float(row.entries[column.line.code]["points"]) if counts else points_in_words(row, column.line)

    return value


@requires(EXPORT)
def matrix_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    assessment, shown = _asked(request, pk)
    return _download(request, assessment, render_pdf(paper_kind(CODE), matrix_data(shown)), "pdf")


@requires(EXPORT)
def matrix_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """In the court's own template, if it has one."""
    assessment, shown = _asked(request, pk)
    printed = render_docx(paper_kind(CODE), matrix_data(shown), template_of(assessment.court, CODE))
    say_of_template(request, paper_kind(CODE), printed)
    return _download(request, assessment, printed.content, "docx")


def _download(request: HttpRequest, assessment: Assessment, content: bytes, ending: str) -> HttpResponse:
    filename = f"{assessment}总表.{ending}"
    return document_response(user=request.user, action=EXPORT, subject=assessment, filename=filename, content=content)
