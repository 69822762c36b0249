"""The shipped Word template of a report, made by code."""

from functools import cache

from docx.document import Document
from docx.shared import Pt

from core.documents import layout


@cache
def report_template() -> bytes:
    """Head, contents, the sections with text, charts and tables, notes, who signs."""
    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ owner }}", centred=True)
    layout.add_line(document, "{{ until }}", centred=True)
    layout.add_tag(document, "p if state")
    layout.add_line(document, "（{{ state }}）", centred=True)
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p if contents")
    _add_contents(document)
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p for section in sections")
    _add_section(document)
    layout.add_tag(document, "p endfor")
    _add_notes(document)
    layout.add_line(document, "")
    layout.add_line(document, "{{ signed }}", at_right=True).paragraph_format.keep_with_next = True
    layout.add_line(document, "{{ signed_on }}", at_right=True)
    return layout.saved(document)


def _add_contents(document: Document) -> None:
    head = layout.add_heading(document, "目　录")
    head.alignment = layout.WD_ALIGN_PARAGRAPH.CENTER
    layout.add_contents(document, 2)
    layout.add_page_break(document)


def _add_section(document: Document) -> None:
    layout.add_heading(document, "{{ section.number }}{{ section.heading }}", level=1)
    layout.add_tag(document, "p for line in section.paragraphs")
    layout.add_line(document, "{{ line }}", indented=True)
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, "p for chart in section.charts")
    layout.add_tag(document, "p for picture in chart.pictures")
    layout.add_picture(document, "{{ picture }}")
    layout.add_tag(document, "p endfor")
    layout.add_line(document, "{{ chart.number }}　{{ chart.title }}", centred=True)
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, "p for table in section.tables")
    layout.add_tag(document, "p if table.number")
    layout.add_heading(document, "{{ table.number }}{{ table.title }}", level=2)
    layout.add_tag(document, "p else")
    layout.add_heading(document, "{{ table.title }}")
    layout.add_tag(document, "p endif")
    layout.add_loose_table(document, "table")
    layout.add_tag(document, "p if table.note")
    layout.add_line(document, "{{ table.note }}", size=layout.TABLE)
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p endfor")


def _add_notes(document: Document) -> None:
    layout.add_tag(document, "p if notes")
    layout.add_heading(document, "数据说明", level=1)
    layout.add_tag(document, "p for line in notes")
    layout.add_line(document, "{{ line }}", indented=True, size=Pt(14))
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, "p endif")
