"""Letters that carry a member's organizational relation (组织关系) out of a court or into it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from branches.choices import TransferDirection
from branches.models.courts import Branch, Court
from branches.models.members import Member
from branches.scoping import Scope, ScopeClass, ScopedModel


class Transfer(ScopedModel):
    """One letter of introduction. `moved_on` is the last day here for 转出, the first day here for 转入.

    Between two courts of this system each keeps a row of its own: neither sees the other's. `receipt_on`: the receipt
    came back (转出) or was returned (转入). A letter out that was a mistake, or that the other side sent back, is
    withdrawn with a reason: the row stays, the member never left.
    """

    scope = Scope(ScopeClass.OWN, member="member_id")

    court = models.ForeignKey(Court, models.PROTECT, related_name="+", verbose_name="法院")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name="党支部")
    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name="党员")
    direction = models.CharField("转出、转入", max_length=3, choices=TransferDirection.choices)
    organization = models.CharField("对方党组织", max_length=100)
    letter_number = models.CharField("介绍信编号", max_length=50)
    letter_on = models.DateField("介绍信日期")
    valid_days = models.PositiveSmallIntegerField("有效期（天）")
    moved_on = models.DateField("转接日期")
    receipt_on = models.DateField("回执日期", null=True, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
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
        verbose_name = verbose_name_plural = "组织关系转接"
        ordering = ("-letter_on", "-id")
        indexes = (models.Index(fields=("court", "-letter_on", "-id"), name="transfer_court_date"),)
        constraints = (
            models.CheckConstraint(condition=Q(direction__in=TransferDirection.values), name="transfer_way_known"),
            models.CheckConstraint(condition=Q(valid_days__gte=1), name="transfer_letter_holds_a_day"),
            models.CheckConstraint(
                condition=Q(receipt_on__isnull=True) | Q(receipt_on__gte=F("letter_on")),
                name="transfer_receipt_after_letter",
            ),
            models.CheckConstraint(
                condition=Q(direction=TransferDirection.OUT) | Q(moved_on__gte=F("letter_on")),
                name="transfer_comes_after_letter",
            ),
            models.UniqueConstraint(
                fields=("court", "letter_number"),
                condition=Q(direction=TransferDirection.OUT, withdrawn_at__isnull=True),
                name="transfer_letter_number_once_a_court",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="transfer_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.get_direction_display()}" if self.member_id else self.get_direction_display()

    @property
    def is_out(self) -> bool:
        return self.direction == TransferDirection.OUT

    @property
    def is_waiting(self) -> bool:
        """Whether the receipt is still waited for."""
        return self.receipt_on is None and self.withdrawn_at is None

    @property
    def expires_on(self) -> date:
        """The last day on which the letter holds."""
        return self.letter_on + timedelta(self.valid_days)

    @property
    def receipt_label(self) -> str:
        return "收到回执" if self.is_out else "寄回回执"

    def days_waiting(self, on: date) -> int:
        """How long the receipt has been waited for: since the letter, or since the member came."""
        return (on - (self.letter_on if self.is_out else self.moved_on)).days
