"""Members, and the dated facts about them."""

from datetime import date

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from branches.choices import MembershipEnd, MemberStatus, Sex
from branches.models.courts import Branch, Court, PartyGroup
from branches.models.imports import Imported
from branches.scoping import Scope, ScopeClass, ScopedModel
from core.fields import EncryptedTextField, masked
from core.models import Versioned

ENDS_AFTER_START = Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))


class Member(ScopedModel, Versioned, Imported):
    """A party member of a court. `branch` is the present one (the last one, once the member has left).

    Phone and identity number are stored encrypted; the fingerprint finds a person by identity number.
    """

    scope = Scope(ScopeClass.OWN, member="pk")

    court = models.ForeignKey(Court, models.PROTECT, related_name="members", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="members", verbose_name="党支部")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="member", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField("拼音", max_length=200, blank=True, editable=False, help_text="全拼与首字母，用于查找。")
    sex = models.CharField("性别", max_length=6, choices=Sex.choices, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    education = models.CharField("学历", max_length=30, blank=True)
    department = models.CharField("部门及职务", max_length=100, blank=True)
    status = models.CharField("党员类别", max_length=12, choices=MemberStatus.choices, default=MemberStatus.FORMAL)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    confirmed_on = models.DateField("转正日期", null=True, blank=True)
    # Kept by the services (branches/probation.py), for lists and warnings; empty for formal members.
    probation_extended = models.PositiveSmallIntegerField("预备期延长（月）", default=0, editable=False)
    probation_ends_on = models.DateField("预备期满", null=True, blank=True, editable=False)
    phone = EncryptedTextField("联系电话", blank=True)
    identity_number = EncryptedTextField("身份证号", blank=True)
    identity_fingerprint = models.CharField(max_length=64, null=True, blank=True, editable=False)  # noqa: DJ001  # "" is not unique
    remark = models.CharField("备注", max_length=200, blank=True)
    # Who left the party and was admitted anew has a later row; this one keeps the history of the first time.
    admitted_again = models.BooleanField("已重新入党", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ("branch__order", "id")
        indexes = (
            models.Index(fields=("court", "name")),
            # Few members are on probation.
            models.Index(
                fields=("court", "probation_ends_on"),
                name="member_probation_end",
                condition=Q(probation_ends_on__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("court", "identity_fingerprint"),
                condition=Q(admitted_again=False),
                name="identity_number_once_a_court",
            ),
            models.UniqueConstraint(
                fields=("court", "name", "born_on"),
                condition=Q(identity_fingerprint__isnull=True, admitted_again=False),
                name="member_name_and_birth_once_a_court",
            ),
            models.CheckConstraint(condition=Q(status__in=MemberStatus.values), name="member_status_known"),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(confirmed_on__isnull=True)
                | Q(confirmed_on__gte=F("joined_on")),
                name="member_confirmed_after_joining",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def status_on(self, on: date) -> str:
        """Formal or probationary on `on`; a formal member without a date of confirmation was always one."""
        if self.status == MemberStatus.PROBATIONARY or (self.confirmed_on and on < self.confirmed_on):
            return MemberStatus.PROBATIONARY
        return MemberStatus.FORMAL

    @property
    def masked_phone(self) -> str:
        return masked(self.phone)

    @property
    def masked_identity_number(self) -> str:
        return masked(self.identity_number, head=4, tail=2)


class Membership(ScopedModel):
    """In which branch and group a member is, from the first to the last day."""

    scope = Scope(ScopeClass.OWN, member="member_id")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="memberships", verbose_name="党支部")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name="党小组"
    )
    member = models.ForeignKey(Member, models.CASCADE, related_name="memberships", verbose_name="党员")
    starts_on = models.DateField("起始日期", null=True, blank=True)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    ended_by = models.CharField("结束原因", max_length=12, choices=MembershipEnd.choices, blank=True)
    # The posts that a leaving cut short or took away, as they were (Django's serialized rows): put back if undone.
    posts_before = models.JSONField(default=list, blank=True, editable=False, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "支部归属"
        ordering = (F("starts_on").asc(nulls_first=True), "id")
        indexes = (models.Index(fields=("branch", "starts_on", "ends_on")),)
        constraints = (
            models.CheckConstraint(condition=ENDS_AFTER_START, name="membership_ends_after_start"),
            models.UniqueConstraint(
                fields=("member",), condition=Q(ends_on__isnull=True), name="one_open_membership_a_member"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.branch}"


class VotingSuspension(ScopedModel):
    """Voting rights suspended by a recorded decision; never by anything else (rules.md: 留党察看, 中止)."""

    scope = Scope(ScopeClass.OWN, member="member_id")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    member = models.ForeignKey(Member, models.CASCADE, related_name="suspensions", verbose_name="党员")
    starts_on = models.DateField("起始日期")
    ends_on = models.DateField("截止日期", null=True, blank=True)
    decision = models.CharField("决定文号或依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "表决权停止"
        ordering = ("starts_on", "id")
        constraints = (models.CheckConstraint(condition=ENDS_AFTER_START, name="suspension_ends_after_start"),)

    def __str__(self) -> str:
        return f"{self.member} {self.decision}"
