"""The shipped Word template of a register, made by code."""

from functools import cache

from core.documents import layout

HEADS = ["序号", "名称", "单位和人", "{{ date_label }}", "内容"]
CELLS = ["{{ each.number }}", "{{ each.title }}", "{{ each.whom }}", "{{ each.on }}", "{{ each.content }}"]
WIDTHS = (13, 30, 28, 31, 54)


@cache
def register_template() -> bytes:
    """Title, the span, the sums and one table."""
    document = layout.new_document()
    layout.add_title(document, "{{ title }}登记簿")
    layout.add_line(document, "{{ court }}　{{ span }}　共{{ count }}", centred=True)
    layout.add_tag(document, "p if sums")
    layout.add_line(document, "合计：{{ sums }}")
    layout.add_tag(document, "p endif")
    layout.add_table(document, [HEADS, *layout.loop_rows("each", "rows", CELLS)], WIDTHS)
    return layout.saved(document)
