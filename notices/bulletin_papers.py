"""A bulletin as a paper: what a court's own template may use, and sample data to try it on."""

from functools import cache
from typing import Any

from core.documents import PaperKind, register

CODE = "BULLETIN"

FIELDS = (
    ("title", "标题，如“2024年7月督办提醒通报”"),
    ("court", "法院名称"),
    ("until", "数据截至哪一天"),
    ("opening", "开头的各段，每段一项"),
    (
        "tables",
        "各表的列表：未完成的组织生活、逾期整改措施、情况不详；每项有 title、note、heads、rows、widths",
    ),
    ("closing", "要求的各段，每段一项"),
    ("signed、date", "落款、签发日期"),
)


@cache
def _template() -> bytes:
    """Title, opening, tables, what is asked for, who signed."""
    from core.documents import layout  # noqa: PLC0415  # python-docx is slow to load

    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ court }}　{{ until }}", centred=True)
    _add_paragraphs(layout, document, "opening")
    layout.add_tag(document, "p for table in tables")
    layout.add_heading(document, "{{ table.title }}")
    layout.add_loose_table(document, "table")
    layout.add_line(document, "{{ table.note }}")
    layout.add_tag(document, "p endfor")
    _add_paragraphs(layout, document, "closing")
    layout.add_line(document, "{{ signed }}", at_right=True)
    layout.add_line(document, "{{ date }}", at_right=True)
    return layout.saved(document)


def _add_paragraphs(layout: Any, document: Any, name: str) -> None:
    layout.add_tag(document, f"p for line in {name}")
    layout.add_line(document, "{{ line }}", indented=True)
    layout.add_tag(document, "p endfor")


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    table = {
        "title": "未完成的组织生活",
        "note": "",
        "heads": ["党支部", "事项"],
        "rows": [["第一党支部", "2024年7月主题党日"]],
        "widths": [40, 116],
    }
    return {
        "title": "2024年7月督办提醒通报",
        "court": "示例法院",
        "until": "数据截至2024年8月5日",
        "opening": ["7月，全院10个党支部应开展组织生活52项，已完成49项，3项未完成，涉及2个支部。"],
        "tables": [table],
        "closing": ["请有关党支部抓紧补上。"],
        "signed": "示例法院机关党委",
        "date": "2024年8月5日",
    }


register(PaperKind(CODE, "督办提醒通报", "bulletin.typ", _template, sample, FIELDS, tables=("tables",)))
