"""A report on paper: everything in it is there, in PDF and Word, whatever was typed and however much it is."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from pypdf import PdfReader

from branches.services.templates import template_upload
from branches.tests import factories
from core.documents import check_template, paper_kind
from core.tests.test_documents import template, text_of_docx, text_of_pdf
from reports.document import Cell, Chart, ChartForm, Piece, ReportDocument, Section, Series, Table
from reports.papers import CODE, numeral, report_docx, report_pdf, sample_document

HOSTILE = '#import "/etc/passwd" *粗* $x$ {{ title }} {% for %} =1+1 <b> & \\ @a 😀 \x0b\ud800'
PRINTED = '#import"/etc/passwd"*粗*$x${{title}}{%for%}=1+1<b>&\\@a'


def words(text):
    return [Piece(text)]


def number(value):
    return Cell(str(value), value=value)


def branches(count, columns=3):
    """A table with a row for each of so many branches."""
    rows = [[Cell(f"第{each}支部"), *(number(each * 10 + at) for at in range(columns))] for each in range(1, count + 1)]
    return Table("各支部情况", ["党支部", *(f"第{at}项" for at in range(columns))], rows)


def chart(form=ChartForm.BARS, values=(12, None, 7), names=("第一党支部", "第二党支部", "第三党支部")):
    return Chart(
        "held", "召开情况", form, "次", list(names), [Series("应开", [12] * len(names)), Series("召开", list(values))]
    )


def report(*sections, **fields):
    empty = ReportDocument(title="年度报告", owner="示例法院", until="2024年", state="", sections=list(sections))
    return replace(empty, **fields)


def section(heading, *, text="正文一段。", tables=(), charts=()):
    return Section("part", heading, [words(text)], list(tables), list(charts))


def pages_of(content):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


@pytest.fixture
def court(db):
    return factories.court()


@pytest.fixture
def in_word(court):
    return lambda document: report_docx(document, court).content


def test_everything_of_a_report_stands_in_the_pdf():
    text = text_of_pdf(report_pdf(sample_document()))
    for each in ("2024年党建工作报告", "示例法院", "（草稿）", "一、基本情况", "二、组织生活", "三、下一步打算"):
        assert each in text
    for each in ("全年共召开支部党员大会12次。", "各支部情况", "第一党支部", "单位：次。", "数据说明"):
        assert each in text
    assert "图1各支部召开支部党员大会情况" in text
    assert text.index("数据说明") < text.index("示例法院机关党委")


def test_the_contents_name_the_pages():
    parts = [section(f"{heading}部分", tables=[branches(60)]) for heading in ("甲", "乙", "丙")]
    pages = pages_of(report_pdf(report(*parts)))
    named = dict(re.findall(r"、([甲乙丙]部分)\.*(\d+)", pages[0]))
    assert set(named) == {"甲部分", "乙部分", "丙部分"}
    for heading, page in named.items():
        assert f"、{heading}" in pages[int(page) - 1]
        assert f"—{page}—" in pages[int(page) - 1]


@pytest.mark.parametrize(("sections", "rows", "expected"), [(2, 1, False), (2, 200, True), (3, 1, True)])
def test_contents_stand_only_where_somebody_looks_for_a_page(sections, rows, expected):
    made = report_pdf(report(*(section("部分", tables=[branches(rows)]) for _ in range(sections))))
    assert ("目录" in pages_of(made)[0]) is expected


def test_a_long_table_has_every_row_and_its_head_on_each_page():
    pages = pages_of(report_pdf(report(section("数据", tables=[branches(200)]))))
    text = "".join(pages)
    assert [each for each in range(1, 201) if f"第{each}支部{each}0{each}1{each}2" not in text] == []
    assert all("党支部第0项" in page for page in pages if "支部" in page and "目录" not in page)


def test_a_wide_table_goes_on_below_with_its_first_column():
    text = text_of_pdf(report_pdf(report(section("数据", tables=[branches(2, columns=40)]))))
    assert "各支部情况（1）" in text
    assert "各支部情况（2）" in text
    assert [at for at in range(40) if f"第{at}项" not in text] == []
    assert text.count("第1支部") == text.count("党支部第") > 1


def test_numbers_stand_at_the_right_in_word(in_word):
    made = Document(
        BytesIO(in_word(report(section("数据", tables=[branches(1), replace(branches(1), title="另一张")]))))
    )
    for table in made.tables:
        alignments = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
        assert alignments == [WD_ALIGN_PARAGRAPH.LEFT, *[WD_ALIGN_PARAGRAPH.RIGHT] * 3]


@pytest.mark.parametrize("form", ChartForm)
def test_a_value_that_is_not_known_is_a_gap_that_says_so(form):
    text = text_of_pdf(report_pdf(report(section("数据", charts=[chart(form)]))))
    assert "不详" in text
    assert "不详" not in text_of_pdf(report_pdf(report(section("数据", charts=[chart(form, values=(1, 2, 3))]))))


@pytest.mark.parametrize("form", ChartForm)
@pytest.mark.parametrize("count", [0, 1, 36, 120])
def test_a_chart_has_room_for_any_number_of_names(form, count):
    many = chart(form, values=range(count), names=[f"第{each}支部" for each in range(count)])
    text = text_of_pdf(report_pdf(report(section("数据", charts=[many]))))
    assert "图1召开情况" in text
    if form != ChartForm.LINES:  # which names every other point, where there are many
        assert [each for each in range(count) if f"第{each}支部" not in text] == []


def test_what_was_typed_is_printed_as_it_was_typed(in_word):
    table = Table(HOSTILE, [HOSTILE, "数"], [[Cell(HOSTILE), Cell(HOSTILE, value=3)]], note=HOSTILE)
    drawn = Chart("c", HOSTILE, ChartForm.BARS, HOSTILE, [HOSTILE], [Series(HOSTILE, [1]), Series("乙", [2])])
    hostile = report(
        Section("a", HOSTILE, [words(HOSTILE)], [table], [drawn]),
        **dict.fromkeys(("title", "owner", "until", "state", "signed", "signed_on"), HOSTILE),
        notes=[HOSTILE],
    )
    for text in (text_of_pdf(report_pdf(hostile)), "".join(text_of_docx(in_word(hostile)).split())):
        assert text.count(PRINTED) >= 9


def test_words_longer_than_a_line_stay_on_the_page():
    word = "x" * 400
    long = report(section("数据", text=word, tables=[Table("表", ["名称", "数"], [[Cell(word), number(1)]])]))
    lines = [
        line
        for page in PdfReader(BytesIO(report_pdf(long))).pages
        for line in page.extract_text().split("\n")
        if "x" in line
    ]
    assert sum(line.count("x") for line in lines) == 800
    assert max(line.count("x") for line in lines) < 80


def test_a_cell_longer_than_a_page_is_printed_whole():
    long = Table("表", ["党支部", "说明"], [[Cell("第一党支部"), Cell("很长的说明。" * 800)]])
    assert text_of_pdf(report_pdf(report(section("数据", tables=[long])))).count("很长的说明。") == 800


def test_an_empty_report_and_empty_tables_are_printed(in_word):
    for empty in (
        report(),
        report(section("甲", text="", tables=[Table("表", ["名称", "数"], []), Table("无", [], [])])),
    ):
        assert "年度报告" in text_of_pdf(report_pdf(empty))
        assert "年度报告" in text_of_docx(in_word(empty))
    assert "（无）" in text_of_pdf(report_pdf(empty))


def test_no_table_begins_where_only_its_head_has_room():
    for lines in range(10, 30):
        made = report(Section("a", "甲", [words("正文的一段。")] * lines, [branches(3)]))
        page = next(page for page in pages_of(report_pdf(made)) if "各支部情况" in page)
        assert "第2支部" in page


def test_columns_of_words_are_told_from_those_of_figures():
    rows = [["第1党支部", "党小组会", "2/3", "不详", "持平"], ["第2党支部", "党课", "—", "—", "上升0.23个百分点"]]
    table = Table("表", [*"甲乙丙丁戊"], [[Cell(shown) for shown in row] for row in rows])
    assert table.worded == {1}


def test_the_unit_stands_below_the_words_of_its_head(in_word):
    table = Table("表", ["党支部", "参加（人次）"], [[Cell("第一党支部"), number(3)]])
    document = report(section("数据", tables=[table]))
    assert "参加 （人次）" in PdfReader(BytesIO(report_pdf(document))).pages[0].extract_text()
    made = Document(BytesIO(in_word(document))).tables[0]
    assert made.rows[0].cells[1].text == "参加\n（人次）"
    assert made.rows[1].cells[1].paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT


@pytest.mark.parametrize(
    "lines",
    [
        ["云州市中级人民法院2026年1月", "至2026年11月党建工作报告"],
        ["云州市中级人民法院2026年", "第三季度党建工作报告"],
        ["2026年第三季度党建工作报告"],
        ["南岭省云州市中级人民法院第三", "党支部2026年1月1日至2026年", "11月22日党建工作情况的报告"],
    ],
)
def test_a_title_breaks_into_lines_of_one_length_and_in_no_number(lines):
    content = report_pdf(report(title="".join(lines)))
    printed = PdfReader(BytesIO(content)).pages[0].extract_text().split("\n")
    assert printed[: len(lines) + 1] == [*lines, "示例法院"]


def test_nobody_signs_an_empty_page():
    for lines in range(12, 32):
        made = report(
            Section("a", "甲", [words("正文的一段。")] * lines), signed="落款单位", signed_on="2024年12月31日"
        )
        assert "正文的一段" in next(page for page in pages_of(report_pdf(made)) if "落款单位" in page)


def test_word_has_headings_contents_and_a_picture_of_each_chart(in_word):
    made = in_word(sample_document())
    document = Document(BytesIO(made))
    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert headings == ["一、基本情况", "二、组织生活", "三、下一步打算", "数据说明"]
    assert len(document.inline_shapes) == 1
    xml = ZipFile(BytesIO(made)).read("word/document.xml").decode()
    assert 'descr="各支部召开支部党员大会情况"' in xml
    assert 'TOC \\o "1-2"' in xml
    bookmarks = re.findall(r'w:bookmarkStart w:id="(\d+)" w:name="(\w+)"', xml)
    assert len({number for number, _ in bookmarks}) == len({name for _, name in bookmarks}) == len(bookmarks) == 4
    assert set(re.findall(r"PAGEREF (\w+)", xml)) == {name for _, name in bookmarks}


def test_few_sections_have_no_contents_in_word(in_word):
    assert b"TOC" not in ZipFile(BytesIO(in_word(report(section("甲"))))).read("word/document.xml")


def test_the_shipped_template_fits_its_names():
    kind = paper_kind(CODE)
    check_template(kind, kind.template())


def test_a_court_prints_in_its_own_template_pictures_too(court):
    lines = ["本院 {{ title }}", "{%p for section in sections %}", "{%p for chart in section.charts %}"]
    lines += ["{%p for picture in chart.pictures %}", "{{ picture }}", *["{%p endfor %}"] * 3]
    committee = factories.committee_account(court)
    template_upload(court=court, kind=paper_kind(CODE), filename="own.docx", content=template(*lines), by=committee)
    printed = report_docx(sample_document(), court)
    assert printed.fault == ""
    made = Document(BytesIO(printed.content))
    assert made.paragraphs[0].text == "本院 2024年党建工作报告"
    assert len(made.inline_shapes) == 1


def test_numbers_in_words():
    assert [numeral(each) for each in (1, 10, 11, 20, 35, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十五",
        "九十九",
        "100",
    ]
