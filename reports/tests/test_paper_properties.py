"""Whatever a report holds, it prints in all three: PDF, Word and a workbook that opens again."""

from io import BytesIO

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from branches.tests import factories
from reports.document import Cell, Chart, ChartForm, Piece, ReportDocument, Section, Series, Table, document_from_json
from reports.papers import report_docx, report_pdf
from reports.workbook import report_workbook

TEXT = st.text(
    st.sampled_from("党员大会12%.，（） \n\t\r=#*$_`\\{}[]<>&'\"@😀\x00\x0b\ud800\u200b") | st.characters(), max_size=12
)
VALUES = st.none() | st.integers(-(10**9), 10**16) | st.floats(width=64)
CELLS = st.builds(Cell, shown=TEXT, value=VALUES)


@st.composite
def tables(draw):
    width = draw(st.integers(0, 20))
    row = st.lists(CELLS, min_size=width, max_size=width)
    heads = st.lists(TEXT, min_size=width, max_size=width)
    return Table(draw(TEXT), draw(heads), draw(st.lists(row, max_size=3)), draw(TEXT))


@st.composite
def charts(draw):
    names = draw(st.lists(TEXT, max_size=6))
    values = st.lists(VALUES, min_size=len(names), max_size=len(names))
    series = draw(st.lists(st.builds(Series, name=TEXT, values=values), max_size=6))
    return Chart("c", draw(TEXT), draw(st.sampled_from(ChartForm)), draw(TEXT), names, series)


SECTIONS = st.builds(
    Section,
    code=TEXT,
    heading=TEXT,
    paragraphs=st.lists(st.lists(st.builds(Piece, text=TEXT), max_size=2), max_size=2),
    tables=st.lists(tables(), max_size=2),
    charts=st.lists(charts(), max_size=2),
)
DOCUMENTS = st.builds(
    ReportDocument,
    title=TEXT,
    owner=TEXT,
    until=TEXT,
    state=TEXT,
    sections=st.lists(SECTIONS, max_size=3),
    notes=st.lists(TEXT, max_size=2),
    signed=TEXT,
    signed_on=TEXT,
)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(document=DOCUMENTS)
def test_any_report_prints(document):
    assert document_from_json(document.as_json()) == document or "nan" in str(document)
    assert PdfReader(BytesIO(report_pdf(document))).pages
    court = factories.court()
    made = Document(BytesIO(report_docx(document, court).content))
    drawn = [chart for section in document.sections for chart in section.charts]
    assert len(made.inline_shapes) == len(drawn)
    book = load_workbook(BytesIO(report_workbook(document)))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert sum(len(sheet._charts) for sheet in book) == sum(bool(each.names and each.series) for each in drawn)
