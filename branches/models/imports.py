"""Which file a row came from."""

from django.conf import settings
from django.db import models

from branches.choices import ImportSubject
from branches.models.courts import Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class ImportBatch(ScopedModel):
    """One file that was imported whole."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    subject = models.CharField("内容", max_length=20, choices=ImportSubject.choices)
    filename = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件指纹", max_length=64)
    row_count = models.PositiveIntegerField("行数")
    created_count = models.PositiveIntegerField("新增数", default=0)
    detail = models.JSONField("说明", default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    created_at = models.DateTimeField("导入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ("-id",)

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
