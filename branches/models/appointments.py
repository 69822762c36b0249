"""Roles that accounts hold, on a court or a branch, from a day to a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.choices import Role
from branches.models.courts import Branch, Court, PartyGroup
from branches.models.members import ENDS_AFTER_START
from branches.scoping import Scope, ScopeClass, ScopedModel


class Appointment(ScopedModel):
    """Several secretaries of a branch may overlap at a handover. With a group, a secretary's role is its leader's:
    the group's own meetings. An administrator or auditor without a court serves the whole installation."""

    scope = Scope(ScopeClass.ACCOUNTS)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name="账号")
    role = models.CharField("角色", max_length=15, choices=Role.choices)
    court = models.ForeignKey(Court, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党小组"
    )
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "任用"
        ordering = ("user_id", "id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role_known"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="appointment_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(role=Role.SECRETARY) | Q(branch__isnull=False), name="secretary_has_a_branch"
            ),
            models.CheckConstraint(
                condition=Q(role__in=(Role.ADMINISTRATOR, Role.AUDITOR)) | Q(court__isnull=False),
                name="business_role_has_a_court",
            ),
            models.CheckConstraint(
                condition=Q(branch__isnull=True) | Q(court__isnull=False), name="branch_with_its_court"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(role=Role.SECRETARY), name="only_leaders_have_a_group"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
