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

    A ledger of meetings names no pairs of talkers, so it says nothing of what each member owes: `covers_members`.
    """

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="coverages", verbose_name="党支部")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    covers_members = models.BooleanField("含每名党员的谈心谈话", default=True)
    source = models.CharField("来源", max_length=10, choices=CoverageSource.choices)
    import_batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "记录起止"
        ordering = ("starts_on", "id")
        indexes = (models.Index(fields=("branch", "starts_on")),)
        constraints = (
            models.CheckConstraint(condition=ENDS_AFTER_START, name="coverage_ends_after_start"),
            models.UniqueConstraint(fields=("branch", "starts_on", "ends_on", "source"), name="coverage_once"),
            models.UniqueConstraint(
                fields=("branch", "source"), condition=Q(ends_on__isnull=True), name="one_open_coverage_a_source"
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch} {self.starts_on}"
