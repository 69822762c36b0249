"""A list and the weekly dispatch as papers: what a court's own Word template may use, and sample data to try it on."""

from collections.abc import Callable
from functools import cache
from typing import Any

from core.documents import PaperKind, register

WORK_LIST, DISPATCH = "WORK_LIST", "WEEKLY_DISPATCH"

FIELDS = (
    ("title", "标题，如“重点任务清单”"),
    ("court", "法院名称"),
    ("until", "截至哪一天、共多少项"),
    ("tables", "各表的列表（清单按方面，调度按支部），每项有 title、legend（表前）、note（表后）、heads、rows、widths"),
)


@cache
def tables_template() -> bytes:
    """Title, court, the day, and tables of any number of columns."""
    from core.documents import layout  # noqa: PLC0415  # python-docx is slow to load

    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ court }}", centred=True)
    layout.add_line(document, "{{ until }}", centred=True)
    layout.add_tag(document, "p for table in tables")
    layout.add_heading(document, "{{ table.title }}")
    layout.add_tag(document, "p if table.legend")
    layout.add_line(document, "{{ table.legend }}").paragraph_format.keep_with_next = True
    layout.add_tag(document, "p endif")
    layout.add_loose_table(document, "table")
    layout.add_line(document, "{{ table.note }}")
    layout.add_tag(document, "p endfor")
    return layout.saved(document)


def _sample(title: str) -> Callable[[], dict[str, Any]]:
    table = {
        "title": "理论学习",
        "legend": "",
        "note": "",
        "heads": ["任务", "节点", "责任人", "时限"],
        "rows": [["举办读书班", "印发方案", "张三", "2024-06-30"]],
        "widths": [39, 39, 39, 39],
    }
    return lambda: {"title": title, "court": "示例法院", "until": "截至2024年6月30日，共 1 项", "tables": [table]}


for _code, _label in ((WORK_LIST, "工作清单"), (DISPATCH, "每周调度")):
    register(PaperKind(_code, _label, "tables.typ", tables_template, _sample(_label), FIELDS, tables=("tables",)))
