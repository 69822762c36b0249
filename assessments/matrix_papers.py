"""The table of an assessment as a paper: what a court's own Word template may use, and sample data to try it on."""

from typing import Any

from core.documents import PaperKind, register
from rectification.list_papers import tables_template

CODE = "ASSESSMENT_MATRIX"

FIELDS = (
    ("title", "标题，如“2024年第一季度考评总表”"),
    ("court", "法院名称"),
    ("until", "截至哪一天、第几次计算、状态"),
    ("tables", "各表的列表：先合计，再每个方面一张，每项有 title、legend（指标名称、满分）、note、heads、rows、widths"),
)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    table = {
        "title": "制度执行",
        "legend": "B1 支部党员大会（5分）",
        "note": "",
        "heads": ["党支部", "B1", "小计"],
        "rows": [["第一党支部", "5/5", "5/5"]],
        "widths": [56, 50, 50],
    }
    until = "截至2024-03-31，第1次计算，已公布"
    return {"title": "2024年第一季度考评总表", "court": "示例法院", "until": until, "tables": [table]}


register(PaperKind(CODE, "考评总表", "tables.typ", tables_template, sample, FIELDS, tables=("tables",)))
