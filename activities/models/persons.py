"""What organisational life leaves with one person: a grade of an appraisal, learning elsewhere, a talk's notes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from activities.choices import LOW_GRADES, Grade, LearningSource
from activities.models.meetings import Activity
from branches.models import Branch, Court, Member
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.models import Versioned


class AppraisalGrade(ScopedModel):
    """One member's grade (民主评议党员); only those who were graded have one. Counts are computed, never typed."""

    scope = Scope(ScopeClass.OWN, member="member_id", group="activity__group")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="grades")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="党员")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    grade = models.CharField("等次", max_length=12, choices=Grade.choices)
    follow_up = models.CharField("后续措施", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评议等次"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("activity", "member"), name="grade_once_a_member"),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="grade_known"),
            models.CheckConstraint(condition=~Q(grade__in=LOW_GRADES) | ~Q(follow_up=""), name="low_grade_followed_up"),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.get_grade_display()}"


class TalkNote(ScopedModel):
    """What two people said (谈心谈话), if it was written down: for the branch and its own court alone, in no export."""

    scope = Scope(ScopeClass.BRANCH, group="activity__group")

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="talk_note")
    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, related_name="+")
    text = models.TextField("谈话要点")

    class Meta:
        verbose_name = verbose_name_plural = "谈话要点"

    def __str__(self) -> str:
        return f"{self.activity} 谈话要点"


class StudyRecord(ScopedModel, Versioned):
    """Learning outside the branch's own activities (网络学习, 上级培训 …); it counts in the year of its first day."""

    scope = Scope(ScopeClass.OWN, member="member_id")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    member = models.ForeignKey(Member, models.PROTECT, related_name="study_records", verbose_name="党员")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期")
    hours = models.DecimalField("学时", max_digits=5, decimal_places=1)
    title = models.CharField("学习内容", max_length=100)
    organizer = models.CharField("主办单位", max_length=100, blank=True)
    source = models.CharField("来源", max_length=12, choices=LearningSource.choices)
    is_training = models.BooleanField("集中培训", default=False, help_text="书记、委员每年应参加的培训。")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "学习登记"
        ordering = ("-starts_on", "-id")
        indexes = (models.Index(fields=("court", "starts_on"), name="study_record_court_date"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="study_record_ends_after_start"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="study_record_has_hours"),
            models.CheckConstraint(condition=Q(source__in=LearningSource.values), name="study_record_source_known"),
            models.UniqueConstraint(
                fields=("member", "starts_on", "title"),
                name="study_record_once",
                violation_error_message="这次学习已经登记过。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.title}"
