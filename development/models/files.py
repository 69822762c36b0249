"""A person's development file (发展对象档案), and the members who stand by that person."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches.choices import Sex
from branches.models import Branch, Court, Member
from branches.models.members import ENDS_AFTER_START
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.fields import EncryptedTextField, masked
from core.models import Versioned
from development.choices import FileState, SponsorRole, Stage


class Candidate(ScopedModel, Versioned):
    """One way to membership, from the application to the confirmation. `member` is set from admission on.

    `branch` is the one that works on the file; steps and sponsors keep the branch of their day, which reads on.
    `stage` and `state` follow from the steps (development/path.py); they stand here for lists. The identity number is
    stored encrypted, the fingerprint finds a person by it.
    """

    scope = Scope(ScopeClass.BRANCH, earlier="steps__branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="candidates", verbose_name="党支部")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="candidacies", verbose_name="党员"
    )
    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField("拼音", max_length=200, blank=True, editable=False)
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    education = models.CharField("学历", max_length=30, blank=True)
    department = models.CharField("部门及职务", max_length=100, blank=True)
    identity_number = EncryptedTextField("身份证号", blank=True)
    identity_fingerprint = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001  # "" is not unique
    stage = models.CharField("阶段", max_length=12, choices=Stage.choices, default=Stage.APPLICANT)
    state = models.CharField("状态", max_length=12, choices=FileState.choices, default=FileState.OPEN)
    began_on = models.DateField("申请日期", help_text="递交入党申请书的日期；接续的档案为预备期起算日期。")

    class Meta:
        verbose_name = verbose_name_plural = "发展党员档案"
        ordering = ("-began_on", "-id")
        indexes = (models.Index(fields=("court", "state", "stage"), name="candidate_pipeline"),)
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="candidate_stage_known"),
            models.CheckConstraint(condition=Q(state__in=FileState.values), name="candidate_state_known"),
            models.CheckConstraint(
                condition=~Q(stage__in=(Stage.PROBATIONARY, Stage.FORMAL)) | Q(member__isnull=False),
                name="candidate_admitted_is_a_member",
            ),
            models.UniqueConstraint(
                fields=("court", "identity_fingerprint"),
                condition=Q(state=FileState.OPEN),
                name="candidate_identity_once_a_court",
            ),
            models.UniqueConstraint(
                fields=("member",), condition=Q(state=FileState.OPEN), name="one_open_candidacy_a_member"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def masked_identity_number(self) -> str:
        return masked(self.identity_number, head=4, tail=2)


class Sponsor(ScopedModel):
    """A formal member who stands by a candidate, from a day to a day: 培养联系人 or 入党介绍人."""

    scope = Scope(ScopeClass.BRANCH, branch="candidate__branch", earlier="branch")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="sponsors", verbose_name="档案")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="党员")
    role = models.CharField("身份", max_length=10, choices=SponsorRole.choices)
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "联系人和介绍人"
        ordering = ("starts_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=SponsorRole.values), name="sponsor_role_known"),
            models.CheckConstraint(condition=ENDS_AFTER_START, name="sponsor_ends_after_start"),
            models.UniqueConstraint(
                fields=("candidate", "member", "role"), condition=Q(ends_on__isnull=True), name="sponsor_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.get_role_display()}"
