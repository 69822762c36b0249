"""Items of a list as people paste them from a spreadsheet: aspect, item, node, person, day, and a branch or none."""

from datetime import date

from branches.models import Branch
from core.errors import Refused
from core.spreadsheets.dates import day
from core.spreadsheets.faults import BadValue
from rectification.services.work_items import SEVERAL_NAMES, NodeFacts, PastedNode

MOST_LINES = 500
LONGEST_ASPECT, LONGEST_TITLE, LONGEST_NAME = 100, 200, 50
HEADS = ("方面", "任务", "事项")


def read_items(text: str, branches: dict[str, Branch]) -> list[PastedNode]:
    """The nodes in `text`, in its order. Raises Refused with a sentence for each line that can't be read."""
    found: list[PastedNode] = []
    faults: list[str] = []
    first: dict[tuple[object, ...], int] = {}
    aspect = title = ""
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not any(cells) or (cells[0] == HEADS[0] and cells[1:2] and cells[1] in HEADS):
            continue
        own_aspect, own_title, *rest = (*cells, "", "", "", "", "", "")[:6]
        if own_aspect and own_aspect != aspect and not own_title:
            title = ""
        aspect, title = own_aspect or aspect, own_title or title
        try:
            pasted = PastedNode(aspect, title, _node(aspect, title, rest, branches))
            _refuse_double(first.setdefault((aspect, title, *pasted.node.key), number), number)
            found.append(pasted)
        except Refused as refused:
            faults += [f"第 {number} 行：{reason}" for reason in refused.reasons]
    if len(found) > MOST_LINES:
        faults.append(f"一次最多录入 {MOST_LINES} 个节点")
    if faults:
        raise Refused(*faults, field="text")
    return found


def _refuse_double(first: int, number: int) -> None:
    if first != number:
        raise Refused(f"和第 {first} 行是同一个节点（支部、责任人也相同），请删去一行，或写明不同之处")


def _node(aspect: str, title: str, cells: list[str], branches: dict[str, Branch]) -> NodeFacts:
    node, owner, due, branch = cells
    if not (aspect and title and node):
        raise Refused("方面、任务、节点要写全，合并的单元格才可以空着")
    if len(aspect) > LONGEST_ASPECT or max(len(title), len(node)) > LONGEST_TITLE or len(owner) > LONGEST_NAME:
        raise Refused("写得太长：方面 100 字、任务和节点 200 字、责任人 50 字以内")
    if not owner:
        raise Refused("没有写责任人")
    if SEVERAL_NAMES.search(owner):
        raise Refused(f"一个节点只写一位责任人，“{owner}”请分成几行")
    if branch and branch not in branches:
        raise Refused(f"没有叫“{branch}”的支部，请按本院支部的名称写")
    return NodeFacts(node, owner, _day(due), branches.get(branch))


def _day(text: str) -> date:
    if not text:
        raise Refused("没有写时限")
    try:
        return day(text)
    except BadValue as fault:
        raise Refused(f"时限：{fault}") from None
