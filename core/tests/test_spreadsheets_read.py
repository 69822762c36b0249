import io
import zipfile
from datetime import date

import pytest
import xlwt

from core.spreadsheets import UnreadableFile, read_tables
from core.spreadsheets.cells import Broken
from core.tests.spreadsheet_files import belied, csv_bytes, with_sheet_xml, workbook, xls, xlsx, zipped

ROWS = [["姓名", "人数"], ["张三", 22]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content, name="x.xlsx"):
    with pytest.raises(UnreadableFile) as caught:
        read_tables(content, name)
    return str(caught.value)


def test_the_type_is_told_by_content_not_by_name():
    assert read_tables(xls(ROWS), "x.xlsx")[0].rows == [["姓名", "人数"], ["张三", 22]]
    assert read_tables(xlsx(ROWS), "x.csv")[0].rows == [["姓名", "人数"], ["张三", 22]]
    assert read_tables(csv_bytes(ROWS), "名单.xls")[0].rows == [["姓名", "人数"], ["张三", "22"]]
    assert read_tables(csv_bytes(ROWS), "名单.xls")[0].sheet == "名单"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text_in_every_encoding(encoding, delimiter):
    rows = [["姓名", "缺席人员", "备注"], ["龘三", "张三，李四；王五", "第一行\n第二行"], ["李四", "", ""]]
    assert read_tables(csv_bytes(rows, encoding=encoding, delimiter=delimiter), "x.csv")[0].rows == rows


def test_merged_cells_are_filled_in_both_workbook_types():
    rows = [["问题", "措施"], ["一", "甲"], [None, "乙"], ["二", "丙"]]
    expected = [["问题", "措施"], ["一", "甲"], ["一", "乙"], ["二", "丙"]]
    assert read_tables(xlsx(rows, merged=["A2:A3"]), "x")[0].rows == expected
    old = xls([["问题", "措施"], [None, "甲"], [None, "乙"], ["二", "丙"]], merged=[(1, 2, 0, 0, "一")])
    assert read_tables(old, "x")[0].rows == expected


def test_empty_rows_and_columns_before_the_data_keep_their_place():
    table = read_tables(xlsx([[], [], [None, None, "姓名"], [None, None, date(2024, 1, 3)]]), "x")[0]
    assert table.rows[2][2] == "姓名"
    assert table.rows[3][2] == date(2024, 1, 3)


def test_errors_and_formulas_never_computed_are_broken_cells():
    sheet = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>A2+1</f><v/></c><c r="C1"><f>1+1</f><v>2</v></c>'
        '<c r="D1" t="str"><f>""</f><v></v></c><c r="E1" t="inlineStr"><is><t>#N/A</t></is></c>'
        '<c r="F1"><f>A9</f></c></row>'
    )
    row = read_tables(with_sheet_xml(sheet), "x")[0].rows[0]
    assert [isinstance(value, Broken) for value in row] == [True, True, False, False, True, True]
    assert "#REF!" in row[0].message
    assert "公式" in row[1].message
    assert row[2:4] == [2, ""]


def test_cells_without_places_of_their_own_are_counted():
    sheet = '<row><c><v>1</v></c><c><f>A1</f></c></row><row><c t="e"><v>#N/A</v></c></row>'
    rows = read_tables(with_sheet_xml(sheet), "x")[0].rows
    assert rows[0][0] == 1
    assert isinstance(rows[0][1], Broken)
    assert isinstance(rows[1][0], Broken)


