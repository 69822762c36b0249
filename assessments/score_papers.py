"""A branch's scores as a paper: what a court's own Word template may use, and sample data to try it on."""

from typing import Any

from core.documents import PaperKind, register
from rectification.list_papers import tables_template

CODE = "BRANCH_SCORE"

FIELDS = (
    ("title", "标题，如“第一党支部2024年第一季度考评”"),
    ("court", "法院名称"),
    ("until", "得分、截至哪一天、状态"),
    (
        "tables",
        "各表的列表：每个方面一张，再是评审、异议；每项有 title、legend（表前）、note（表后）、heads、rows、widths",
    ),
)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    table = {
        "title": "制度执行",
        "legend": "",
        "note": "",
        "heads": ["指标", "得分", "情况"],
        "rows": [["B1 支部党员大会", "5/5", "应 1 次，达标 1 次"]],
        "widths": [44, 20, 92],
    }
    until = "5 分，满分 5，截至2024-03-31，已公布"
    return {"title": "第一党支部2024年第一季度考评", "court": "示例法院", "until": until, "tables": [table]}


register(PaperKind(CODE, "支部考评", "score.typ", tables_template, sample, FIELDS, tables=("tables",)))
