"""Workbooks with a star standard as courts keep them: a title, blank lines, merged aspects, a closing total."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.tests.spreadsheet_files import workbook

HEAD = ("序号", "方面", "指标", "分值", "计分方式", "计分依据", "分档", "否决项", "文件依据")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("一、制度执行（14分）", "支部党员大会", "5分", "", "支部党员大会", "", "★", "支部工作条例"),
    (None, "主题党日", 4, "按完成比例分档得分", "主题党日", "60%得2分；90%得4分", "", ""),
    (None, "整改超期", 5, "扣分", "超期措施", "每条扣0.5分", "", ""),
    ("二、队伍教育（3分）", "学习质量", 3, "评审打分", "", "", "", ""),
)


def standard_book(rows: Iterable[Sequence[Any]] = ROWS, *, head: Sequence[str] = HEAD, **sheets: Any) -> bytes:
    """Rows without their serial numbers."""
    lines = [[number, *row] for number, row in enumerate(rows, start=1)]
    title = ["某法院星级党支部考评标准"]
    table = [title, [], list(head), *lines, [], ["合计", None, None, sum(_points(line[3]) for line in lines)]]
    return workbook({"标准": table, **sheets}, merged={"标准": ["A1:I1"]})


def _points(value: Any) -> float:
    digits = str(value).removesuffix("分")
    return float(digits) if digits.replace(".", "").isdigit() else 0


def changed(row: int, **cells: Any) -> list[list[Any]]:
    """The rows with some cells of one changed, by column: aspect, name, points, way, counted, figures, gate, basis."""
    names = ("aspect", "name", "points", "way", "counted", "figures", "gate", "basis")
    rows = [list(each) for each in ROWS]
    for name, value in cells.items():
        rows[row][names.index(name)] = value
    return rows
