"""A register as a paper: what a court's own Word template may use, and sample data to try it on."""

from typing import Any

from core.documents import PaperKind, register

CODE = "REGISTER"

FIELDS = (
    ("title", "登记簿的名称，如“支部品牌”"),
    ("court", "法院名称"),
    ("span", "所选的范围，如“2026年；第一党支部”"),
    ("count", "多少条"),
    ("sums", "各项合计，连同单位"),
    ("date_label", "日期一栏的名称"),
    ("rows", "登记事项的列表，每项有 number（序号）、title（名称）、whom（单位和人）、on（起止日期）、content（内容）"),
)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    row = {
        "number": "1",
        "title": "先锋立案",
        "whom": "第一党支部",
        "on": "2024-05-08",
        "content": "级别：院级；品牌理念：让群众少跑一趟",
    }
    return {
        "title": "支部品牌",
        "court": "示例法院",
        "span": "2024年",
        "count": "1条",
        "sums": "参评 5 个",
        "date_label": "创建日期",
        "rows": [row],
    }


def _template() -> bytes:
    from registers.paper_template import register_template  # noqa: PLC0415  # python-docx is slow to load

    return register_template()


register(PaperKind(CODE, "登记簿", "register.typ", _template, sample, FIELDS))
