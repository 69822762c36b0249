"""The handbook as a paper: what a court's own Word template may use, and sample data to try it on."""

from typing import Any

from activities.papers import sample as sample_record
from core.documents import PaperKind, register

CODE = "HANDBOOK"

FIELDS = (
    ("title、year", "标题“支部工作手册”、年度"),
    ("court、branch", "法院名称、支部名称"),
    ("until", "截至哪一天"),
    ("tables", "前面各表的列表：概况、名册、支委会、党小组、年度计划等，每项有 title、note、heads、rows、widths"),
    ("chapters", "按类型分的章，每项有 title、records；每个记录的名称与“会议记录”相同"),
    ("closing_tables", "后面各表：出席情况、学时，与 tables 写法相同"),
)


def _template() -> bytes:
    from reports.handbook.template import handbook_template  # noqa: PLC0415  # python-docx is slow to load

    return handbook_template()


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    table = {
        "title": "党员名册",
        "note": "",
        "heads": ["姓名", "类别"],
        "rows": [["张三", "正式党员"], ["李四", "预备党员"]],
        "widths": [78, 78],
    }
    return {
        "title": "支部工作手册",
        "year": "2024年",
        "court": "示例法院",
        "branch": "第一党支部",
        "until": "截至2024年12月31日",
        "tables": [table],
        "chapters": [{"title": "支部党员大会（1次）", "records": [sample_record()]}],
        "closing_tables": [{**table, "title": "出席情况", "note": "√ 出席"}],
    }


register(
    PaperKind(CODE, "支部工作手册", "handbook.typ", _template, sample, FIELDS, tables=("tables", "closing_tables"))
)
