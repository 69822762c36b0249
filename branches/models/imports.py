"""Which file a row came from, and files on their way in."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from branches.choices import ImportSubject, JobState
from branches.models.courts import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class ImportBatch(ScopedModel):
    """One file that was imported whole, the court's or a branch's own. It stays when what it brought is undone."""

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    subject = models.CharField("内容", max_length=20, choices=ImportSubject.choices)
    filename = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件指纹", max_length=64)
    row_count = models.PositiveIntegerField("行数")
    created_count = models.PositiveIntegerField("新增数", default=0)
    detail = models.JSONField("说明", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    created_at = models.DateTimeField("导入时间", auto_now_add=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    undo_reason = models.CharField("撤销原因", max_length=200, blank=True)
    # While a worker is at it (services/imports/undo_jobs.py); afterwards why it was not undone.
    undo_asked_at = models.DateTimeField("要求撤销的时间", null=True, blank=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="要求撤销的人"
    )
    undo_asked_reason = models.CharField("要求撤销的原因", max_length=200, blank=True)
    undo_refusal = models.JSONField("没有撤销的原因", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undo_reason="") | (Q(undone_at__isnull=False) & ~Q(undo_reason="")),
                name="import_undone_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.filename}"

    @property
    def is_being_undone(self) -> bool:
        return self.undo_asked_at is not None and self.undone_at is None


class ImportJournal(ScopedModel):
    """What a roster's import made and changed, row by row, so that it can be undone (services/imports/journal.py)."""

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    batch = models.OneToOneField(ImportBatch, models.PROTECT, related_name="journal", verbose_name="导入批次")
    entries = models.JSONField("变动", default=list, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "导入变动"

    def __str__(self) -> str:
        return str(self.batch)


class ImportJob(ScopedModel):
    """A file that somebody sent, from its upload to its import. `revision` rises with every change of `choices`;
    `attempts` counts the workers that took up what it waits for.

    `choices` is what the user said of the file, `report` what the check found, `faults` what is wrong: shapes in
    services/imports/reports.py. The file itself lies encrypted in the data directory under `key`.
    """

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    subject = models.CharField("内容", max_length=20, choices=ImportSubject.choices)
    filename = models.CharField("文件名", max_length=200)
    key = models.UUIDField("文件编号", default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.CHECKING)
    choices = models.JSONField("说明", default=dict, blank=True)
    report = models.JSONField("核对结果", default=dict, blank=True)
    faults = models.JSONField("问题", default=list, blank=True)
    fault_count = models.PositiveIntegerField("问题数", default=0)
    revision = models.PositiveIntegerField("核对次数", default=1)
    attempts = models.PositiveSmallIntegerField("办理次数", default=0)
    batch = models.OneToOneField(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="job", verbose_name="导入批次"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    changed_at = models.DateTimeField("更新时间")

    class Meta:
        verbose_name = verbose_name_plural = "导入任务"
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "changed_at")),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="import_job_state_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.IMPORTING) | Q(fault_count=0), name="nothing_faulty_is_imported"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.filename}"


class Imported(models.Model):
    """A row that remembers its file and its line there; both empty for one that was entered by hand."""

    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入批次"
    )
    source_sheet = models.CharField("工作表", max_length=100, blank=True)
    source_row = models.PositiveIntegerField("行号", null=True, blank=True)

    class Meta:
        abstract = True
