"""The table of contents of a Word document: a field that lists the headings. It knows no Django, as
core/word_templates.py, which asks it.

A template only says where it stands. Word writes its own lines into the field as soon as somebody saves the template,
so that no placeholder may stand there: the lines are made anew from the headings of the filled document. The field is
marked as out of date, so that Word sets them in its own way when it opens the file.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Twips

_ALL_LEVELS = 3  # what Word lists unless the field says otherwise
_INDENT = 640  # twips for each level: two letters of 三号
_PAGE = (Mm(210), Mm(31.8), Mm(31.8))  # A4 and its margins
_BOOKMARK, _FIRST_KEY = "_Toc", 900_000  # keys unlike those that Word gives


@dataclass
class _Field:
    """A field by its first mark; `last` is its last one."""

    first: Any
    instruction: str = ""
    last: Any = None

    @property
    def is_contents(self) -> bool:
        return self.instruction.split()[:1] == ["TOC"] and self.last is not None

    @property
    def levels(self) -> int:
        found = re.search(r'\\o\s*"1-(\d)"', self.instruction)
        return int(found[1]) if found else _ALL_LEVELS

    @property
    def paragraphs(self) -> list[Any]:
        """From the first mark to the last one; none where they do not stand side by side."""
        first, last = (next(mark.iterancestors(qn("w:p"))) for mark in (self.first, self.last))
        beside = [first, *first.itersiblings()]
        return beside[: beside.index(last) + 1] if last in beside else []


@dataclass
class _Fields:
    closed: list[_Field] = field(default_factory=list)
    open: list[_Field] = field(default_factory=list)

    def see(self, mark: Any) -> None:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self.open.append(_Field(mark))
        elif kind == "end" and self.open:
            self.open[-1].last = mark
            self.closed.append(self.open.pop())
        elif kind is None and self.open:
            self.open[-1].instruction += mark.text or ""


def without_lines(template: bytes) -> bytes:
    """The template with nothing between the marks of its table of contents."""
    document = Document(BytesIO(template))
    contents = _contents_of(document)
    if contents is None:
        return template
    _put(contents, [_paragraph("")])
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def fill_contents(document: Any) -> None:
    """A line for each heading of a filled document, with the page that it stands on."""
    contents = _contents_of(document)
    if contents is None:
        return
    _drop_bookmarks(document.element.body)
    width = _width_of(document)
    headings = list(enumerate(_headings(document, contents.levels), start=1))
    for number, (_, heading) in headings:
        _bookmark(heading._p, number)
    _put(contents, [_entry(number, level, heading.text, width) for number, (level, heading) in headings])


def _width_of(document: Any) -> int:
    """Of a line, in twips; what the file does not say is as Word has it."""
    page = next(iter(document.sections), None)
    told = (page.page_width, page.left_margin, page.right_margin) if page else _PAGE
    width, left, right = (mine if each is None else each for each, mine in zip(told, _PAGE, strict=True))
    return int((width - left - right) // Twips(1))


def _contents_of(document: Any) -> _Field | None:
    fields = _Fields()
    for mark in document.element.body.iter(qn("w:fldChar"), qn("w:instrText")):
        fields.see(mark)
    return next((each for each in fields.closed if each.is_contents and each.paragraphs), None)


def _headings(document: Any, levels: int) -> list[tuple[int, Any]]:
    found = ((re.fullmatch(r"Heading (\d)", each.style.name or ""), each) for each in document.paragraphs)
    named = [(int(style[1]), each) for style, each in found if style and each.text.strip()]
    return [(level, each) for level, each in named if level <= levels]


# --- As Word writes it --------------------------------------------------------------------------


def _put(contents: _Field, lines: list[Any]) -> None:
    """`lines`, paragraphs, in the place of what the field has; what stands before and behind it stays."""
    lines = lines or [_paragraph("")]
    instruction = f'<w:r><w:instrText xml:space="preserve">{escape(contents.instruction)}</w:instrText></w:r>'
    begin = _paragraph(_mark("begin", "w:dirty='true'") + instruction + _mark("separate"))
    lines[0][1:1] = list(begin)[1:]  # behind the paragraph's properties
    lines[-1].extend(list(_paragraph(_mark("end")))[1:])
    former = contents.paragraphs
    for line in (*_before(former[0], contents.first), *lines, *_behind(former[-1], contents.last)):
        former[0].addprevious(line)
    for paragraph in former:
        paragraph.getparent().remove(paragraph)


def _before(paragraph: Any, mark: Any) -> list[Any]:
    """The paragraph with what it has before the mark, if anything."""
    rest = deepcopy(paragraph)
    for each in list(rest)[_place(paragraph, mark) :]:
        rest.remove(each)
    for each in list(rest.iter(qn("w:sectPr"))):  # the section goes on behind the contents
        each.getparent().remove(each)
    return [rest] if rest.find(qn("w:r")) is not None else []


def _behind(paragraph: Any, mark: Any) -> list[Any]:
    """The paragraph with what it has behind the mark: words, a page break, the end of a section."""
    rest = deepcopy(paragraph)
    for each in list(rest)[: _place(paragraph, mark) + 1]:
        if each.tag != qn("w:pPr"):
            rest.remove(each)
    return [rest] if rest.find(qn("w:r")) is not None or next(rest.iter(qn("w:sectPr")), None) is not None else []


def _place(paragraph: Any, mark: Any) -> int:
    return next(at for at, each in enumerate(paragraph) if mark in each.iter())


def _entry(number: int, level: int, text: str, width: int) -> Any:
    page = f'<w:r><w:instrText xml:space="preserve"> PAGEREF {_name(number)} \\h </w:instrText></w:r>'
    runs = f"<w:r><w:t>{escape(text)}</w:t></w:r><w:r><w:tab/></w:r>"
    runs += _mark("begin") + page + _mark("separate") + "<w:r><w:t></w:t></w:r>" + _mark("end")
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    return _paragraph(runs, f'{tab}<w:ind w:left="{_INDENT * (level - 1)}"/>')


def _paragraph(runs: str, properties: str = "") -> Any:
    return parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr>{runs}</w:p>")


def _mark(kind: str, more: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}" {more}/></w:r>'


def _name(number: int) -> str:
    return f"{_BOOKMARK}{number:06}"


def _bookmark(paragraph: Any, number: int) -> None:
    """Around the whole paragraph."""
    key = _FIRST_KEY + number
    start, end = (
        parse_xml(f'<w:{tag} {nsdecls("w")} w:id="{key}" {name}/>')
        for tag, name in (("bookmarkStart", f'w:name="{_name(number)}"'), ("bookmarkEnd", ""))
    )
    first = paragraph.find(qn("w:r"))
    (first.addprevious if first is not None else paragraph.append)(start)
    paragraph.append(end)


def _drop_bookmarks(body: Any) -> None:
    """Those that Word set to the headings of the template: with the headings they were written again and again."""
    starts = [each for each in body.iter(qn("w:bookmarkStart")) if each.get(qn("w:name"), "").startswith(_BOOKMARK)]
    keys = {each.get(qn("w:id")) for each in starts}
    ends = [each for each in body.iter(qn("w:bookmarkEnd")) if each.get(qn("w:id")) in keys]
    for each in (*starts, *ends):
        each.getparent().remove(each)
