"""Posts in a branch, and the terms of its committee."""

from datetime import date

from django.db import models
from django.db.models import Q

from branches.choices import PostKind
from branches.models.courts import Branch, Court, PartyGroup
from branches.models.imports import Imported
from branches.models.members import ENDS_AFTER_START, Member
from branches.scoping import Scope, ScopeClass, ScopedModel


class CommitteeTerm(ScopedModel):
    """A term of the branch's committee. The next election is due on `due_on`: when the term ends, or is put off to."""

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="terms", verbose_name="党支部")
    starts_on = models.DateField("本届起始")
    expires_on = models.DateField("任期届满")
    postponed_to = models.DateField("经批准延期至", null=True, blank=True)
    postponed_by = models.CharField("延期批复文号", max_length=100, blank=True)
    ends_on = models.DateField("实际结束", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支委会届次"
        ordering = ("-starts_on", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("starts_on")), name="term_expires_after_start"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="term_ends_after_start"),
            models.CheckConstraint(
                condition=Q(postponed_to__isnull=True) | Q(postponed_to__gt=models.F("expires_on")),
                name="term_postponed_beyond_its_end",
            ),
            models.UniqueConstraint(
                fields=("branch",), condition=Q(ends_on__isnull=True), name="one_open_term_a_branch"
            ),
        )

    def __str__(self) -> str:
        return f"{self.starts_on:%Y-%m-%d} 届"

    @property
    def due_on(self) -> date:
        return self.postponed_to or self.expires_on


class Post(ScopedModel, Imported):
    """Who holds which post. `title` is what the court calls it (青年委员 …), where that is not the kind's own label."""

    scope = Scope(ScopeClass.BRANCH)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="posts", verbose_name="党支部")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="党小组"
    )
    term = models.ForeignKey(
        CommitteeTerm, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name="届次"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="posts", verbose_name="党员")
    kind = models.CharField("职务", max_length=20, choices=PostKind.choices)
    title = models.CharField("职务名称", max_length=50, blank=True)
    starts_on = models.DateField("任职日期", null=True, blank=True)
    ends_on = models.DateField("免职日期", null=True, blank=True, help_text="任职的最后一天。")

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        ordering = ("id",)
        indexes = (models.Index(fields=("branch", "starts_on", "ends_on")),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_known"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="post_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(kind=PostKind.GROUP_LEADER) | Q(group__isnull=False), name="group_leader_has_a_group"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.label}"

    @property
    def label(self) -> str:
        return self.title or self.get_kind_display()
