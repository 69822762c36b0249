"""Building blocks of the shipped Word templates: A4 in the layout of official documents, tables, lines for signatures.

Sizes are those of Chinese type: 二号 22 pt, 三号 16 pt, 小四 12 pt.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

BODY_FONT, TITLE_FONT, HEADING_FONT, SECOND_HEADING_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"
# What a program takes where a court's machine lacks the named font.
FALLBACKS = {
    BODY_FONT: "仿宋,FangSong,STFangsong",
    TITLE_FONT: "宋体,SimSun,STSong",
    HEADING_FONT: "SimHei,STHeiti",
    SECOND_HEADING_FONT: "楷体,KaiTi,STKaiti",
}
TITLE, BODY, TABLE = Pt(22), Pt(16), Pt(12)
# The page is 210 mm wide; 28 and 26 are its margins.
TEXT_WIDTH = 156
_FONT_TABLE = "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"


def new_document() -> DocumentType:
    """An empty A4 page, 37/35/28/26 mm, 三号仿宋, the page number below in the middle."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    normal = document.styles["Normal"]
    normal.font.size = BODY
    properties = normal.element.get_or_add_rPr()
    _set_font(properties, BODY_FONT)
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(28)
    _name_fallbacks(document)
    _number_pages(section.footer.paragraphs[0])
    return document


def saved(document: DocumentType) -> bytes:
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def add_title(document: DocumentType, text: str, *, size: Pt = TITLE) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = 1.3
    _add_run(paragraph, text, font=TITLE_FONT, size=size)
    return paragraph


def add_heading(document: DocumentType, text: str, *, new_page: bool = False, level: int = 0) -> Paragraph:
    """A line in 黑体 that stays with what follows; `level` makes it a heading that a table of contents can find."""
    paragraph = document.add_paragraph(style=_heading_style(document, level) if level else None)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.page_break_before = new_page
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.line_spacing = Pt(28)
    _add_run(paragraph, text, font=SECOND_HEADING_FONT if level > 1 else HEADING_FONT, size=BODY)
    return paragraph


