"""The demo court's lists: main tasks of the campaign broken down to nodes, some rules and results."""

from datetime import date, timedelta
from typing import Any

from branches.models import Branch, Court, Member
from campaigns.models import Task
from rectification import services
from rectification.choices import ListCode
from rectification.models import WorkItem, WorkNode
from rectification.services.work_items import NodeFacts

# Task of the campaign -> its nodes, each with its day from the end of the demo on, and which branch (0: the committee).
TASKS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "举办读书班": (("印发读书班方案", -80, 0), ("完成集中学习", -40, 0), ("整理研讨发言", -6, 1)),
    "开展专题研讨": (("列出研讨题目", -70, 2), ("召开专题研讨会", -30, 3), ("报送研讨材料", 3, 4)),
    "书记讲专题党课": (("确定党课题目", -60, 1), ("完成授课", -12, 5)),
    "制定调研方案": (("征集调研题目", -75, 0), ("印发调研方案", -50, 0)),
    "支部开展走访调研": (("联系走访对象", -45, 6), ("实地走访", -15, 6), ("汇总意见建议", 5, 7)),
    "形成调研报告": (("完成初稿", -3, 2), ("集体讨论修改", 12, 2), ("定稿报送", 30, 2)),
    "梳理审判执行堵点": (("各庭室自查", -35, 8), ("汇总堵点清单", -9, 0)),
    "开展积案化解": (("建立积案台账", -28, 3), ("领导包案化解", 6, 3), ("通报化解情况", 45, 0)),
    "召开专题组织生活会": (("制定会议方案", -20, 0), ("开展谈心谈话", -4, 5), ("召开会议", 7, 5)),
    "编发工作简报": (("编发第一期", -55, 0), ("编发第二期", 2, 0)),
}
OTHERS: tuple[tuple[str, str, str, tuple[tuple[str, int, int], ...]], ...] = (
    (ListCode.DUTIES, "主体责任", "机关党委抓支部责任", (("印发责任分工", -70, 0), ("半年听取汇报", 20, 0))),
    (ListCode.INSTITUTIONS, "长效机制", "支部主题党日规程", (("起草", -40, 1), ("征求意见", -10, 1), ("印发", 15, 0))),
    (ListCode.INSTITUTIONS, "长效机制", "走访群众制度", (("起草", -8, 6), ("印发", 25, 0))),
    (ListCode.RESULTS, "为民办实事", "诉讼服务十条措施", (("汇总举措", -25, 4), ("公布实施", -2, 0))),
    (ListCode.RESULTS, "理论成果", "调研报告汇编", (("收集报告", 18, 0),)),
)
ENTERED_BEFORE = timedelta(90)
SAID = ("已按方案完成，材料存支部。", "已办结，经分管领导审阅。", "已完成并报机关党委。")


def load(court: Court, on: date) -> None:
    """Two in three of the nodes that are due are done, one was moved; what is open was reported on this week."""
    branches = list(Branch.objects.within(court).order_by("order", "pk"))
    for title, nodes in TASKS.items():
        task = Task.objects.within(court).filter(title=title).select_related("aspect__campaign").first()
        if task is not None:
            facts = {"aspect": task.aspect.name, "campaign": task.aspect.campaign, "task": task}
            _enter(court, ListCode.TASKS, title, nodes, branches, on, **facts)
    for code, aspect, title, nodes in OTHERS:
        _enter(court, code, title, nodes, branches, on, aspect=aspect)
    _live(court, on)


def _enter(court: Court, code: str, title: str, nodes: Any, branches: list[Branch], on: date, **facts: Any) -> WorkItem:
    rows = [_node(court, branches, text, on + timedelta(days), place) for text, days, place in nodes]
    return services.work_item_create(
        court=court, code=code, title=title, nodes=rows, on=on - ENTERED_BEFORE, by=None, **facts
    )


def _node(court: Court, branches: list[Branch], text: str, due_on: date, place: int) -> NodeFacts:
    branch = branches[(place - 1) % len(branches)] if place else None
    people = Member.objects.within(branch or court).order_by("pk")
    owner = people.first()
    return NodeFacts(text, owner.name if owner else "责任人待定", due_on, branch)


def _live(court: Court, on: date) -> None:
    nodes = list(WorkNode.objects.within(court).select_related("court", "branch").order_by("first_due_on", "pk"))
    for number, node in enumerate(nodes):
        due_on = node.first_due_on
        if due_on <= on - timedelta(14) or (due_on <= on and number % 3):
            done_on = min(due_on - timedelta(number % 4) + timedelta(2 * (number % 5 == 0)), on)
            services.work_node_done(
                node=node, text=SAID[number % 3], done_on=done_on, on=on, by=None, acting=node.branch
            )
        elif number % 4 == 0:
            reason = "与集中开庭冲突，顺延一周。"
            services.work_node_move(node=node, until=on + timedelta(10), reason=reason, on=on, by=None)
        elif number % 2 == 0:
            text = "已完成前期准备，正在推进。"
            services.work_node_progress(node=node, text=text, on=on, by=None, acting=node.branch)
