"""A campaign (主题教育): aspects, their tasks, the topics it studies, and what each branch has planned and done."""

from django.db import models
from django.db.models import Q

from activities.models import Activity, Topic
from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from campaigns.choices import TaskUnit
from core.models import Versioned


class Campaign(ScopedModel, Versioned):
    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    name = models.CharField("名称", max_length=100)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "主题教育"
        ordering = ("-starts_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="campaign_name_once_a_court"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.name


class Aspect(ScopedModel, Versioned):
    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="aspects", verbose_name="主题教育")
    name = models.CharField("方面", max_length=100)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "方面"
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("campaign", "name"), name="aspect_name_once_a_campaign"),)

    def __str__(self) -> str:
        return self.name


class Task(ScopedModel, Versioned):
    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    aspect = models.ForeignKey(Aspect, models.CASCADE, related_name="tasks", verbose_name="方面")
    title = models.CharField("任务", max_length=200)
    unit = models.CharField("完成单位", max_length=10, choices=TaskUnit.choices, default=TaskUnit.BRANCHES)
    responsible = models.CharField("责任人", max_length=50, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("aspect", "title"), name="task_once_an_aspect"),
            models.CheckConstraint(condition=Q(unit__in=TaskUnit.values), name="task_unit_known"),
        )

    def __str__(self) -> str:
        return self.title


class CampaignTopic(ScopedModel):
    """A topic (专题) that the campaign studies; activities are tagged to it on their own form."""

    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="campaign_topics", verbose_name="主题教育")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name="专题")

    class Meta:
        verbose_name = verbose_name_plural = "主题教育专题"
        ordering = ("topic__starts_on", "id")
        constraints = (models.UniqueConstraint(fields=("campaign", "topic"), name="campaign_topic_once"),)

    def __str__(self) -> str:
        return f"{self.campaign} {self.topic}"


class TaskLine(ScopedModel, Versioned):
    """What one branch (none: the court itself) planned for a task, and how it was done: by a record, or in words."""

    scope = Scope(ScopeClass.OFFERED)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    task = models.ForeignKey(Task, models.PROTECT, related_name="lines", verbose_name="任务")
    planned_on = models.DateField("计划日期", null=True, blank=True)
    owner_name = models.CharField("负责人", max_length=50, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印证的记录"
    )
    note = models.CharField("完成情况", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务进展"
        ordering = ("task__order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("task", "branch"), condition=Q(branch__isnull=False), name="line_once_a_branch"
            ),
            models.UniqueConstraint(fields=("task",), condition=Q(branch__isnull=True), name="line_once_a_court"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(activity__isnull=False) | ~Q(note=""),
                name="line_done_by_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} {self.branch or '全院'}"
