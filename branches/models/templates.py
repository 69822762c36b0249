"""Word templates that a court put in the place of the shipped ones."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.models.courts import Court
from branches.scoping import Scope, ScopeClass, ScopedModel


class DocumentTemplate(ScopedModel):
    """One version of a court's template for a paper (core/documents); without one in use the shipped one stands."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    paper = models.CharField("文书", max_length=20)
    number = models.PositiveSmallIntegerField("版本")
    filename = models.CharField("文件名", max_length=200)
    content = models.BinaryField("文件")
    is_used = models.BooleanField("使用中", default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ("paper", "-number")
        constraints = (
            models.UniqueConstraint(fields=("court", "paper", "number"), name="template_version_once"),
            models.UniqueConstraint(
                fields=("court", "paper"), condition=Q(is_used=True), name="one_template_in_use_a_paper"
            ),
        )

    def __str__(self) -> str:
        return f"{self.filename}（第 {self.number} 版）"
