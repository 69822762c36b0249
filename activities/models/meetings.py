"""Meetings and activities that took place, with who was there and what was resolved."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from activities.choices import (
    ABOUT_A_PERSON,
    DROPPED_STATES,
    HELD_STATES,
    QUORUM_OF,
    AbsenceReason,
    ActivityState,
    HeldAs,
    Origin,
    Quorum,
    ResolutionNature,
)
from activities.models.kinds import ActivityKind
from activities.models.locks import days_counted
from activities.models.search import SearchTextField
from activities.models.topics import ActivityTopic, Topic
from branches.models import Branch, Court, Member, PartyGroup
from branches.models.imports import Imported
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned


class Activity(ScopedModel, Imported, Versioned):
    """One meeting or activity of one branch (or group of it); without a branch, of the court itself.

    A joint meeting is one row a branch, each with its own roster; they share `joint_key` and count once for the court.
    `due_count`/`present_count` come from the roster of the day, `voting_*` from those of them who may vote (committee
    members at a committee meeting): the quorum's base. `ledger_*` is what an imported ledger said.
    """

    scope = Scope(ScopeClass.BRANCH, group="group", shared_upwards=True, shared_if=Q(state__in=HELD_STATES))

    court = models.ForeignKey(Court, models.PROTECT, related_name="activities", verbose_name="法院")
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="党支部"
    )
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="党小组"
    )
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="activities", verbose_name="类型")
    also_kinds = models.ManyToManyField(
        ActivityKind, through="Fulfilment", related_name="also_activities", verbose_name="同时完成"
    )
    held_as = models.CharField("召开形式", max_length=10, choices=HeldAs.choices, blank=True)
    joint_key = models.UUIDField("联合召开编号", null=True, blank=True, editable=False)
    joint_with = models.CharField("联合召开的党支部", max_length=500, blank=True, editable=False)

    topics = models.ManyToManyField(Topic, through=ActivityTopic, related_name="activities", verbose_name="专题")

    held_on = models.DateField("日期")
    ends_on = models.DateField("最后一天", null=True, blank=True, help_text="只在连续几天时有值。")
    period = models.PositiveIntegerField("月份序号", editable=False, help_text="年×12+月-1，供汇总用。")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主持人")
    chair_name = models.CharField("主持人姓名", max_length=50, blank=True)
    recorder = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录人")
    recorder_name = models.CharField("记录人姓名", max_length=50, blank=True)
    topic = models.TextField("议题", help_text="每行一个议题。")
    content = models.TextField("会议记录", blank=True)
    for_year = models.PositiveSmallIntegerField("所属年度", null=True, blank=True)
    study_hours = models.DecimalField("学时", max_digits=4, decimal_places=1, null=True, blank=True)

    details = models.JSONField("按类型填写", default=dict, blank=True)

    due_count = models.PositiveIntegerField("应到", null=True, blank=True)
    present_count = models.PositiveIntegerField("实到", null=True, blank=True)
    voting_due = models.PositiveIntegerField("有表决权应到", null=True, blank=True)
    voting_present = models.PositiveIntegerField("有表决权实到", null=True, blank=True)
    ledger_due = models.PositiveIntegerField("台账应到", null=True, blank=True)
    ledger_present = models.PositiveIntegerField("台账实到", null=True, blank=True)
    guest_count = models.PositiveIntegerField("党员以外参加人数", default=0, help_text="不计入应到、实到。")
    has_quorum = models.BooleanField("达到法定人数", null=True, blank=True, help_text="空着表示不要求，或无法判断。")

    state = models.CharField("状态", max_length=10, choices=ActivityState.choices, default=ActivityState.SUBMITTED)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices, default=Origin.ENTERED)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    resubmitted_at = models.DateTimeField("再次提交时间", null=True, blank=True, help_text="退回后最近一次提交。")
    late_days = models.PositiveIntegerField("补录天数", null=True, blank=True, help_text="只在补录时有值。")
    submission_key = models.UUIDField("提交编号", null=True, unique=True, editable=False)
    search_text = SearchTextField("查找用文本")
    row_digest = models.CharField("行指纹", max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "组织生活"
        ordering = ("-held_on", "-id")
        indexes = (
            models.Index(fields=("court", "-held_on", "-id"), name="activity_court_date"),
            models.Index(fields=("court", "kind", "-held_on", "-id"), name="activity_court_kind_date"),
            models.Index(fields=("branch", "held_on"), name="activity_branch_date"),
            models.Index(fields=("joint_key",), name="activity_joint", condition=Q(joint_key__isnull=False)),
            # What the engine reads of all that a court held in a span (engine/records.py), without a look at the rows.
            models.Index(
                fields=("court", "held_on"),
                name="activity_held",
                condition=Q(state__in=HELD_STATES),
                include=(
                    *("id", "branch", "group", "kind", "has_quorum", "period", "for_year", "joint_key", "held_as"),
                    *("ledger_present", "present_count", "ledger_due", "due_count"),
                ),
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ActivityState.values), name="activity_state_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="activity_origin_known"),
            models.CheckConstraint(
                condition=Q(present_count__isnull=True)
                | Q(due_count__isnull=True)
                | Q(present_count__lte=F("due_count")),
                name="activity_present_at_most_due",
            ),
            models.CheckConstraint(
                condition=Q(ledger_present__isnull=True)
                | Q(ledger_due__isnull=True)
                | Q(ledger_present__lte=F("ledger_due")),
                name="activity_ledger_present_at_most_due",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("held_on")), name="activity_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(group__isnull=True) | Q(branch__isnull=False), name="group_with_its_branch"
            ),
            models.UniqueConstraint(
                fields=("joint_key", "branch"),
                condition=~Q(state__in=DROPPED_STATES),
                name="joint_meeting_once_a_branch",
            ),
            models.CheckConstraint(condition=Q(held_as__in=["", *HeldAs.values]), name="activity_form_known"),
            models.CheckConstraint(
                condition=~Q(held_as=HeldAs.GROUP) | Q(group__isnull=False), name="held_by_a_group_that_is_named"
            ),
        )

    def __str__(self) -> str:
        kind = self.kind if self.kind_id else "组织生活"  # one that was refused may lack its kind and date
        return f"{self.held_on or ''} {kind}".strip()

    @property
    def kind_as_held(self) -> ActivityKind:
        """The kind with the roster and quorum of the form in which this meeting was held."""
        return self.kind.held_in(self.held_as)

    @property
    def kind_ids(self) -> set[int]:
        """The main kind and those met by the way."""
        return {self.kind_id, *self.also_kinds.values_list("pk", flat=True)}

    @property
    def days_counted(self) -> list[date]:
        """The days in whose quarters it counts."""
        return days_counted(self.held_on, self.for_year, [self.kind, *self.also_kinds.all()])

    @property
    def last_day(self) -> date:
        return self.ends_on or self.held_on

    @property
    def expected_person_times(self) -> int:
        """The ledger's own figure for an imported record, else the roster's."""
        return self.ledger_due if self.ledger_due is not None else self.due_count or 0

    @property
    def person_times(self) -> int:
        return self.ledger_present if self.ledger_present is not None else self.present_count or 0


# The latter in the database.
PERSON_TIMES = Coalesce("ledger_present", "present_count", 0)

FORMS_WITH_QUORUM = frozenset(form for form, quorum in QUORUM_OF.items() if quorum != Quorum.NONE)


def held_on_days(first: date, last: date) -> Q:
    """What took place in `first`..`last` and counts as held: no drafts, no sent-back or withdrawn records."""
    return Q(held_on__range=(first, last), state__in=HELD_STATES)


class Fulfilment(ScopedModel):
    """A further obligation that an activity met besides its main kind's (a lecture on the theme day)."""

    scope = Scope(
        ScopeClass.BRANCH,
        court="activity__court",
        branch="activity__branch",
        group="activity__group",
        shared_upwards=True,
        shared_if=Q(activity__state__in=HELD_STATES),
    )

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="fulfilments")
    kind = models.ForeignKey(ActivityKind, models.PROTECT, related_name="+", verbose_name="类型")

    class Meta:
        verbose_name = verbose_name_plural = "同时完成"
        constraints = (models.UniqueConstraint(fields=("activity", "kind"), name="fulfilment_once"),)

    def __str__(self) -> str:
        return f"{self.activity} {self.kind}"