def add_picture(document: DocumentType, tag: str) -> Paragraph:
    """A line as high as the picture that `tag` shows; it stays with what follows."""
    paragraph = add_line(document, tag, centred=True)
    paragraph.paragraph_format.line_spacing = 1
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def add_line(
    document: DocumentType,
    text: str,
    *,
    centred: bool = False,
    indented: bool = False,
    at_right: bool = False,
    size: Pt = BODY,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if at_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        paragraph.paragraph_format.first_line_indent = size * 2
    _add_run(paragraph, text, size=size)
    return paragraph


def add_tag(document: DocumentType, tag: str) -> None:
    """A placeholder of a paragraph of its own, which goes away when the template is filled: `p for line in minutes`."""
    document.add_paragraph(f"{{%{tag} %}}")


def add_table(
    document: DocumentType,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    head: bool = True,
    labels: Sequence[str] = (),
) -> Table:
    """A ruled table; `widths` in mm. The first row is a head that each page repeats; no row breaks over two pages.

    Cells that hold one of `labels` look like a head, too.
    """
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, texts in enumerate(rows):
        row = table.add_row()
        _mark_row(row, "w:cantSplit")
        if head and number == 0:
            _mark_row(row, "w:tblHeader")
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            is_label = (head and number == 0) or text in labels
            _fill(cell, text, font=HEADING_FONT if is_label else BODY_FONT, centred=is_label)
    return table


def loop_rows(item: str, of: str, cells: Sequence[str]) -> list[list[str]]:
    """Three rows of a table that make one for each `item` of the list `of`."""
    rest = [""] * (len(cells) - 1)
    return [[f"{{%tr for {item} in {of} %}}", *rest], list(cells), ["{%tr endfor %}", *rest]]


def row_if(name: str, cells: Sequence[str]) -> list[list[str]]:
    """Three rows of a table that make one, or none where `name` is empty."""
    rest = [""] * (len(cells) - 1)
    return [[f"{{%tr if {name} %}}", *rest], list(cells), ["{%tr endif %}", *rest]]


def add_loose_table(document: DocumentType, name: str) -> Table:
    """A table whose columns the data decide: `name.heads`, then `name.rows`; core/word_tables.py widens them."""
    widths = (TEXT_WIDTH // 3,) * 3
    heads = [f"{{%tc for head in {name}.heads %}}", "{{ head }}", "{%tc endfor %}"]
    cells = ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"]
    loop = [f"{{%tr for row in {name}.rows %}}", "", ""]
    return add_table(document, [heads, loop, cells, ["{%tr endfor %}", "", ""]], widths)


def add_page_break(document: DocumentType) -> None:
    document.add_page_break()


def add_contents(document: DocumentType, levels: int) -> None:
    """The place of a table of contents over so many levels of headings; core/word_contents.py fills it."""
    first, last = add_line(document, "（目录）"), add_line(document, "")
    begin = [_field_mark(each) for each in ("begin", f' TOC \\o "1-{levels}" \\h \\z \\u ', "separate")]
    first._p[1:1] = begin  # behind the paragraph's properties; without a text an office program drops the field
    last._p.append(_field_mark("end"))


def merge(table: Table, row: int, first: int, last: int) -> None:
    """Make one cell of those from `first` to `last`; the text of the first is kept."""
    cells = table.rows[row].cells
    for cell in cells[first + 1 : last + 1]:
        cell.text = ""
    merged = cells[first].merge(cells[last])
    for paragraph in merged.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)


def add_signatures(document: DocumentType, labels: Sequence[str]) -> None:
    """A line to sign on for each label, and one for the date."""
    table = document.add_table(rows=2, cols=len(labels))
    for cell, label in zip(table.rows[0].cells, labels, strict=True):
        _fill(cell, f"{label}（签名）：_______", size=BODY)
    for cell in table.rows[1].cells:
        _fill(cell, "　　　　年　　月　　日", size=BODY)
    for row in table.rows:
        _mark_row(row, "w:cantSplit")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(28)
        cell.paragraphs[0].paragraph_format.keep_with_next = True


# --- What python-docx has no word for -----------------------------------------------------------


def _heading_style(document: DocumentType, level: int) -> Any:
    """Word's own style of this level, black and upright as official documents have it."""
    style: Any = document.styles[f"Heading {level}"]
    style.font.bold, style.font.italic = False, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    return style


def _add_run(paragraph: Paragraph, text: str, *, font: str = BODY_FONT, size: Pt = BODY) -> None:
    run = paragraph.add_run(text)
    run.font.size = size
    _set_font(run._r.get_or_add_rPr(), font)


def _set_font(properties: Any, east_asian: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute, name in (("ascii", "Times New Roman"), ("hAnsi", "Times New Roman"), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{attribute}"), name)


def _fill(cell: _Cell, text: str, *, font: str = BODY_FONT, size: Pt = TABLE, centred: bool = False) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.25
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_run(paragraph, text, font=font, size=size)


def _mark_row(row: Any, mark: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_run(paragraph, "— ", size=Pt(14))
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)
    _add_run(paragraph, " —", size=Pt(14))


def _name_fallbacks(document: DocumentType) -> None:
    """`w:altName` in the table of fonts: what stands in for a font that a machine lacks."""
    part = next(each for each in document.part.package.parts if each.content_type == _FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{fonts}</w:fonts>".encode())


def _field_mark(mark: str) -> Any:
    """The beginning, the middle or the end of a field, or what it asks for."""
    inner = f'<w:fldChar w:fldCharType="{mark}"/>'
    if mark.startswith(" "):
        inner = f'<w:instrText xml:space="preserve">{mark}</w:instrText>'
    return parse_xml(f"<w:r {nsdecls('w')}>{inner}</w:r>")
