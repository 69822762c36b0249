"""What was done in a file, when, on which paper, and who recorded it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from activities.models import Resolution
from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from development.choices import REPEATED, StepKind
from development.models.files import Candidate

ONCE = [kind.value for kind in StepKind if kind not in REPEATED]


class Step(ScopedModel):
    """One dated fact of a file. `happened_on` is the first day of what lasts (training, publicity).

    A vote of the assembly has its figures from `resolution`; those of older rows, whose meeting was not on record,
    stand in `voting_due` … `abstentions`. `months` and `confirmed_on` belong to an extension and a confirmation.
    `undone` is a step that was passed and that a later decision sets aside (a refused approval, an extension): it is
    to be done anew.
    What was recorded by mistake is withdrawn with a reason; it stays in the history and counts nowhere.
    """

    scope = Scope(ScopeClass.BRANCH, branch="candidate__branch", earlier="branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="steps", verbose_name="档案")
    kind = models.CharField("步骤", max_length=24, choices=StepKind.choices)
    happened_on = models.DateField("日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    passed = models.BooleanField("通过", default=True)
    undone = models.BooleanField("已失效", default=False, editable=False)
    document = models.CharField("文号或材料", max_length=200, blank=True)
    note = models.TextField("说明", max_length=1000, blank=True)
    hours = models.PositiveSmallIntegerField("学时", null=True, blank=True)
    special = models.BooleanField("特殊情况", default=False)
    months = models.PositiveSmallIntegerField("延长月数", null=True, blank=True)
    leaving_on = models.DateField("预计离开日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="大会决议"
    )
    voting_due = models.PositiveSmallIntegerField("有表决权应到", null=True, blank=True)
    voting_present = models.PositiveSmallIntegerField("有表决权实到", null=True, blank=True)
    votes_for = models.PositiveSmallIntegerField("赞成", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("反对", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("弃权", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    withdrawal_reason = models.CharField("撤销原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发展党员步骤"
        ordering = ("happened_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("happened_on")), name="step_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(resolution__isnull=True) | Q(voting_due__isnull=True), name="step_votes_stand_once"
            ),
            models.CheckConstraint(
                condition=Q(voting_due__isnull=True)
                | Q(
                    voting_present__lte=F("voting_due"),
                    votes_for__isnull=False,
                    voting_due__gte=F("votes_for") + F("votes_against") + F("abstentions"),
                ),
                name="step_votes_fit",
            ),
            models.UniqueConstraint(
                fields=("candidate", "kind"),
                condition=Q(kind__in=ONCE, passed=True, undone=False, withdrawn_at__isnull=True),
                name="step_stands_once",
            ),
            models.UniqueConstraint(
                fields=("resolution",), condition=Q(withdrawn_at__isnull=True), name="resolution_of_one_step"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="step_withdrawn_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on or ''}".strip()

    @property
    def last_on(self) -> date:
        return self.ends_on or self.happened_on


class StepCorrection(ScopedModel):
    """What a step said before it was corrected, and after: values by field, as texts."""

    scope = Scope(ScopeClass.BRANCH, branch="step__candidate__branch", earlier="branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    step = models.ForeignKey(Step, models.PROTECT, related_name="corrections", verbose_name="步骤")
    before = models.JSONField("更正前")
    after = models.JSONField("更正后")
    reason = models.CharField("更正原因", max_length=200)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="更正人"
    )
    corrected_at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "发展党员步骤的更正"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.step} 更正"

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Label, what it was and what it is, of every field that was corrected."""
        names = {field.name: str(field.verbose_name) for field in Step._meta.fields}
        return [(names[name], self.before[name] or "—", self.after[name] or "—") for name in self.after]
