"""Rows that every app leans on."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from core.background.registry import label_of


class Versioned(models.Model):
    """A row that two people may edit: a form carries the version it was opened at, a service raises it by one."""

    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        abstract = True


class SpecialDay(Versioned):
    """A day on which work does not follow the weekday, for the whole installation: off, or worked to make up for it.

    A year without any row is not known: there the weekday alone decides, and pages say so (core/holidays).
    """

    on = models.DateField("日期", unique=True, error_messages={"unique": "这一天已经登记过。"})
    is_workday = models.BooleanField("调休上班", default=False)
    name = models.CharField("名称", max_length=30)

    objects: ClassVar[models.Manager["SpecialDay"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.remark}"

    @property
    def remark(self) -> str:
        """What stands beside the date: `国庆节`, or `国庆节调休上班`."""
        return f"{self.name}调休上班" if self.is_workday else self.name


class Outcome(models.TextChoices):
    DONE = "DONE", "已完成"
    REFUSED = "REFUSED", "被拒绝"


class AuditEvent(models.Model):
    """Who did what, when, from where, with what result. Appended only.

    Owners are plain numbers: an event outlives the rows that it tells of.
    """

    at = models.DateTimeField("时间", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="账号"
    )
    actor_name = models.CharField("操作人", max_length=150, blank=True)
    action = models.CharField("操作", max_length=80)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    subject_type = models.CharField("对象类型", max_length=80, blank=True)
    subject_id = models.CharField("对象编号", max_length=40, blank=True)
    subject_label = models.CharField("对象", max_length=200, blank=True)
    court_id = models.BigIntegerField("法院", null=True)
    branch_id = models.BigIntegerField("党支部", null=True)
    address = models.CharField("来源地址", max_length=45, blank=True)
    request_id = models.CharField("请求编号", max_length=32, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ("-id",)
        indexes = (models.Index(fields=("court_id", "-id")), models.Index(fields=("action", "-id")))
        constraints = (
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="audit_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("an audit event is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("an audit event is never deleted")


class RunOutcome(models.TextChoices):
    DONE = "DONE", "成功"
    FAILED = "FAILED", "失败"


class JobState(models.Model):
    """How the last run of a periodic job went (core/background): one row a job, written over at each run."""

    task = models.CharField("任务", max_length=200, unique=True)
    last_started_at = models.DateTimeField("上次开始", null=True)
    last_ended_at = models.DateTimeField("上次结束", null=True)
    last_outcome = models.CharField("上次结果", max_length=10, choices=RunOutcome.choices, blank=True)
    last_seconds = models.FloatField("上次用时（秒）", null=True)
    runs = models.PositiveBigIntegerField("运行次数", default=0)
    failures = models.PositiveBigIntegerField("失败次数", default=0)
    keeps_time = models.BooleanField("时间由管理员设定", default=False)

    objects: ClassVar[models.Manager["JobState"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_outcome__in=["", *RunOutcome.values]), name="job_state_outcome_known"
            ),
        )

    def __str__(self) -> str:
        return label_of(self.task)


class JobFailure(models.Model):
    """A task with its arguments that failed, once or more often in the same words, until a later run put it right."""

    task = models.CharField("任务", max_length=200)
    args = models.JSONField("参数", default=list)
    at = models.DateTimeField("首次失败")
    last_at = models.DateTimeField("最近失败", db_index=True)
    times = models.PositiveIntegerField("次数", default=1)
    words = models.CharField("原因", max_length=500)
    detail = models.TextField("技术信息", blank=True)
    put_right_at = models.DateTimeField("恢复时间", null=True)

    objects: ClassVar[models.Manager["JobFailure"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务失败记录"
        indexes = (models.Index(fields=("task", "put_right_at")),)

    def __str__(self) -> str:
        return label_of(self.task)
