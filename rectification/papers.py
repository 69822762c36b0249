"""The result of an inspection as a paper: what a court's own template may use, and sample data to try it on."""

from functools import cache
from typing import Any

from core.documents import PaperKind, register

CODE = "INSPECTION"

FIELDS = (
    ("title", "标题，如“2024年第二季度党支部工作检查结果”"),
    ("court、kind", "法院名称、检查类型"),
    ("held_on、inspectors、basis", "检查时间、检查人员、检查依据"),
    ("summary", "总体情况的一段话"),
    ("until", "截至哪一天"),
    ("tables", "各表的列表：先总体情况，再每个支部一张，每项有 title、note、heads、rows、widths"),
)


@cache
def _template() -> bytes:
    """Title, facts, a paragraph, the tables."""
    from core.documents import layout  # noqa: PLC0415  # python-docx is slow to load

    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ court }}　{{ until }}", centred=True)
    for line in ("检查时间：{{ held_on }}", "检查人员：{{ inspectors }}", "检查依据：{{ basis }}", "{{ summary }}"):
        layout.add_line(document, line, indented=True)
    layout.add_tag(document, "p for table in tables")
    layout.add_heading(document, "{{ table.title }}")
    layout.add_loose_table(document, "table")
    layout.add_line(document, "{{ table.note }}")
    layout.add_tag(document, "p endfor")
    return layout.saved(document)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    table = {
        "title": "第一党支部",
        "note": "检查内容：会议记录。",
        "heads": ["序号", "发现的问题"],
        "rows": [["1", "会议记录不全"]],
        "widths": [30, 126],
    }
    return {
        "title": "2024年第二季度党支部工作检查结果",
        "court": "示例法院",
        "kind": "季度检查",
        "held_on": "2024年6月3日至2024年6月14日",
        "inspectors": "张三、李四",
        "basis": "党支部星级评定办法",
        "summary": "共检查10个党支部，发现问题6个。",
        "until": "截至2024年6月30日",
        "tables": [table],
    }


register(PaperKind(CODE, "检查结果", "inspection.typ", _template, sample, FIELDS, tables=("tables",)))