def test_hidden_sheets_are_marked():
    tables = read_tables(workbook({"台账": ROWS, "底稿": ROWS}, hidden=["底稿"]), "x")
    assert [(table.sheet, table.hidden) for table in tables] == [("台账", False), ("底稿", True)]


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"\0" * 100])
def test_an_empty_file(content):
    assert "空的" in refusal(content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "Word 文档"),
        (zipped({"readme.txt": b"hello"}), "不是 .xlsx 表格"),
        (zipped({}), "不是 .xlsx 表格"),
        (b"PK\x03\x04" + b"x" * 100, "已损坏"),
        (xlsx(ROWS)[:-200], "已损坏"),
        (zipped({"xl/workbook.xml": b"<a/>"}), "已损坏"),
        (zipped({"xl/workbook.xml": b"no xml", "xl/_rels/workbook.xml.rels": b"<a/>"}), "已损坏"),
        (OLE + "EncryptedPackage".encode("utf-16-le").ljust(600, b"\0"), "密码"),
        (OLE + "WordDocument".encode("utf-16-le").ljust(600, b"\0"), "Word 文档"),
        (OLE + b"\0" * 600, "不是 .xls 表格"),
        (xls(ROWS)[:2000], "已损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "网页或 XML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片"),
        (b"\xff\xff\xff\xff\x00\x01", "不是表格文件"),
        (bytes(range(256)) * 4, "不是表格文件"),
        (b'"' + b"x" * 200_000, "不是完整的 .csv"),
        (b"x," * 600, "500 列"),
    ],
)
def test_what_is_no_spreadsheet_is_named(content, says):
    assert says in refusal(content)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('姓名,备注\n张三,好\n李四,"没有结束\n王五,好\n', 3),
        ('姓名,备注\n张三,"两\n行"\n李四,"工会"活动\n', 4),
    ],
)
def test_quotes_that_do_not_pair_are_told_with_their_line(text, line):
    assert f"从第 {line} 行起" in refusal(text.encode(), "x.csv")


def test_rows_of_a_text_file_are_counted_while_they_are_read():
    assert "100000 行" in refusal(b"a,b\n" * 100_001, "x.csv")


def test_zeros_zipped_are_refused_before_unpacking():
    bomb = zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"\0" * 60_000_000})
    assert len(bomb) < 100_000
    assert "解压后超过 50 MB" in refusal(bomb)


def test_too_many_entries_are_refused():
    assert "内含文件过多" in refusal(zipped({f"xl/{index}.xml": b"" for index in range(2001)}))


def test_a_size_that_the_directory_belies_is_refused():
    content = bytearray(xlsx([["x" * 50] * 50] * 50))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    told = real.to_bytes(4, "little")
    content = content.replace(told, (100).to_bytes(4, "little"))
    assert "已损坏" in refusal(bytes(content))


def test_a_size_and_a_checksum_that_the_directory_belies_are_refused():
    """Readers that stop at the declared size take the beginning for the whole; others go on to the end."""
    assert "已损坏" in refusal(belied(xlsx([["x" * 50] * 50] * 50), "xl/worksheets/sheet1.xml"))


def test_an_old_workbook_with_cells_far_off_takes_no_memory_of_ours():
    book = xlwt.Workbook()
    for number in range(12):
        book.add_sheet(str(number)).write(65_535, 255, "x")
    content = io.BytesIO()
    book.save(content)
    assert "读不出来" in refusal(content.getvalue()) or "太大" in refusal(content.getvalue())


def test_an_oversized_file_is_refused():
    assert "太大" in refusal(b"x" * (20 * 1024 * 1024 + 1))


@pytest.mark.parametrize("place", ["A1048576", "XFD2", "ZZZZZZ99999999999", "RR90000"])
def test_a_cell_far_off_is_refused_before_room_is_made_for_it(place):
    row = "".join(filter(str.isdigit, place))
    assert "远处多余的内容" in refusal(with_sheet_xml(f'<row r="{row}"><c r="{place}"><v>1</v></c></row>'))


def test_cells_without_places_cannot_hide_a_far_row():
    sheet = f'<row>{"<c><v>1</v></c>" * 400}</row><row r="1048576"><c><v>1</v></c></row>'
    assert "远处多余的内容" in refusal(with_sheet_xml(sheet))


def test_an_empty_styled_cell_far_off_is_no_matter():
    sheet = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    assert read_tables(with_sheet_xml(sheet), "x")[0].rows[0][0] == 1


def test_entities_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook>&a;</workbook>'
    assert "已损坏" in refusal(zipped({"xl/workbook.xml": bomb, "xl/_rels/workbook.xml.rels": b"<a/>"}))


def test_a_file_that_is_not_there(tmp_path):
    assert "打不开" in refusal(tmp_path / "nothing.xlsx")


def test_sheets_that_are_too_many_cells_together_are_refused():
    rows = [[1]] * 20_000 + [[*[None] * 80, 1]]
    assert "400 万格" in refusal(workbook({str(index): rows for index in range(3)}))
    assert "400 万格" in refusal(csv_bytes([*[[1]] * 20_000, [1] * 400]))
