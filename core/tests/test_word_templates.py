"""What a Word template makes of data: pictures that it may only show, columns as wide as each table asks."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from PIL import Image

from core.documents import layout
from core.tests.test_documents import template
from core.word_pictures import Picture
from core.word_templates import TemplateFault, fill, fill_strictly


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
