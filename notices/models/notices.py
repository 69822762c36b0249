"""Work notices (工作提示单): their series, their items, what each branch said to them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from activities.models import ActivityKind
from branches.models import Branch, CommitteeTerm, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from campaigns.models import Campaign
from core.models import Versioned
from development.models import Candidate
from notices.choices import NOTICE_TAGS, ItemSource, NoticeState, SeriesKind

LONGEST_TEXT = 5000
LONGEST_ITEM = 300
MOST_ITEMS = 60  # of a notice


class Series(ScopedModel):
    """What numbers a court's notices: the monthly one of a year, a campaign's own, any other. `last_number` is the last
    that was given; it grows by one when a notice is issued, under a lock, so that there are no gaps."""

    scope = Scope(ScopeClass.PUBLISHED, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    kind = models.CharField("类别", max_length=10, choices=SeriesKind.choices)
    name = models.CharField("名称", max_length=60)
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="主题教育"
    )
    last_number = models.PositiveIntegerField("已发期数", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "系列"
        ordering = ("-year", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "name"), name="series_name_once_a_court"),
            models.UniqueConstraint(
                fields=("court", "year"), condition=Q(kind=SeriesKind.MONTHLY), name="monthly_series_once_a_year"
            ),
            models.UniqueConstraint(
                fields=("court", "campaign"), condition=Q(kind=SeriesKind.CAMPAIGN), name="series_once_a_campaign"
            ),
            models.CheckConstraint(condition=Q(kind__in=SeriesKind.values), name="series_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="series_has_name"),
            models.CheckConstraint(
                condition=~Q(kind=SeriesKind.MONTHLY) | Q(year__isnull=False), name="monthly_series_has_year"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SeriesKind.CAMPAIGN) | Q(campaign__isnull=False), name="campaign_series_has_campaign"
            ),
        )

    def __str__(self) -> str:
        return self.name


_ISSUED = Q(number__isnull=False, issued_on__isnull=False, issued_at__isnull=False, issued_by__isnull=False)
_NOT_ISSUED = Q(number__isnull=True, issued_on__isnull=True, issued_at__isnull=True, issued_by__isnull=True)


class Notice(ScopedModel, Versioned):
    """One notice. Its branches (`addressees`; none chosen: all of the court) read it once it is issued, by the receipts
    that are made then. `month` is the first day of the month it is about, of a scheduled one always."""

    scope = Scope(ScopeClass.COURT, branch=None, earlier="receipts__branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    series = models.ForeignKey(Series, models.PROTECT, related_name="notices", verbose_name="系列")
    number = models.PositiveIntegerField("期号", null=True, blank=True, editable=False)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("正文", max_length=LONGEST_TEXT, blank=True)
    month = models.DateField("月份", null=True, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    addressees = models.ManyToManyField(Branch, related_name="+", blank=True, verbose_name="发给")
    is_scheduled = models.BooleanField("由系统起草", default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    discarded_on = models.DateField("放弃日期", null=True, blank=True)
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="作废人"
    )
    void_reason = models.CharField("作废原因", max_length=500, blank=True)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作提示单"
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("series", "number"), name="notice_number_once_a_series"),
            models.UniqueConstraint(
                fields=("court", "month"), condition=Q(is_scheduled=True), name="one_scheduled_notice_a_month"
            ),
            models.CheckConstraint(condition=_ISSUED | _NOT_ISSUED, name="notice_issued_whole"),
            models.CheckConstraint(condition=~Q(title=""), name="notice_has_title"),
            models.CheckConstraint(
                condition=Q(is_scheduled=False) | Q(month__isnull=False), name="scheduled_notice_has_month"
            ),
            models.CheckConstraint(
                condition=Q(discarded_on__isnull=True) | Q(number__isnull=True), name="issued_notice_is_not_discarded"
            ),
            models.CheckConstraint(
                condition=Q(voided_on__isnull=True, voided_by__isnull=True)
                | Q(voided_on__isnull=False, voided_by__isnull=False, number__isnull=False) & ~Q(void_reason=""),
                name="notice_voided_by_and_why",
            ),
        )
        indexes = (models.Index(fields=("court", "month")), models.Index(fields=("court", "issued_on")))

    def __str__(self) -> str:
        return f"{self.heading} {self.title}" if self.number else self.title

    @property
    def heading(self) -> str:
        """`2024年工作提示第3期`; of a draft the series alone."""
        return f"{self.series}第{self.number}期" if self.number else str(self.series)

    @property
    def state(self) -> NoticeState:
        if self.voided_on is not None:
            return NoticeState.VOIDED
        if self.number is not None:
            return NoticeState.ISSUED
        return NoticeState.DISCARDED if self.discarded_on is not None else NoticeState.DRAFT

    @property
    def tag(self) -> str:
        return NOTICE_TAGS[self.state]


class NoticeItem(ScopedModel):
    """One quantified item. `branch`: it concerns that branch alone, and nobody else reads it; none: whoever the data or
    the addresses say. `target` with its `unit` is how much is asked for (1 次, 2 篇).

    The span `starts_on`..`ends_on` is what the data is asked about; `is_left`: left from before, so that the branch may
    also explain. What answers it is decided in selectors/answers.py.
    """

    scope = Scope(ScopeClass.COURT, branch="branch", earlier="notice__receipts__branch", whole_or_own=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="items", verbose_name="工作提示单")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="涉及支部")
    order = models.PositiveSmallIntegerField("顺序")
    text = models.CharField("事项", max_length=LONGEST_ITEM)
    source = models.CharField("完成依据", max_length=10, choices=ItemSource.choices, default=ItemSource.REPLY)
    kind = models.ForeignKey(
        ActivityKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="活动类型"
    )
    starts_on = models.DateField("起始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    target = models.PositiveSmallIntegerField("目标数", default=1)
    unit = models.CharField("单位", max_length=10, default="次")
    is_left = models.BooleanField("上期遗留", default=False)
    term = models.ForeignKey(
        CommitteeTerm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="届次"
    )
    candidate = models.ForeignKey(
        Candidate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发展党员档案"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提示事项"
        ordering = ("notice_id", "order")
        constraints = (
            models.UniqueConstraint(fields=("notice", "order"), name="item_order_once_a_notice"),
            models.CheckConstraint(condition=Q(source__in=ItemSource.values), name="item_source_known"),
            models.CheckConstraint(condition=~Q(text=""), name="item_has_words"),
            models.CheckConstraint(condition=Q(target__gte=1), name="item_asks_for_something"),
            models.CheckConstraint(
                condition=~Q(source__in=(ItemSource.OWED, ItemSource.HELD))
                | Q(kind__isnull=False, starts_on__isnull=False, ends_on__isnull=False),
                name="item_of_a_kind_has_span",
            ),
            models.CheckConstraint(
                condition=~Q(source=ItemSource.MEASURES) | Q(ends_on__isnull=False), name="item_of_measures_has_end"
            ),
            models.CheckConstraint(
                condition=~Q(source=ItemSource.ELECTION) | Q(term__isnull=False, branch__isnull=False),
                name="item_of_election_has_term",
            ),
            models.CheckConstraint(
                condition=~Q(source=ItemSource.PROBATION) | Q(candidate__isnull=False, branch__isnull=False),
                name="item_of_probation_has_file",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def takes_reply(self) -> bool:
        """Whether the branch may answer it: data answers the rest by itself."""
        return self.source == ItemSource.REPLY or self.is_left


class NoticeReceipt(ScopedModel):
    """A notice that was sent to a branch, and when the branch acknowledged it."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipts", verbose_name="工作提示单")
    acknowledged_on = models.DateField("签收日期", null=True, blank=True)
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签收人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "签收"
        ordering = ("notice_id", "branch__order", "branch_id")
        constraints = (
            models.UniqueConstraint(fields=("notice", "branch"), name="receipt_once_a_branch"),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True, acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_on__isnull=False, acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="receipt_acknowledged_whole",
            ),
        )
        indexes = (models.Index(fields=("branch", "acknowledged_on")),)

    def __str__(self) -> str:
        return f"{self.branch}：{self.notice}"

    def is_acknowledged_on(self, on: date) -> bool:
        return self.acknowledged_on is not None and self.acknowledged_on <= on


class ItemReply(ScopedModel):
    """What a branch answered to an item, one row each time; the last of a day holds. `count`: how much of the target;
    none where it only explains."""

    scope = Scope(ScopeClass.BRANCH, officers_only=True)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    item = models.ForeignKey(NoticeItem, models.CASCADE, related_name="replies", verbose_name="事项")
    on = models.DateField("日期")
    text = models.CharField("完成情况", max_length=1000, blank=True)
    count = models.PositiveSmallIntegerField("完成数", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人")
    recorded_at = models.DateTimeField("填报时间", auto_now_add=True)
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "事项答复"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(count__isnull=False) | ~Q(text=""), name="reply_says_something"),
        )
        indexes = (models.Index(fields=("item", "branch")),)

    def __str__(self) -> str:
        return f"{self.branch}：{self.item}"
