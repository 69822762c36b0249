"""The result sheet of a duty review: what a court's own template may use, and sample data to try it on."""

from functools import cache
from typing import Any

from core.documents import PaperKind, register

CODE = "DUTY_REVIEW"

FIELDS = (
    ("title", "标题，如“2024年度支部书记述职评议结果”"),
    ("place", "法院，支部书记的连同支部"),
    ("person", "述职人"),
    ("held_on", "评议日期"),
    ("present、cast、unvoted", "到会人数、投票张数、未投票人数"),
    ("votes", "各等次的列表，每项有 grade（等次）、number（张数）"),
    ("result", "综合评价"),
    ("result_words", "综合评价怎样得出的一句话"),
    ("comment", "点评的列表，一段一项"),
    ("signatures", "签名人的列表"),
)


@cache
def _template() -> bytes:
    """Title and place; who, when, how many; the votes; the result; who signs."""
    from core.documents import layout  # noqa: PLC0415  # python-docx is slow to load

    document = layout.new_document()
    layout.add_title(document, "{{ title }}")
    layout.add_line(document, "{{ place }}", centred=True)
    rows = [
        ["述职人", "{{ person }}", "评议日期", "{{ held_on }}"],
        ["到会人数", "{{ present }}", "投票", "{{ cast }}（未投票{{ unvoted }}）"],
    ]
    labels = ("述职人", "评议日期", "到会人数", "投票")
    layout.add_table(document, rows, (28, 40, 28, 60), head=False, labels=labels)
    layout.add_line(document, "")
    votes = [["等次", "票数"], *layout.loop_rows("each", "votes", ["{{ each.grade }}", "{{ each.number }}"])]
    layout.add_table(document, votes, (78, 78))
    layout.add_line(document, "{{ result_words }}", indented=True)
    layout.add_tag(document, "p if comment")
    layout.add_heading(document, "点评")
    layout.add_tag(document, "p endif")
    layout.add_tag(document, "p for line in comment")
    layout.add_line(document, "{{ line }}", indented=True)
    layout.add_tag(document, "p endfor")
    layout.add_signatures(document, ("主持人", "计票人"))
    return layout.saved(document)


def sample() -> dict[str, Any]:
    """Made-up data with something under every name."""
    return {
        "title": "2024年度支部书记述职评议结果",
        "place": "示例法院　第一党支部",
        "person": "张三",
        "held_on": "2025年1月10日",
        "present": "20人",
        "cast": "18张",
        "unvoted": "2人",
        "votes": [{"grade": "好", "number": "12张"}, {"grade": "较好", "number": "6张"}],
        "result": "好",
        "result_words": "投票 18 张，过半数须 10 张。“好” 12 张，已过半数，综合评价为“好”。",
        "comment": ["抓支部工作扎实，党员教育的办法可以再多一些。"],
        "signatures": ["主持人", "计票人"],
    }


register(PaperKind(CODE, "述职评议结果", "duty_review.typ", _template, sample, FIELDS))
