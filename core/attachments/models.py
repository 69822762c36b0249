"""What every row of a stored file has; the bytes lie in the store, by digest."""

from django.conf import settings
from django.db import models

from core.attachments.intake import FileKind


class StoredFile(models.Model):
    """What is known of a file beside its bytes."""

    name = models.CharField("文件名", max_length=120)
    kind = models.CharField("格式", max_length=4, choices=FileKind.choices)
    digest = models.CharField("文件指纹", max_length=64, db_index=True, editable=False)
    size = models.PositiveIntegerField("字节数")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name