class Attendance(ScopedModel):
    """One person of an activity's roster. `votes`: counted in the quorum's base; `sits_in`: 列席, counted apart."""

    scope = Scope(ScopeClass.OWN, member="member_id", group="activity__group")

    pk = models.CompositePrimaryKey("activity_id", "member_id")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances", verbose_name="党员")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    present = models.BooleanField("出席")
    votes = models.BooleanField("有表决权", default=False)
    sits_in = models.BooleanField("列席", default=False)
    reason = models.CharField("缺席原因", max_length=10, choices=AbsenceReason.choices, blank=True)
    reason_text = models.CharField("原因说明", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出席情况"
        constraints = (
            models.CheckConstraint(condition=Q(present=False) | Q(reason=""), name="present_without_reason"),
        )

    def __str__(self) -> str:
        return f"{self.member} {'出席' if self.present else '缺席'}"


class Resolution(ScopedModel):
    """A resolution with its votes; it passed when more than half of the voting members due were for it.

    On admitting or confirming a person one resolution is about one person (`person_name`, `person` where on the
    roster), and written opinions that came before the meeting count as votes.
    """

    scope = Scope(
        ScopeClass.BRANCH,
        court="activity__court",
        branch="activity__branch",
        group="activity__group",
        shared_upwards=True,
        shared_if=Q(activity__state__in=HELD_STATES),
    )

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="resolutions")
    order = models.PositiveSmallIntegerField("顺序", default=1)
    nature = models.CharField(
        "性质", max_length=20, choices=ResolutionNature.choices, default=ResolutionNature.ORDINARY
    )
    person = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党员")
    person_name = models.CharField("姓名", max_length=50, blank=True)
    text = models.CharField("决议事项", max_length=500)
    is_secret = models.BooleanField("无记名投票", default=False)
    open_reason = models.CharField("举手表决的原因", max_length=100, blank=True, help_text="对人的表决应当无记名。")
    votes_for = models.PositiveIntegerField("赞成")
    votes_against = models.PositiveIntegerField("反对", default=0)
    abstentions = models.PositiveIntegerField("弃权", default=0)
    opinions_for = models.PositiveIntegerField("书面赞成", default=0)
    opinions_against = models.PositiveIntegerField("书面不赞成", default=0)
    passed = models.BooleanField("通过")

    class Meta:
        verbose_name = verbose_name_plural = "决议"
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(condition=Q(nature__in=ResolutionNature.values), name="resolution_nature_known"),
            models.CheckConstraint(
                condition=~Q(nature__in=ABOUT_A_PERSON) | ~Q(person_name=""), name="resolution_names_its_person"
            ),
            models.CheckConstraint(
                condition=Q(nature__in=ABOUT_A_PERSON) | Q(opinions_for=0, opinions_against=0),
                name="written_opinions_on_a_person",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def is_about_person(self) -> bool:
        return self.nature in ABOUT_A_PERSON

    @property
    def all_for(self) -> int:
        """Votes for it, with the written opinions."""
        return self.votes_for + self.opinions_for
