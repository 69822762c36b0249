"""Work lists (清单): what a court calls each of the six, their items, the items' nodes, and the nodes' dated steps."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models import Branch, Court, Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from campaigns.models import Campaign, Task
from core.models import Versioned
from rectification.choices import WRITTEN_LISTS, ListCode, NodeStepKind
from rectification.models.problems import Voidable, voided_by_and_why


class WorkList(ScopedModel, Versioned):
    """How a court has one of the six lists; a row only where the court changed something, the rest stands in
    selectors/work_lists.py. `labels`: what the court calls a column, by its key; `hidden`: keys that it leaves out."""

    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    code = models.CharField("清单", max_length=12, choices=ListCode.choices)
    name = models.CharField("名称", max_length=30)
    order = models.PositiveSmallIntegerField("顺序")
    labels = models.JSONField("各列的名称", default=dict, blank=True)
    hidden = models.JSONField("不显示的列", default=list, blank=True)
    is_off = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "清单"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "code"), name="work_list_once_a_court"),
            models.CheckConstraint(condition=Q(code__in=ListCode.values), name="work_list_known"),
        )

    def __str__(self) -> str:
        return self.name


class WorkItem(ScopedModel, Versioned, Voidable):
    """What is to be achieved. Its nodes are changed together with it, at one version. `aspect_order` keeps the items of
    an aspect together."""

    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    code = models.CharField("清单", max_length=12, choices=[(code.value, code.label) for code in WRITTEN_LISTS])
    aspect = models.CharField("方面", max_length=100)
    aspect_order = models.PositiveIntegerField("方面顺序", editable=False)
    number = models.PositiveIntegerField("序号", editable=False)
    title = models.CharField("事项", max_length=200)
    detail = models.TextField("具体内容", max_length=2000, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主题教育"
    )
    # The task that it was taken over from; a task that is taken out of its campaign leaves the item as it is.
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="任务")
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "清单事项"
        ordering = ("aspect_order", "number")
        constraints = (
            models.UniqueConstraint(fields=("court", "code", "number"), name="work_item_number_once_a_list"),
            models.UniqueConstraint(
                fields=("task",), condition=Q(voided_at__isnull=True), name="work_item_once_a_task"
            ),
            models.CheckConstraint(condition=Q(code__in=[*WRITTEN_LISTS]), name="work_item_of_written_list"),
            models.CheckConstraint(condition=~Q(aspect="") & ~Q(title=""), name="work_item_has_words"),
            voided_by_and_why("work_item_voided_by_and_why"),
        )

    def __str__(self) -> str:
        return self.title


class WorkNode(ScopedModel, Versioned, Voidable):
    """One thing by one day, for which exactly one person answers. `first_due_on` stays as it was, another day is a
    step. Without a branch it is the committee's own."""

    scope = Scope(ScopeClass.OFFERED, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任支部")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="nodes", verbose_name="事项")
    order = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("节点", max_length=200)
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人（党员）"
    )
    owner_name = models.CharField("责任人", max_length=50)
    opened_on = models.DateField("列入日期")
    first_due_on = models.DateField("时限")

    class Meta:
        verbose_name = verbose_name_plural = "清单节点"
        ordering = ("item__aspect_order", "item__number", "order")
        constraints = (
            models.UniqueConstraint(fields=("item", "order"), name="work_node_order_once_an_item"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(owner_name=""), name="work_node_has_words_and_owner"),
            voided_by_and_why("work_node_voided_by_and_why"),
        )
        indexes = (models.Index(fields=("court", "first_due_on")),)

    def __str__(self) -> str:
        return self.title


class WorkNodeStep(ScopedModel):
    """One step of a node, never changed: `on` is the day it happened. `branch`: the one that acted, empty for the
    committee."""

    scope = Scope(ScopeClass.OFFERED, branch="node__branch", officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    node = models.ForeignKey(WorkNode, models.CASCADE, related_name="steps", verbose_name="节点")
    order = models.PositiveIntegerField("顺序")
    kind = models.CharField("步骤", max_length=10, choices=NodeStepKind.choices)
    on = models.DateField("日期")
    until = models.DateField("新的时限", null=True, blank=True)
    text = models.TextField("说明", max_length=2000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "节点进展"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("node", "order"), name="work_node_step_order_once"),
            models.CheckConstraint(condition=Q(kind__in=NodeStepKind.values), name="work_node_step_known"),
            models.CheckConstraint(condition=~Q(text=""), name="work_node_step_has_words"),
            models.CheckConstraint(
                condition=Q(kind=NodeStepKind.MOVED, until__isnull=False)
                | ~Q(kind=NodeStepKind.MOVED) & Q(until__isnull=True),
                name="moved_node_has_a_day",
            ),
        )
        # What stood on a day is the last step of some kinds on or before it; a week is the steps of its days.
        indexes = (models.Index(fields=("node", "kind", "on")), models.Index(fields=("court", "on")))

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
