"""Tasks as people paste them: columns of a spreadsheet, or a document's headings and lines."""

import re
from dataclasses import dataclass
from datetime import date

from campaigns.choices import TaskUnit
from core.errors import Refused

_HEADING = re.compile(r"^(?:[一二三四五六七八九十]+[、.．]|第[一二三四五六七八九十]+方面[：: ]?)\s*(?P<name>.+)$")
_NUMBER = re.compile(r"^(?:[（(]?\d+[）).、．]|[（(][一二三四五六七八九十]+[）)])\s*")
_UNITS = {"全院": TaskUnit.COURT, "机关党委": TaskUnit.COURT, "各支部": TaskUnit.BRANCHES, "党支部": TaskUnit.BRANCHES}
_HEADS = {"方面", "任务"}
MOST_LINES = 500
LONGEST_ASPECT, LONGEST_TASK, LONGEST_NAME = 100, 200, 50


@dataclass(frozen=True)
class PastedTask:
    aspect: str
    title: str
    unit: str = TaskUnit.BRANCHES
    responsible: str = ""
    due_on: date | None = None

    @property
    def unit_label(self) -> str:
        return str(TaskUnit(self.unit).label)


def read_tasks(text: str) -> list[PastedTask]:
    """The tasks in `text`, in its order. Raises Refused with a sentence for each line that can't be read.

    `一、理论学习` is an aspect, any other line a task of it, with columns divided by tabs: task, unit, person, date. A
    line of five columns names its aspect first; a heading line of a spreadsheet is passed over.
    """
    found: list[PastedTask] = []
    faults: list[str] = []
    aspect = ""
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or cells[0] in _HEADS:
            continue
        heading = _HEADING.match(cells[0]) if not any(cells[1:]) else None
        if heading:
            aspect = heading["name"].strip()
            continue
        try:
            task = _task(cells, aspect)
        except Refused as refused:
            faults += [f"第 {number} 行：{reason}" for reason in refused.reasons]
        else:
            aspect = task.aspect
            found.append(task)
    if len(found) > MOST_LINES:
        faults.append(f"一次最多录入 {MOST_LINES} 项任务")
    if faults:
        raise Refused(*faults, field="text")
    return found


def _task(cells: list[str], aspect: str) -> PastedTask:
    if len(cells) >= 5:
        aspect, cells = cells[0] or aspect, cells[1:]
    title, unit, responsible, due = (*cells, "", "", "", "")[:4]
    title = _NUMBER.sub("", title)
    if not aspect:
        raise Refused("前面没有写明属于哪个方面，先写一行“一、方面名称”")
    if not title:
        raise Refused("没有写任务")
    if len(aspect) > LONGEST_ASPECT or len(title) > LONGEST_TASK or len(responsible) > LONGEST_NAME:
        raise Refused("写得太长：方面 100 字、任务 200 字、责任人 50 字以内")
    if unit and unit not in _UNITS:
        raise Refused(f"完成单位“{unit}”不认识，请写“全院”或“各支部”")
    return PastedTask(aspect, title, _UNITS.get(unit, TaskUnit.BRANCHES), responsible, _date(due))


def _date(text: str) -> date | None:
    parts = [int(part) for part in re.findall(r"\d{1,4}", text)]
    if not text:
        return None
    try:
        year, month, day = parts
        if not 1900 <= year <= 2999:
            raise ValueError(text)
        return date(year, month, day)
    except ValueError:
        raise Refused(f"日期“{text}”认不出，请写成 2026-06-30") from None
