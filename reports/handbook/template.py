"""The shipped Word template of the handbook, made by code."""

from functools import cache

from docx.document import Document
from docx.shared import Pt

from activities.paper_template import add_record
from core.documents import layout


@cache
def handbook_template() -> bytes:
    """Cover, tables, the records by kind, closing tables."""
    document = layout.new_document()
    for _ in range(5):
        layout.add_line(document, "")
    layout.add_title(document, "{{ year }}", size=Pt(26))
    layout.add_title(document, "{{ title }}", size=Pt(36))
    for _ in range(6):
        layout.add_line(document, "")
    for line in ("{{ court }}", "{{ branch }}", "{{ until }}"):
        layout.add_line(document, line, centred=True)
    layout.add_page_break(document)
    _add_tables(document, "tables")
    layout.add_tag(document, "p for chapter in chapters")
    layout.add_title(document, "{{ chapter.title }}").paragraph_format.page_break_before = True
    layout.add_tag(document, "p for record in chapter.records")
    layout.add_heading(document, "{{ record.title }}")
    add_record(document, "record.")
    layout.add_signatures(document, ("主持人", "记录人"))
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, "p endfor")
    layout.add_page_break(document)
    _add_tables(document, "closing_tables")
    return layout.saved(document)


def _add_tables(document: Document, of: str) -> None:
    """Tables of any number of columns: the columns of the one in the template are made by loops, too."""
    layout.add_tag(document, f"p for table in {of}")
    layout.add_heading(document, "{{ table.title }}")
    layout.add_loose_table(document, "table")
    layout.add_line(document, "{{ table.note }}")
    layout.add_tag(document, "p endfor")
