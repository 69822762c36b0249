"""Topics (专题) that activities are tagged to: a campaign's, a year's study themes, a branch's own."""

from django.db import models
from django.db.models import Q

from activities.choices import HELD_STATES
from branches.models import Branch, Court
from branches.models.members import ENDS_AFTER_START
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned

TAKEN = "已有同名的专题。"


class Topic(ScopedModel, Versioned):
    """A court's topic is offered to its branches, a branch's own to that branch; dated, and put away when over."""

    scope = Scope(ScopeClass.OFFERED)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="topics", verbose_name="党支部"
    )
    name = models.CharField("专题名称", max_length=100)
    starts_on = models.DateField("起始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "专题"
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(condition=ENDS_AFTER_START, name="topic_ends_after_start"),
            models.UniqueConstraint(
                fields=("court", "name"),
                condition=Q(branch__isnull=True),
                name="topic_name_once_a_court",
                violation_error_message=TAKEN,
            ),
            models.UniqueConstraint(
                fields=("branch", "name"),
                condition=Q(branch__isnull=False),
                name="topic_name_once_a_branch",
                violation_error_message=TAKEN,
            ),
        )

    def __str__(self) -> str:
        return self.name


class ActivityTopic(ScopedModel):
    """That an activity was about a topic."""

    scope = Scope(
        ScopeClass.BRANCH,
        court="activity__court",
        branch="activity__branch",
        group="activity__group",
        shared_upwards=True,
        shared_if=Q(activity__state__in=HELD_STATES),
    )

    activity = models.ForeignKey("activities.Activity", models.CASCADE, related_name="activity_topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="activity_topics", verbose_name="专题")

    class Meta:
        verbose_name = verbose_name_plural = "所属专题"
        constraints = (models.UniqueConstraint(fields=("activity", "topic"), name="activity_topic_once"),)

    def __str__(self) -> str:
        return f"{self.activity} {self.topic}"
