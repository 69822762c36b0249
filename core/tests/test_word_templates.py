"""What a Word template makes of data: pictures that it may only show, columns as wide as each table asks."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from PIL import Image

from core.documents import layout, paper_kinds
from core.tests.test_documents import template
from core.word_pictures import Picture
from core.word_templates import TemplateFault, fill, fill_strictly, names_used


@pytest.fixture(scope="module")
def picture():
    made = BytesIO()
    Image.new("RGB", (40, 20), "white").save(made, "PNG")
    return Picture(made.getvalue(), 80, '第一季度 "应开" & <达标>')


def test_a_picture_is_shown_as_wide_as_it_says_with_its_words(picture):
    data = {"parts": [{"pictures": [picture, picture]}]}
    loops = ["{%p for part in parts %}", "{%p for each in part.pictures %}", "{{ each }}", *["{%p endfor %}"] * 2]
    content = fill(template(*loops), data)
    shapes = Document(BytesIO(content)).inline_shapes
    assert [round(shape.width / Mm(1)) for shape in shapes] == [80, 80]
    assert [round(shape.height / Mm(1)) for shape in shapes] == [40, 40]
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [picture.words] * 2
    assert sum("media" in name for name in ZipFile(BytesIO(content)).namelist()) == 1


@pytest.mark.parametrize("asked", ["each.png", "each._picture", "each['_document']", "each.render", "each|length"])
def test_a_picture_can_do_nothing_but_be_shown(picture, asked):
    with pytest.raises(TemplateFault):
        fill_strictly(template(f"{{{{ {asked} }}}}"), {"each": picture})


def test_tables_of_the_same_heads_have_their_own_columns():
    document = layout.new_document()
    layout.add_tag(document, "p for table in tables")
    layout.add_loose_table(document, "table")
    layout.add_line(document, "")
    layout.add_tag(document, "p endfor")
    table = {"heads": ["党支部", "参加\n（人次）"], "rows": [["甲", "3"]], "size": 8, "aligned": ["center", "right"]}
    data = {"tables": [{**table, "widths": [100, 56]}, {**table, "widths": [36, 120]}]}
    made = Document(BytesIO(fill(layout.saved(document), data, ("tables",)))).tables
    assert [[round(cell.width / Mm(1)) for cell in each.rows[1].cells] for each in made] == [[100, 56], [36, 120]]
    paragraphs = [cell.paragraphs[0] for cell in made[0].rows[1].cells]
    assert [each.alignment for each in paragraphs] == [WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT]
    assert {run.font.size for each in paragraphs for run in each.runs if run.text} == {Pt(8)}


def with_contents(*lines):
    """A template whose field of contents holds `lines`, as Word writes them into it."""
    document = layout.new_document()
    layout.add_contents(document, 1)
    layout.add_tag(document, "p for part in parts")
    layout.add_heading(document, "{{ part }}", level=1)
    layout.add_heading(document, "{{ part }}之一", level=2)
    layout.add_tag(document, "p endfor")
    for line in lines:
        document.paragraphs[1].insert_paragraph_before(line)
    return layout.saved(document)


@pytest.mark.parametrize("lines", [(), ("{{ part }}\t1",), ("{{ part }}\t1", "甲\t2", "{%p endfor %}")])
def test_contents_are_made_of_the_headings_whatever_word_wrote_into_the_template(lines):
    template = with_contents(*lines)
    assert names_used(template) == {"parts"}
    content = fill_strictly(template, {"parts": ["甲", "<乙>", "丙"]})
    texts = [each.text for each in Document(BytesIO(content)).paragraphs]
    assert texts == ["甲\t", "<乙>\t", "丙\t", "甲", "甲之一", "<乙>", "<乙>之一", "丙", "丙之一"]
    xml = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    named = re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', xml)
    assert named == re.findall(r"PAGEREF (\w+)", xml)
    assert len(set(named)) == 3


def test_what_stands_beside_the_contents_stays():
    """Word sets the first mark behind words of the line, the last one before a page break or the end of a section."""
    document = Document(BytesIO(with_contents("甲\t1", "乙\t2")))
    marks = list(document.element.body.iter(qn("w:fldChar")))
    marks[0].getparent().addprevious(parse_xml(f"<w:r {nsdecls('w')}><w:t>{{{{ title }}}}</w:t></w:r>"))
    last = Paragraph(marks[-1].getparent().getparent(), document)
    last.add_run().add_break(WD_BREAK.PAGE)
    last._p.get_or_add_pPr().append(parse_xml(f'<w:sectPr {nsdecls("w")}><w:pgNumType w:start="7"/></w:sectPr>'))
    made = BytesIO()
    document.save(made)
    filled = Document(BytesIO(fill(made.getvalue(), {"title": "目录", "parts": ["甲"]})))
    assert [each.text for each in filled.paragraphs][:3] == ["目录", "甲\t", ""]
    xml = filled.element.xml
    assert (xml.count('w:type="page"'), xml.count('w:start="7"')) == (1, 1)


def test_contents_of_a_page_without_a_size_are_set_as_on_a_usual_one():
    document = Document(BytesIO(with_contents()))
    for each in list(document.element.body.iter(qn("w:pgSz"), qn("w:pgMar"))):
        each.getparent().remove(each)
    made = BytesIO()
    document.save(made)
    assert Document(BytesIO(fill(made.getvalue(), {"parts": ["甲"]}))).paragraphs[0].text == "甲\t"


def test_contents_of_nothing_are_an_empty_line():
    made = Document(BytesIO(fill(with_contents(), {"parts": []})))
    assert [each.text for each in made.paragraphs] == [""]


def test_every_key_of_a_shipped_template_is_a_number_so_that_word_opens_it():
    for kind in paper_kinds():
        xml = ZipFile(BytesIO(kind.template())).read("word/document.xml").decode()
        assert re.findall(r'w:bookmark\w+ w:id="(?!\d+")[^"]*"', xml) == []
        assert re.findall(r'w:instr(?:Text[^>]*>|=")[^<"]*\{', xml) == []


@pytest.mark.parametrize("asked", ["parts", "parts.append", "title.format", "self", "{'a': title}"])
def test_what_is_no_text_is_not_printed(asked):
    with pytest.raises(TemplateFault):
        fill(template(f"{{{{ {asked} }}}}"), {"title": "标题", "parts": ["甲"]})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{{ title "], "花括号没有成对"),
        (["{%p for part in parts %}", "{{ part }}"], "缺少 endfor"),
        (["{% endfor %}"], "“endfor”认不出"),
        (["{{ title|attr('x') }}"], "不能用“attr”"),
        (["{% set a = title %}"], "不支持的写法"),
        (["｛｛ title ｝｝"], "英文半角"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_chinese(lines, said):
    with pytest.raises(TemplateFault) as fault:
        names_used(template(*lines))
    assert said in str(fault.value)
