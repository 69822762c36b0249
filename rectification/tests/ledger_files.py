"""Small ledgers of rectification as files, for the court of activities/tests/ledger_files.py."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from activities.tests.ledger_files import court_with_roster
from core.tests.spreadsheet_files import xlsx
from rectification.services.ledger_import import import_rectification

__all__ = ["HEAD", "LEDGER", "MERGED", "TODAY", "TWO", "bring", "court_with_roster", "first", "following", "xlsx"]

HEAD = [
    *("序号", "问题", "问题来源", "责任支部", "责任领导", "整改措施", "责任人", "类型"),
    *("整改时限", "完成时间", "进展情况", "问题是否销号", "销号时间"),
]
KEYS = [
    *("number", "problem", "source", "branch", "leader", "measure", "owner", "nature"),
    *("due_on", "done_on", "state", "closed", "closed_on"),
]
OF_PROBLEM = {
    "number": 1,
    "problem": "联系服务群众不够经常",
    "source": "主题教育检视",
    "branch": "第一党支部",
    "leader": "梁娜",
    "closed": "否",
    "closed_on": None,
}
OF_MEASURE = {
    "measure": "每月走访一次",
    "owner": "曹博",
    "nature": "当下改",
    "due_on": "2024年6月30日",
    "done_on": None,
    "state": "序时推进",
}
TODAY = date(2025, 1, 10)


def first(**changes: object) -> list[object]:
    """A row that begins a problem, a good one but for `changes` (by KEYS)."""
    row: dict[str, Any] = {**OF_PROBLEM, **OF_MEASURE, **changes}
    return [row[key] for key in KEYS]


def following(**changes: object) -> list[object]:
    """A row of one more measure: the problem's cells are blank."""
    return first(**{**dict.fromkeys(OF_PROBLEM), **changes})


DONE = {"state": "已完成"}
# Closed with two measures, shared with one done and one open, and one of the second branch that goes on for good.
LEDGER = [
    ["某法院主题教育检视整改台账"],
    ["截至2024年6月1日"],
    HEAD,
    first(closed="是", closed_on="2024-05-31", done_on="2024.05.20", **DONE),
    following(measure="建立联系制度", owner="叶梅英", nature="长久立", done_on=date(2024, 5, 25), **DONE),
    first(number=2, problem="学用结合不够紧密", source="巡察反馈", branch="第一党支部、第二党支部", leader="夏思"),
    following(measure="办一次读书班", owner="王无名", due_on="2024.05.01", done_on="2024年4月28日", **DONE),
    first(
        number=3,
        problem="学用结合不够紧密",
        source="群众来信",
        branch="第二党支部",
        leader=None,
        due_on="长期坚持",
        nature="长期坚持",
        state="已与三个社区结对",
    ),
]
# The same with the problem's cells merged, as courts draw them.
MERGED = ["A1:M1", *(f"{letter}4:{letter}5" for letter in "ABCDELM"), *(f"{letter}6:{letter}7" for letter in "ABCDELM")]
# The same in the words of another court, its columns in another order.
TWO = {
    "number": "编号",
    "problem": "存在问题",
    "source": "来源",
    "branch": "整改单位",
    "leader": "分管领导",
    "measure": "具体举措",
    "owner": "经办人",
    "nature": "措施类型",
    "due_on": "完成时限",
    "done_on": "办结时间",
    "state": "整改进展",
    "closed": "是否销号",
    "closed_on": "销号日期",
}


def bring(court: Any, rows: Iterable[Sequence[object]] = LEDGER, *, merged: Sequence[str] = (), **options: Any) -> Any:
    """The outcome of importing `rows`; `options`: dry_run, by, choices, filename, content."""
    options = {"filename": "整改台账.xlsx", "by": None, "on": TODAY, **options}
    content = options.pop("content", None) or xlsx(rows, merged=merged)
    return import_rectification(court=court, source=content, **options)
