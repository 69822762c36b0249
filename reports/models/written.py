"""Written reports: a court's outline of them, the reports with their sections, what publication froze."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Court
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned
from reports.choices import ReportKind, ReportState, SectionCode

LONGEST_TEXT = 20_000
# The names of a court and of its branch, and the span.
LONGEST_TITLE = 250
PUBLISHED_MEANWHILE = "同一时段的报告刚刚由别人发布，请重新打开这份草稿，看过以后再发布。"


class ReportOutline(ScopedModel, Versioned):
    """Which sections a court's reports of one kind have, in their order. `sections`: [[code, heading], …]."""

    scope = Scope(ScopeClass.COURT, branch=None)

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    kind = models.CharField("报告种类", max_length=10, choices=ReportKind.choices)
    sections = models.JSONField("栏目", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "报告栏目"
        ordering = ("kind", "id")
        constraints = (
            models.UniqueConstraint(fields=("court", "kind"), name="outline_once_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="outline_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}栏目"


class Report(ScopedModel, Versioned):
    """A report of a court, or of a branch, on a span of days. Its figures are the data's until it is published; then
    `document` (reports/document.py) and `figures` (by name, selectors/written.py) stay as they are.

    `as_of` left empty follows the earlier of the span's end and today. `edition` counts the versions of one report;
    `arrangement` goes up where its sections' headings or order change, `version` where what stands around them does.
    """

    scope = Scope(
        ScopeClass.PUBLISHED,
        officers_only=True,
        held_back=~Q(state=ReportState.PUBLISHED),
        held_back_by_writer=True,
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    kind = models.CharField("种类", max_length=10, choices=ReportKind.choices)
    start = models.DateField("起始日期")
    end = models.DateField("截止日期")
    as_of = models.DateField("数据截至", null=True, blank=True)
    with_below = models.BooleanField("含下级法院", default=False)
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    signed = models.CharField("落款", max_length=LONGEST_TITLE, blank=True)
    state = models.CharField("状态", max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    edition = models.PositiveSmallIntegerField("版次", default=1)
    arrangement = models.PositiveIntegerField("栏目改过几次", default=1, editable=False)
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name="修订自"
    )
    created_at = models.DateTimeField("起草时间")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    published_on = models.DateField("发布日期", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )
    withdrawal_reason = models.CharField("撤回原因", max_length=200, blank=True)
    document = models.JSONField("发布时的全文", null=True, blank=True, editable=False)
    figures = models.JSONField("发布时的数据", default=dict, blank=True, editable=False)
    # Of the form that it was sent with: the same form sent twice makes one.
    submission_key = models.UUIDField("提交标识", null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "工作报告"
        ordering = ("-end", "-start", "-edition", "-id")
        indexes = (models.Index(fields=("court", "-end", "-id")),)
        constraints = (
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="report_ends_after_start"),
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="report_has_title"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, document__isnull=True)
                | Q(published_on__isnull=False, document__isnull=False, as_of__isnull=False),
                name="report_published_with_its_document",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReportState.DRAFT, ReportState.DISCARDED)) | Q(published_on__isnull=False),
                name="report_state_after_publication",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.WITHDRAWN) | ~Q(withdrawal_reason=""),
                name="report_withdrawn_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=("court", "kind", "start", "end", "with_below"),
                condition=Q(state=ReportState.PUBLISHED, branch__isnull=True),
                name="report_of_court_published_once",
                violation_error_message=PUBLISHED_MEANWHILE,
            ),
            models.UniqueConstraint(
                fields=("branch", "kind", "start", "end"),
                condition=Q(state=ReportState.PUBLISHED, branch__isnull=False),
                name="report_of_branch_published_once",
                violation_error_message=PUBLISHED_MEANWHILE,
            ),
            models.CheckConstraint(
                condition=Q(with_below=False) | Q(branch__isnull=True), name="report_of_branch_has_nothing_below"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def owner(self) -> Court | Branch:
        return self.branch or self.court

    @property
    def is_draft(self) -> bool:
        return self.state == ReportState.DRAFT


class ReportSection(ScopedModel, Versioned):
    """One section: its text with the marks of its figures (reports/texts/tokens.py), as a person left it. Two persons
    write two sections at once. `with_tables`: the tables and charts of its field are printed below it."""

    scope = Scope(
        ScopeClass.PUBLISHED,
        officers_only=True,
        held_back=~Q(report__state=ReportState.PUBLISHED),
        held_back_by_writer=True,
    )

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="党支部")
    report = models.ForeignKey(Report, models.CASCADE, related_name="sections", verbose_name="工作报告")
    code = models.CharField("栏目", max_length=20, choices=SectionCode.choices)
    heading = models.CharField("标题", max_length=60)
    text = models.TextField("正文", max_length=LONGEST_TEXT, blank=True)
    with_tables = models.BooleanField("附数据表", default=True)
    order = models.PositiveSmallIntegerField("顺序")
    # Taken out, while somebody may still be typing in it.
    is_dropped = models.BooleanField("已去掉", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "报告栏目"
        ordering = ("order", "id")
        constraints = (
            models.CheckConstraint(condition=Q(code__in=SectionCode.values), name="section_code_known"),
            models.CheckConstraint(condition=~Q(heading=""), name="section_has_heading"),
        )

    def __str__(self) -> str:
        return self.heading
