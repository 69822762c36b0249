"""A court with an item on its list of main tasks, brought on through its own services."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from branches.models import Branch
from branches.tests import factories as people
from rectification import services
from rectification.choices import ListCode
from rectification.models import WorkItem, WorkNode
from rectification.services.work_items import NodeFacts
from rectification.tests.factories import DUE, NOW, OPENED


@dataclass
class Lists:
    """A branch, its secretary, somebody of the committee, and one item with a node of the branch."""

    branch: Branch = field(default_factory=people.branch)

    def __post_init__(self) -> None:
        self.court = self.branch.court
        self.secretary = people.secretary(self.branch)
        self.committee = people.committee_account(self.court)
        self.item = self.add()

    @property
    def node(self) -> WorkNode:
        return WorkNode.objects.within(self.court).filter(item=self.item).order_by("order").first()

    def add(self, title: str = "举办读书班", *nodes: NodeFacts, code: str = ListCode.TASKS, **facts: Any) -> WorkItem:
        facts = {"aspect": "理论学习", "detail": "", "campaign": None, **facts}
        return services.work_item_create(
            court=self.court,
            code=code,
            nodes=nodes or [self.facts()],
            on=OPENED,
            by=self.committee,
            **facts,
            title=title,
        )

    def facts(self, title: str = "印发方案", due_on: date | None = DUE, **facts: Any) -> NodeFacts:
        return NodeFacts(title, facts.pop("owner_name", "张三"), due_on, **{"branch": self.branch, **facts})

    def done(self, node: WorkNode, on: date, text: str = "已办") -> None:
        services.work_node_done(node=node, text=text, done_on=on, on=on, by=self.secretary, acting=self.branch)

    def void(self) -> None:
        services.work_item_void(item=self.item, reason="重复", by=self.committee, at=NOW)
