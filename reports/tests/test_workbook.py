"""A report as a workbook: numbers are numbers, words stay words, each table and chart has its sheet."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from core.exports import sheet_name
from reports.document import Cell, Chart, ChartForm, ReportDocument, Section, Series, Table
from reports.papers import sample_document
from reports.tests.test_papers import HOSTILE, branches, chart, report, section, words
from reports.workbook import UNKNOWN, report_workbook


def opened(document):
    return load_workbook(BytesIO(report_workbook(document)))


def lines_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_each_table_and_chart_has_its_sheet_and_the_first_leads_to_them():
    book = opened(sample_document())
    assert book.sheetnames == ["目录", "正文", "表1 各支部情况", "图1 各支部召开支部党员大会情况"]
    links = [cell.hyperlink.location for cell in book["目录"]["A"] if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert lines_of(book["表1 各支部情况"])[:3] == [["党支部", "召开"], ["第一党支部", 12], ["第二党支部", "不详"]]
    assert book["表1 各支部情况"].freeze_panes == "A2"


def test_the_text_stands_on_a_sheet_of_its_own():
    text = [row[0] for row in lines_of(opened(sample_document())["正文"])]
    assert text[:5] == [
        *(
            "2024年党建工作报告",
            "示例法院",
            "2024年1月1日至2024年12月31日（截至2024年12月31日）",
            "草稿",
            "一、基本情况",
        )
    ]
    assert "全年共召开支部党员大会12次。" in text
    assert text[-3:] == ["第二党支部的记录尚未补录，以“不详”表示。", "示例法院机关党委", "2024年12月31日"]


@pytest.mark.parametrize("form", ChartForm)
def test_a_chart_is_drawn_over_its_numbers_with_gaps_where_nothing_is_known(form):
    sheet = opened(report(section("数据", charts=[chart(form)])))["图1 召开情况"]
    assert lines_of(sheet)[:4] == [
        *(["名称", "应开", "召开"], ["第一党支部", 12, 12], ["第二党支部", 12, None], ["第三党支部", 12, 7])
    ]
    assert sheet["A6"].value == UNKNOWN
    (drawn,) = sheet._charts
    assert len(drawn.series) == 2
    assert type(drawn).__name__ == ("LineChart" if form == ChartForm.LINES else "BarChart")
    assert (
        getattr(drawn, "grouping", None)
        == {ChartForm.BARS: "clustered", ChartForm.STACKED: "stacked", ChartForm.LINES: "standard"}[form]
    )


def test_a_rate_is_a_number_that_shows_its_sign():
    rows = [[Cell("95.61%", value=95.61), Cell("12次", value=12), Cell("3%", value=float("nan"))]]
    sheet = opened(report(section("数据", tables=[Table("表", ["到会率", "达标", "无"], rows)])))["表1 表"]
    assert [cell.value for cell in sheet[2]] == [95.61, 12, "3%"]
    assert sheet["A2"].number_format == '0.00"%"'


def test_no_cell_is_ever_a_formula_and_what_was_typed_stays():
    table = Table(HOSTILE, ["=1+1", "数"], [[Cell("=1+1"), Cell("3", value=3)], [Cell("＝1+1"), Cell("@x")]], note="+1")
    drawn = Chart("c", "=图", ChartForm.BARS, "=轴", ["=1+1"], [Series("=名", [1])])
    hostile = report(Section("a", "=1", [words("=1+1")], [table], [drawn]), title="=1", notes=["=1"], signed="-1")
    content = report_workbook(hostile)
    names = [name for name in ZipFile(BytesIO(content)).namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(names) == 4
    assert not any(b"<f>" in ZipFile(BytesIO(content)).read(name) for name in names)
    book = load_workbook(BytesIO(content))
    assert book.worksheets[2]["A2"].value == "=1+1"
    assert book.worksheets[2]["A2"].quotePrefix
    assert book.worksheets[2]["B2"].value == 3


def test_sheets_of_one_title_have_names_of_their_own_that_excel_takes():
    tables = [branches(1), branches(1), Table("长" * 40 + "'", ["名"], []), Table("[a]:*?/\\😀" * 6, ["名"], [])]
    names = opened(report(section("甲", tables=tables), section("乙", tables=tables))).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 10
    for name in names:
        assert len(name.encode("utf-16-le")) <= 62
        assert not set("[]:*?/\\") & set(name)


@pytest.mark.parametrize(("text", "name"), [("'甲'", "甲"), ("a\nb\x0b", "a b"), ("😀" * 20, "😀" * 15), ("[x]", "x")])
def test_names_of_sheets(text, name):
    assert sheet_name(text) == name


def test_an_empty_report_and_empty_tables_and_charts_open():
    assert opened(report()).sheetnames == ["目录", "正文"]
    empty = section("甲", tables=[Table("表", ["名称"], []), Table("无", [], [])], charts=[chart(names=(), values=())])
    book = opened(report(empty))
    assert book.sheetnames == ["目录", "正文", "表1 表", "图1 召开情况"]
    assert book["表1 表"]["A3"].value == "（无）"
    assert book["图1 召开情况"]._charts == []


def test_a_figure_carries_its_unit_and_words_stay_words():
    cells = [
        Cell("党支部数"),
        Cell("130名", value=130),
        Cell("135000.5元", value=135000.5),
        Cell("下降9.34%", value=-9.34),
    ]
    table = Table("数据", ["项目", "党员", "金额", "环比"], [cells])
    document = ReportDocument("报告", "甲法院", "", "", [Section("LIFE", "数据", tables=[table])])
    sheet = load_workbook(BytesIO(report_workbook(document)))["表1 数据"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "党支部数")
    assert [each.value for each in row[1:]] == [130, 135000.5, "下降9.34%"]
    assert [each.number_format for each in row[1:3]] == ['General"名"', 'General"元"']
