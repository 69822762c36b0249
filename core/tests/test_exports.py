"""What a list says as .xlsx, and that nothing in it ever becomes a formula."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from core.exports import export, workbook_response
from core.models import AuditEvent

FORMULAS = [
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '=cmd|"/c calc"!A1',
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\u3000=1",
]


def sheet_of(response):
    return load_workbook(BytesIO(response.content)).active


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_stays_text_in_cells_and_heads(text):
    sheet = sheet_of(workbook_response("a.xlsx", "表", [(text, lambda row: row)], [text]))
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.value.strip() == text.replace("\r", "\n").strip()
        assert cell.quotePrefix


def test_numbers_and_dates_keep_their_kind():
    moment = datetime(2024, 3, 1, 1, 30, tzinfo=UTC)
    row = [12, Decimal("95.61"), date(2024, 3, 1), moment, None, True, "文字", ""]
    columns = [(str(place), lambda row, place=place: row[place]) for place in range(len(row))]
    sheet = sheet_of(workbook_response("a.xlsx", "表", columns, [row]))
    values = [cell.value for cell in sheet[2]]
    assert values[:2] == [12, 95.61]
    assert values[2] == datetime(2024, 3, 1)
    assert values[3] == datetime(2024, 3, 1, 9, 30)  # as the clock in the court showed
    assert values[4:7] == [None, "是", "文字"]
    assert not sheet["G2"].quotePrefix


def test_characters_that_no_workbook_may_hold_are_left_out():
    sheet = sheet_of(workbook_response("a.xlsx", "坏[标]题:*?/\\" + "长" * 40, [("名", str)], ["甲\x00\x0b乙"]))
    assert sheet["A2"].value == "甲乙"
    assert len(sheet.title) == 31


def test_the_file_is_an_attachment_with_its_chinese_name():
    response = workbook_response("党员名册.xlsx", "党员", [("姓名", str)], [])
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%85%9A")
    assert [cell.value for cell in sheet_of(response)[1]] == ["姓名"]


@pytest.mark.django_db
def test_an_export_is_noted_in_the_audit_trail():
    export(user=None, action="members.export", filename="a.xlsx", sheet_title="表", columns=[("名", str)], rows="甲乙")
    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == ("members.export", {"rows": 2, "file": "a.xlsx"})
