"""Which members are leaders of the court: they live in their branch as ordinary members (双重组织生活)."""

from django.db import models
from django.db.models import Q

from branches.choices import LeadershipKind
from branches.models.courts import Court
from branches.models.members import ENDS_AFTER_START, Member
from branches.scoping import Scope, ScopeClass, ScopedModel


class Leadership(ScopedModel):
    """A member of the court's 党组, or another leading cadre, from the first to the last day. No post of a branch."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    member = models.ForeignKey(Member, models.PROTECT, related_name="leaderships", verbose_name="党员")
    kind = models.CharField("领导身份", max_length=10, choices=LeadershipKind.choices)
    title = models.CharField("职务", max_length=50, blank=True)
    starts_on = models.DateField("起始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "领导干部"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=LeadershipKind.values), name="leadership_kind_known"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="leadership_ends_after_start"),
            models.UniqueConstraint(
                fields=("member",), condition=Q(ends_on__isnull=True), name="one_open_leadership_a_member"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.title or self.get_kind_display()}"
