"""What happened to a record after its submission: the steps from state to state, and corrections beside it."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from activities.choices import STEPS_WITH_REASON, CorrectionState, Step
from activities.models.meetings import Activity
from branches.scoping import Scope, ScopeClass, ScopedModel

# Of the record's own court and branch alone: what stood in a record before is nobody else's business.
SCOPE = Scope(ScopeClass.BRANCH, court="activity__court", branch="activity__branch", group="activity__group")
LONGEST_REASON = 500


class ActivityStep(ScopedModel):
    """One step of the table TRANSITIONS. A resubmission keeps what the record said `before` and `after` it (selectors/
    snapshots.py); its `submission_key` makes the same form, sent twice, one step."""

    scope = SCOPE

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="steps", verbose_name="记录")
    step = models.CharField("步骤", max_length=10, choices=Step.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")
    reason = models.CharField("原因", max_length=LONGEST_REASON, blank=True)
    before = models.JSONField("原内容", null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("新内容", null=True, blank=True, encoder=DjangoJSONEncoder)
    submission_key = models.UUIDField("提交编号", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(step__in=Step.values), name="step_known"),
            models.CheckConstraint(
                condition=~Q(step__in=STEPS_WITH_REASON) | ~Q(reason=""), name="step_reason_where_asked"
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} {self.get_step_display()}"


class Correction(ScopedModel):
    """更正: dated, beside the record. `before` and `after` are what the record says without and with it; the record
    carries the present values once it is applied, the first correction's `before` is the original."""

    scope = SCOPE

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="corrections", verbose_name="记录")
    before = models.JSONField("原内容", encoder=DjangoJSONEncoder)
    after = models.JSONField("更正后内容", encoder=DjangoJSONEncoder)
    reason = models.CharField("更正原因", max_length=LONGEST_REASON)
    state = models.CharField("状态", max_length=10, choices=CorrectionState.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="更正人")
    asked_at = models.DateTimeField("更正时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=LONGEST_REASON, blank=True)
    submission_key = models.UUIDField("提交编号", unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ("asked_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CorrectionState.values), name="correction_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="correction_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | (Q(decided_by__isnull=False) & ~Q(decision="")),
                name="correction_refused_with_words",
            ),
            models.UniqueConstraint(
                fields=("activity",), condition=Q(state=CorrectionState.ASKED), name="one_correction_asked_a_record"
            ),
        )

    def __str__(self) -> str:
        return f"{self.activity} 更正"


def written_by(user: Any) -> Q:
    """Of records: those that the user drafted, submitted, sent in again or corrected. Nobody decides on their own."""
    return (
        Q(submitted_by=user)
        | Q(drafted_by=user)
        | Q(steps__step=Step.RESUBMIT, steps__by=user)
        | Q(corrections__asked_by=user, corrections__state__in=(CorrectionState.ASKED, CorrectionState.APPLIED))
    )


def has_written(user: Any, activity: Activity) -> bool:
    """Whether the record is one of those `written_by` the user."""
    return Activity.objects.within(activity.court).filter(written_by(user), pk=activity.pk).exists()
