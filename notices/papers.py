"""A notice as a paper: what a court's own template may use, and sample data to try it on."""

from functools import cache
from typing import Any

from core.documents import PaperKind, register

CODE = "NOTICE"

FIELDS = (
    ("name", "“工作提示单”"),
    ("number_line", "编号，如“2024年工作提示第3期”；草稿是系列名称"),
    ("title", "标题"),
    ("addressees", "发给的支部，如“各党支部”"),
    ("paragraphs", "正文各段的列表"),
    ("items", "事项的列表，每项有 line（带序号的事项）、basis（完成依据）"),
    ("deadline", "完成期限的一句话，没有期限时为空"),
    ("signed_by", "落款单位"),
    ("issued_on", "签发日期，草稿为空"),
)


@cache
def _template() -> bytes:
    """Name, number, title, to whom; text and items; deadline; who signs and when."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415  # python-docx is slow to load

    from core.documents import layout  # noqa: PLC0415

    document = layout.new_document()
    layout.add_title(document, "{{ name }}")
    layout.add_line(document, "{{ number_line }}", centred=True)
    layout.add_line(document, "")
    layout.add_heading(document, "{{ title }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.add_line(document, "{{ addressees }}：")
    _add_loop(document, "line in paragraphs", "{{ line }}")
    _add_loop(document, "item in items", "{{ item.line }}")
    layout.add_line(document, "{{ deadline }}", indented=True)
    layout.add_line(document, "")
    for line in ("{{ signed_by }}", "{{ issued_on }}"):
        layout.add_line(document, line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return layout.saved(document)


def _add_loop(document: Any, loop: str, line: str) -> None:
    from core.documents import layout  # noqa: PLC0415

    layout.add_tag(document, f"p for {loop}")
    layout.add_line(document, line, indented=True)
    layout.add_tag(document, "p endfor")


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    return {
        "name": "工作提示单",
        "number_line": "2024年工作提示第3期",
        "title": "七月重点工作",
        "addressees": "各党支部",
        "paragraphs": ["请对照以下事项抓好落实。"],
        "items": [{"line": "1．开展主题党日活动。", "basis": "系统对照：主题党日"}],
        "deadline": "以上事项请于2024年7月31日前完成。",
        "signed_by": "示例法院机关党委",
        "issued_on": "2024年7月1日",
    }


register(PaperKind(CODE, "工作提示单", "notice.typ", _template, sample, FIELDS))
