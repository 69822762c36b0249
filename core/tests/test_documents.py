"""Papers: PDF and Word from the same data, and templates of courts that may do nothing but show it."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Mm
from pypdf import PdfReader

from core.attachments.office import OfficeFault, office_type
from core.documents import TemplateFault, check_template, paper_kind, render_docx, render_pdf
from core.documents.pdf import check_fonts

TYPED = '#eval("1") <b>粗</b> & {{ title }} {% for %} $x$ \\ @a \x0b\ud800\n第二行'


@pytest.fixture(scope="module")
def kind():
    return paper_kind("RECORD")


def data(kind, **fields):
    return {**kind.sample(), **fields}


def text_of_pdf(content):
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def text_of_docx(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def template(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def changed(content, **parts):
    """The zipped file with some of its parts replaced or added; `__` stands for a slash, `_dot_` for a full stop."""
    made = BytesIO()
    renamed = {name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w") as new:
        for name in dict.fromkeys([*old.namelist(), *renamed]):
            new.writestr(name, renamed[name] if name in renamed else old.read(name))
    return made.getvalue()


def test_what_was_typed_is_printed_as_it_was_typed(kind):
    typed = data(kind, minutes=[TYPED], place=TYPED)
    for found in (
        text_of_pdf(render_pdf(kind, typed)),
        "".join(text_of_docx(render_docx(kind, typed).content).split()),
    ):
        assert '#eval("1")<b>粗</b>&{{title}}{%for%}$x$\\@a第二行' in found


def test_the_same_data_makes_the_same_pdf_with_its_own_fonts(kind):
    content = render_pdf(kind, kind.sample())
    assert content == render_pdf(kind, kind.sample())
    assert set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", content)) == {b"NotoSerifSC"}
    assert "—1—" in text_of_pdf(content)
    width, height = PdfReader(BytesIO(content)).pages[0].mediabox[2:]
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_a_missing_print_font_is_named(settings, tmp_path):
    assert check_fonts() == []
    settings.BASE_DIR = tmp_path
    found = check_fonts()
    assert [each.id for each in found] == ["core.E002", "core.E002"]
    assert "noto-serif-sc/700Bold" in found[1].msg


def test_the_shipped_template_has_the_layout_of_an_official_document(kind):
    section = Document(BytesIO(kind.template())).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin / Mm(1)) for margin in margins] == [37, 35, 28, 26]
    check_template(kind, kind.template())
    assert {"title", "minutes"} <= {name for names, _ in kind.fields for name in names.split("、")}


def test_a_long_record_repeats_the_head_of_its_tables(kind):
    rows = [{**kind.sample()["resolutions"][0], "text": f"第{number}项决议"} for number in range(80)]
    content = render_pdf(kind, data(kind, resolutions=rows))
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert sum("决议事项" in page for page in pages) >= 3
    xml = ZipFile(BytesIO(render_docx(kind, data(kind, resolutions=rows)).content)).read("word/document.xml")
    assert b"<w:tblHeader/>" in xml


@pytest.mark.parametrize(
    "lines",
    [
        ["{{ title.__class__ }}"],
        ["{{ title.upper() }}"],
        ["{{ title * 99999999 }}"],
        ["{{ title|center(99999999) }}"],
        ["{% set a = title %}{{ a }}"],
        ["{% macro a() %}{% endmacro %}{{ title }}"],
        ["{% for a in minutes %}{% for b in minutes %}{{ b }}{% endfor %}{% endfor %}"],
        ["{{ titel }}"],
        ["{% for each in more %}{{ each.labell }}{% endfor %}"],
        ["{{ title "],
        ["{% for a in minutes %}"],
        ["没有占位符"],
        [
            "{% for a in more %}{% for b in a %}{% for c in b %}{% for d in c %}{% for e in d %}{{ e }}"
            + "{% endfor %}" * 5
        ],
    ],
)
def test_a_template_may_only_show_its_data(kind, lines):
    with pytest.raises(TemplateFault):
        check_template(kind, template(*lines))


def test_an_unknown_name_in_a_list_is_told(kind):
    with pytest.raises(TemplateFault, match="认不出的名称：labell"):
        check_template(kind, template("{% for each in more %}{{ each.labell }}{% endfor %}"))


def test_a_template_that_would_never_end_is_refused_and_keeps_nobody_from_printing(kind, monkeypatch):
    monkeypatch.setattr("core.documents.docx.FILLING_SECONDS", 3)
    endless = template(
        "{% for a in minutes %}{% if " + " ~ ".join(["(minutes|join)"] * 400) + " %}x{% endif %}{% endfor %}"
    )
    many = data(kind, minutes=["会议内容一段。" * 40] * 3000)
    printed = render_docx(kind, many, endless)
    assert "填不出来" in printed.fault
    assert "会议内容一段" in text_of_docx(printed.content)


def test_a_name_that_only_some_records_lack_stays_empty(kind):
    own = template("{{ title }}", "{{ chair.name.first }}完")
    assert "完" in text_of_docx(render_docx(kind, data(kind, chair=None), own).content)


def test_a_court_s_own_template_is_filled(kind):
    own = template("本院用 {{ title }}", "{%p for line in minutes %}", "{{ line }}", "{%p endfor %}")
    check_template(kind, own)
    assert "本院用 支部党员大会记录\n甲\n乙" in text_of_docx(
        render_docx(kind, data(kind, minutes=["甲", "乙"]), own).content
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"word__vbaProject_dot_bin": b"x"},
        {"word__embeddings__oleObject1_dot_bin": b"x"},
        {
            "word___rels__settings_dot_xml_dot_rels": b'<Relationship Id="a" TargetMode="External" '
            b'Type="http://x/attachedTemplate" Target="http://elsewhere/a.dotm"/>'
        },
        {"word__document_dot_xml": b'<!DOCTYPE a [<!ENTITY b "c">]><w:document/>'},
        {"word__media__bomb_dot_png": b"\0" * 51 * 1024 * 1024},
    ],
)
def test_an_office_file_with_something_hidden_is_refused(kind, parts):
    with pytest.raises(OfficeFault):
        office_type(changed(kind.template(), **parts))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7", b"<html>", b"\xd0\xcf\x11\xe0 a .doc"])
def test_what_is_no_office_file_is_refused_in_words(kind, content):
    with pytest.raises(TemplateFault, match="不是 Word 文档"):
        check_template(kind, content)


def test_nobody_signs_an_empty_page(kind):
    for lines in range(8, 24):
        paper = render_pdf(kind, data(kind, minutes=["会议内容一段。"] * lines, resolutions=[], corrections=[]))
        pages = PdfReader(BytesIO(paper)).pages
        signed = next(page for page in pages if "签名" in page.extract_text())
        assert "会议内容一段" in signed.extract_text()


def test_what_nobody_did_has_no_row_in_word(kind):
    text = text_of_docx(render_docx(kind, data(kind, absent="", sitting_in="")).content)
    assert "出席人员" in text
    assert "缺席人员" not in text
    assert "列席人员" not in text
