"""Files that show what was done about a measure."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.attachments.models import StoredFile
from rectification.models.problems import Measure, OfProblem, Problem, RectificationStep


class Evidence(OfProblem, StoredFile):
    """A file beside a step. It is never deleted; a mistaken one is withdrawn with a reason, and read no more."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="evidence", verbose_name="问题")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="evidence", verbose_name="整改措施")
    step = models.ForeignKey(RectificationStep, models.CASCADE, related_name="evidence", verbose_name="步骤")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤下人"
    )
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawal_reason = models.CharField("撤下原因", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False) & ~Q(withdrawal_reason=""),
                name="evidence_withdrawn_by_and_why",
            ),
        )
