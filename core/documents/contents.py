"""A table of contents in a Word template: a field that Word brings up to date when it opens the file.

Until then it has the lines that the template gives it, each with the page of the bookmark it leads to.
"""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from core.documents import layout


def begin_contents(document: Document, levels: int) -> None:
    """Over the headings (`layout.add_heading` with a level) of so many levels."""
    paragraph = _thin_line(document)
    begin = _mark("begin")
    begin.find(qn("w:fldChar")).set(qn("w:dirty"), "true")
    instruction = parse_xml(
        f'<w:r {nsdecls("w")}><w:instrText xml:space="preserve"> TOC \\o "1-{levels}" \\h \\z \\u </w:instrText></w:r>'
    )
    paragraph._p.extend([begin, instruction, _mark("separate")])


def add_entry(document: Document, text: str, bookmark: str, *, level: int = 1) -> None:
    """A line with the page on which `bookmark` stands."""
    paragraph = layout.add_line(document, f"{text}\t")
    paragraph.paragraph_format.left_indent = layout.BODY * 2 * (level - 1)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(layout.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    page = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGEREF {bookmark} \\h "><w:r><w:t></w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(page))


def end_contents(document: Document) -> None:
    _thin_line(document)._p.append(_mark("end"))


def add_bookmark(paragraph: Paragraph, name: str, number: str) -> None:
    """Around the whole paragraph; names and numbers are unlike all others of the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), number)
    paragraph.runs[0]._r.addprevious(start)
    paragraph._p.append(end)


def _thin_line(document: Document) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    return paragraph


def _mark(sort: str) -> Any:
    return parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{sort}"/></w:r>')
