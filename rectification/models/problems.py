"""Problems (问题) with their measures (整改措施), and the dated steps that say how both stood on any day."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Court, ImportBatch, Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from campaigns.models import Campaign
from core.models import Versioned
from rectification.choices import OF_MEASURE, Nature, StepKind

LONGEST_TEXT = 1000


class Voidable(models.Model):
    """Something entered by mistake is voided with a reason, and counts on no day; nothing is deleted."""

    voided_at = models.DateTimeField("作废时间", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废原因", max_length=500, blank=True)

    class Meta:
        abstract = True


def voided_by_and_why(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(voided_at__isnull=True) | Q(voided_by__isnull=False) & ~Q(void_reason=""), name=name
    )


class Problem(ScopedModel, Versioned, Voidable):
    """`branch` leads; all that share the problem stand in `shares`. While `is_offered`, every branch of the court sees
    it and may claim it. A problem without a day of opening has been there from the beginning."""

    scope = Scope(
        ScopeClass.CLAIMED,
        earlier="shares__branch",
        offered_if=Q(is_offered=True),
        officers_only=True,
        shared_upwards=True,
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头支部")
    number = models.PositiveIntegerField("序号", editable=False)
    title = models.CharField("问题", max_length=500)
    detail = models.TextField("具体表现", max_length=5000, blank=True)
    source = models.CharField("问题来源", max_length=50)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主题教育"
    )
    leader = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任领导（党员）"
    )
    leader_name = models.CharField("责任领导", max_length=50, blank=True)
    opened_on = models.DateField("发现日期", null=True, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    is_offered = models.BooleanField("开放认领", default=False)
    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入批次"
    )
    import_row = models.PositiveIntegerField("导入行号", null=True, blank=True)
    # The form that registered it: the same one sent twice makes one problem.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("court", "number"), name="problem_number_once_a_court"),
            models.CheckConstraint(condition=~Q(title=""), name="problem_has_words"),
            models.CheckConstraint(condition=~Q(source=""), name="problem_has_source"),
            voided_by_and_why("problem_voided_by_and_why"),
        )
        indexes = (models.Index(fields=("court", "source")),)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def leader_words(self) -> str:
        """Who is responsible, as it was written; a member whose name nobody wrote, by the name of the roster."""
        return self.leader_name or (self.leader.name if self.leader else "")


class OfProblem(ScopedModel):
    """Rows of a problem: its branches read them, whichever of them acted; nobody else, though it is offered."""

    scope = Scope(
        ScopeClass.CLAIMED,
        branch="problem__branch",
        earlier="problem__shares__branch",
        officers_only=True,
        shared_upwards=True,
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")

    class Meta:
        abstract = True


# A ledger tells no days: its branches have had their problems from the beginning, and have claimed them.
CLAIMED = Q(claimed_on__isnull=False) | Q(starts_on__isnull=True)


def given_on(on: date, prefix: str = "") -> Q:
    """Shares that stood on `on`; `prefix` is a relation's path with its closing `__`."""
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": on})
    return begun & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on}))


class ProblemShare(OfProblem):
    """A branch that a problem is given to, from the day it was until the day it was taken off again. `claimed_on`: the
    branch has taken it up; without both days it has been claimed from the beginning. Who may claim sees who did."""

    scope = replace(OfProblem.scope, offered_if=Q(problem__is_offered=True))

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="shares", verbose_name="问题")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="责任支部")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    starts_on = models.DateField("指定日期", null=True, blank=True)
    claimed_on = models.DateField("认领日期", null=True, blank=True)
    ends_on = models.DateField("取消日期", null=True, blank=True, help_text="当天起不再负责。")

    class Meta:
        verbose_name = verbose_name_plural = "责任支部"
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("problem", "branch"), condition=Q(ends_on__isnull=True), name="problem_shared_once_a_branch"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="share_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch}：{self.problem}"

    def is_given_on(self, on: date) -> bool:
        """As `given_on` says it of many."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or self.ends_on > on)

    def is_claimed_on(self, on: date) -> bool:
        return self.claimed_on <= on if self.claimed_on else self.starts_on is None


class Measure(OfProblem, Versioned, Voidable):
    """What is done about a problem. `first_due_on` stays as it was; extensions are steps. Without a deadline it goes on
    for good (长期坚持) and is never late. Without a branch it is the committee's own. Who answers for it sees it."""

    scope = replace(OfProblem.scope, member="owner")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="measures", verbose_name="问题")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任支部")
    order = models.PositiveSmallIntegerField("顺序")
    text = models.CharField("整改措施", max_length=LONGEST_TEXT)
    nature = models.CharField("类型", max_length=10, choices=Nature.choices, blank=True)
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人（党员）"
    )
    owner_name = models.CharField("责任人", max_length=50, blank=True)
    opened_on = models.DateField("制定日期", null=True, blank=True)
    first_due_on = models.DateField("整改时限", null=True, blank=True)
    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入批次"
    )
    import_row = models.PositiveIntegerField("导入行号", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改措施"
        ordering = ("problem__number", "order")
        constraints = (
            models.UniqueConstraint(fields=("problem", "order"), name="measure_order_once_a_problem"),
            models.CheckConstraint(condition=~Q(text=""), name="measure_has_words"),
            models.CheckConstraint(condition=Q(nature__in=("", *Nature.values)), name="measure_nature_known"),
            voided_by_and_why("measure_voided_by_and_why"),
        )
        indexes = (models.Index(fields=("branch", "first_due_on")), models.Index(fields=("court", "first_due_on")))

    def __str__(self) -> str:
        return self.text

    @property
    def owner_words(self) -> str:
        """Who answers for it: a member by the name of the roster, anybody else as it was written."""
        return self.owner.name if self.owner else self.owner_name


class RectificationStep(OfProblem):
    """One step, never changed: `on` is the day it happened, `recorded_at` when it was written down. `order` counts the
    steps of a problem: of two who act at once the second is refused. `branch` is the one that acted, empty for the
    committee."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="steps", verbose_name="问题")
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="steps", verbose_name="整改措施"
    )
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    order = models.PositiveIntegerField("顺序")
    kind = models.CharField("步骤", max_length=20, choices=StepKind.choices)
    on = models.DateField("日期")
    until = models.DateField("延期至", null=True, blank=True)
    text = models.TextField("说明", max_length=5000, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    import_batch = models.ForeignKey(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入批次"
    )
    # Of the form that it was sent with: the same form sent twice makes one step.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "整改步骤"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=("problem", "order"), name="rectification_step_order_once"),
            models.UniqueConstraint(fields=("measure", "submission_key"), name="rectification_step_once_a_submission"),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="rectification_step_known"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_MEASURE, measure__isnull=False)
                | ~Q(kind__in=OF_MEASURE) & Q(measure__isnull=True),
                name="rectification_step_of_measure_or_problem",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=(StepKind.EXTENSION_ASKED, StepKind.EXTENSION_APPROVED)) | Q(until__isnull=False),
                name="extension_has_a_day",
            ),
        )
        # What stood on a day is the last step of some kinds on or before it.
        indexes = (
            models.Index(fields=("measure", "kind", "on")),
            models.Index(fields=("problem", "kind", "on")),
            # Few steps set a deadline.
            models.Index(fields=("court", "until"), name="rectification_step_until", condition=Q(until__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
