"""An election from the request to the new committee, and the dated steps that it took."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from activities.models import Activity
from branches.models import Branch, CommitteeTerm, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from elections.choices import LEADS_TO, Method, Stage, StepKind

# Who is proposed, what members said of them and how they were voted on is not a group's business: its leader sees that
# an election is going on and when, like everybody of the branch.
OF_OFFICERS = Scope(ScopeClass.BRANCH, officers_only=True)


class OfElection(ScopedModel):
    """Rows of an election carry its two owners."""

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    election = models.ForeignKey("elections.TermElection", models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class TermElection(ScopedModel):
    """The election that ends `term` (none: the branch's first) and brings `new_term`. Where it stands, its steps say.

    The figures are those of the last request and of the last assembly. Courts above read it once it is reported.
    """

    scope = Scope(ScopeClass.BRANCH, shared_upwards=True, shared_if=Q(reported_on__isnull=False))

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="elections", verbose_name="党支部")
    term = models.ForeignKey(
        CommitteeTerm, models.PROTECT, null=True, blank=True, related_name="elections_after", verbose_name="换届的届次"
    )
    new_term = models.OneToOneField(
        CommitteeTerm, models.PROTECT, null=True, blank=True, related_name="election", verbose_name="新一届"
    )
    due_on = models.DateField("应于何日前换届", null=True, blank=True, help_text="本届届满或经批准延期至的日期。")

    planned_on = models.DateField("拟选举日期", null=True, blank=True)
    seats = models.PositiveSmallIntegerField("应选名额", null=True, blank=True)
    with_committee = models.BooleanField(
        "设支部委员会", null=True, blank=True, help_text="报请时按正式党员人数确定，批复以后不随人数变化。"
    )
    method = models.CharField("选举办法", max_length=10, choices=Method.choices, default=Method.SURPLUS)

    held_on = models.DateField("大会日期", null=True, blank=True)
    place = models.CharField("大会地点", max_length=100, blank=True)
    scrutineers = models.CharField("监票人", max_length=100, blank=True)
    tellers = models.CharField("计票人", max_length=100, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="大会记录"
    )
    excluded = models.JSONField(
        "不计入应到的党员", default=list, blank=True, help_text="经决定不计入选举应到人数的党员编号。"
    )
    absent = models.JSONField(
        "缺席党员", default=list, blank=True, help_text="没有大会记录时在这里登记的缺席党员编号。"
    )
    roster_due = models.PositiveIntegerField("应到党员", null=True, blank=True)
    voting_due = models.PositiveIntegerField("有选举权应到", null=True, blank=True)
    voting_present = models.PositiveIntegerField("有选举权实到", null=True, blank=True)

    reported_on = models.DateField("结果报告日期", null=True, blank=True)
    record_number = models.CharField("批准备案文号", max_length=100, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "换届选举"
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("branch",), condition=Q(closed_on__isnull=True), name="one_open_election_a_branch"
            ),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="election_method_known"),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gt=0), name="election_has_seats"),
            models.CheckConstraint(
                condition=Q(voting_present__isnull=True) | Q(voting_present__lte=F("voting_due")),
                name="election_present_at_most_due",
            ),
            models.CheckConstraint(
                condition=Q(voting_due__isnull=True) | Q(voting_due__lte=F("roster_due")),
                name="election_voting_at_most_roster",
            ),
            models.CheckConstraint(
                condition=Q(new_term__isnull=True) | Q(closed_on__isnull=False), name="new_term_closes_its_election"
            ),
        )

    def __str__(self) -> str:
        return f"{self.branch}换届"

    @property
    def approval_words(self) -> str:
        """What the committee does with the result: a branch without a committee has none to put on record."""
        return "批准书记，支部委员会备案" if self.with_committee else "批准书记"


class ElectionStep(OfElection):
    """One step, never changed: the fact's own date, who recorded it and when, and the `stage` it led to."""

    scope = OF_OFFICERS

    order = models.PositiveSmallIntegerField("顺序")
    kind = models.CharField("步骤", max_length=25, choices=StepKind.choices)
    stage = models.CharField("此后状态", max_length=20, choices=Stage.choices)
    on = models.DateField("日期")
    until = models.DateField("延期至", null=True, blank=True)
    number = models.CharField("文号", max_length=100, blank=True)
    summary = models.CharField("摘要", max_length=500, blank=True)
    text = models.TextField("事由", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "换届步骤"
        ordering = ("order",)
        constraints = (
            # Of two who take the same step at once, one is refused.
            models.UniqueConstraint(fields=("election", "order"), name="election_step_order_once"),
            models.CheckConstraint(
                condition=reduce(or_, (Q(kind=kind, stage__in=stages) for kind, stages in LEADS_TO.items())),
                name="election_step_leads_where_it_may",
            ),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
