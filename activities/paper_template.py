"""The shipped Word template of a record, made by code: nothing binary stands in the repository."""

from functools import cache

from docx.document import Document

from core.documents import layout
from core.documents.layout import TEXT_WIDTH

_LABEL, _HALF = 26, TEXT_WIDTH // 2
_VOTES = ("votes_for", "votes_against", "abstentions", "result")


@cache
def record_template() -> bytes:
    """One record with its title above and the lines for signatures below."""
    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ place_of }}", centred=True)
    add_record(document, "")
    layout.add_signatures(document, ("主持人", "记录人"))
    return layout.saved(document)


def add_record(document: Document, prefix: str) -> None:
    """The parts of a record below its title; `prefix` is the path to it, as in `record.`."""
    _add_facts(document, prefix)
    layout.add_heading(document, "议题")
    layout.add_tag(document, f"p for topic in {prefix}topics")
    layout.add_line(document, "{{ loop.index }}. {{ topic }}", indented=True)
    layout.add_tag(document, "p endfor")
    layout.add_heading(document, "会议内容")
    layout.add_tag(document, f"p for line in {prefix}minutes")
    layout.add_line(document, "{{ line }}", indented=True)
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, f"p if {prefix}resolutions")
    layout.add_heading(document, "决议")
    cells = ["{{ each.text }}", *(f"{{{{ each.{name} }}}}" for name in _VOTES)]
    rows = [["决议事项", "赞成", "反对", "弃权", "结果"], *layout.loop_rows("each", f"{prefix}resolutions", cells)]
    layout.add_table(document, rows, (90, 15, 15, 15, 21))
    layout.add_tag(document, "p endif")
    layout.add_tag(document, f"p if {prefix}corrections")
    layout.add_heading(document, "更正")
    layout.add_tag(document, f"p for each in {prefix}corrections")
    layout.add_line(document, "{{ each.what }}", indented=True)
    layout.add_tag(document, "p if each.before")
    layout.add_line(document, "更正前：{{ each.before }}", indented=True)
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p if each.after")
    layout.add_line(document, "更正后：{{ each.after }}", indented=True)
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p endfor")
    layout.add_tag(document, "p endif")


def _add_facts(document: Document, prefix: str) -> None:
    def value(name: str) -> str:
        return f"{{{{ {prefix}{name} }}}}"

    pairs = [
        ["时间", value("held_on"), "地点", value("place")],
        ["主持人", value("chair"), "记录人", value("recorder")],
        ["应到", value("due"), "实到", value("present")],
    ]
    whole = [("出席人员", "present_names"), ("缺席人员", "absent"), ("列席人员", "sitting_in")]
    rows = pairs + [
        row for label, name in whole for row in layout.row_if(f"{prefix}{name}", [label, value(name), "", ""])
    ]
    other = "{{ each.label }}"
    rows += layout.loop_rows("each", f"{prefix}more", [other, "{{ each.value }}", "", ""])
    widths = (_LABEL, _HALF - _LABEL, _LABEL, _HALF - _LABEL)
    labels = [other, *(label for label, _ in whole), *(row[0] for row in pairs), *(row[2] for row in pairs)]
    table = layout.add_table(document, rows, widths, head=False, labels=labels)
    for number in (4, 7, 10, 13):
        layout.merge(table, number, 1, 3)
