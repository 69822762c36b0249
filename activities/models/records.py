"""Since when and of what a branch keeps records here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.choices import CoverageSource
from branches.models import Branch, Court, ImportBatch
from branches.models.members import ENDS_AFTER_START
from branches.scoping import Scope, ScopeClass, ScopedModel


class Coverage(ScopedModel):
    """From the first to the last day (none: until further notice). Outside of it a norm's fulfilment is not known.

    `kinds` are the codes of the kinds that the records tell of, none: of all. A ledger of meetings without a single
    yearly one says nothing of those, and it names no pairs of talkers.
    """

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="coverages", verbose_name="党支部")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    kinds = models.JSONField("包括的类型", default=list, blank=True)
    source = models.CharField("来源", max_length=10, choices=CoverageSource.choices)
    import_batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "记录起止"
        ordering = ("starts_on", "id")
        indexes = (models.Index(fields=("branch", "starts_on")),)
        constraints = (
            models.CheckConstraint(condition=ENDS_AFTER_START, name="coverage_ends_after_start"),
            models.UniqueConstraint(
                fields=("branch", "source"), condition=Q(ends_on__isnull=True), name="one_open_coverage_a_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.starts_on}"
