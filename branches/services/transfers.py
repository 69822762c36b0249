"""Members come to the court and leave it by letter. Between branches of one court they are moved (memberships.py)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from branches.choices import LimitCode, MembershipEnd, MemberStatus, TransferDirection
from branches.models import Branch, Court, Member, PartyGroup, Transfer
from branches.selectors.limits import limit_value
from branches.selectors.members import last_membership
from branches.services.members import member_change, member_create
from branches.services.memberships import member_leave, member_leave_undo, member_return
from core import audit
from core.errors import Refused


@dataclass(frozen=True)
class Letter:
    """A letter of introduction: to or from whom, its number, its day. Without `valid_days` the limit says how long."""

    organization: str
    number: str
    written_on: date
    valid_days: int | None = None
    remark: str = ""


@transaction.atomic
def transfer_out(*, member: Member, letter: Letter, last_on: date, by: Any, at: datetime) -> Transfer:
    """Write down the letter and end the membership after `last_on`; the receipt is waited for."""
    today = localdate(at)
    _check_letter(letter, today)
    if last_on > today:
        raise Refused(f"在本院的最后一天不能晚于今天 {today:%Y-%m-%d}。", field="moved_on")
    if _letters_out(member.court).filter(letter_number=letter.number.strip()).exists():
        raise Refused(f"介绍信编号 {letter.number} 已经用过。", field="letter_number")
    member_leave(member=member, last_on=last_on, reason=MembershipEnd.TRANSFERRED, by=by)
    return _kept(member, member.branch, TransferDirection.OUT, letter, last_on, by=by, at=at)


@transaction.atomic
def transfer_in(
    *, branch: Branch, group: PartyGroup | None, letter: Letter, received_on: date, by: Any, at: datetime, **person: Any
) -> Transfer:
    """A new member from `received_on`; `person`: fields of Member, with name, joined_on and confirmed_on."""
    _check_arrival(branch.court, letter, received_on, localdate(at))
    _check_dates_of(person)
    member = member_create(branch=branch, group=group, starts_on=received_on, by=by, **person)
    return _kept(member, branch, TransferDirection.IN, letter, received_on, by=by, at=at)


@transaction.atomic
def transfer_back(
    *,
    member: Member,
    branch: Branch,
    group: PartyGroup | None,
    letter: Letter,
    received_on: date,
    by: Any,
    at: datetime,
    **changed: Any,
) -> Transfer:
    """Somebody who was a member here before comes back; `changed`: status and dates as they are now."""
    _check_arrival(branch.court, letter, received_on, localdate(at))
    _check_dates_of(changed)
    if _letters_out(member.court).filter(member=member, receipt_on__isnull=True).exists():
        raise Refused("转出的介绍信还没有回执：对方没有接收的，请撤销转出；已经接收的，请先登记回执。")
    member_return(member=member, branch=branch, group=group, on=received_on, by=by)
    member_change(member=member, version=member.version, by=by, **changed)
    return _kept(member, branch, TransferDirection.IN, letter, received_on, by=by, at=at)


@transaction.atomic
def transfer_receipt(*, transfer: Transfer, receipt_on: date, by: Any, at: datetime) -> Transfer:
    """The receipt came back, or was returned; once."""
    today, start = localdate(at), transfer.letter_on if transfer.is_out else transfer.moved_on
    if not start <= receipt_on <= today:
        raise Refused(f"回执日期应在 {start:%Y-%m-%d} 至 {today:%Y-%m-%d} 之间。", field="receipt_on")
    if not _still_waiting(transfer).update(receipt_on=receipt_on):
        raise Refused("回执已经登记过，或转出已经撤销。")
    transfer.receipt_on = receipt_on
    audit.record(actor=by, action="transfer.receipt", subject=transfer, detail={"receipt_on": receipt_on.isoformat()})
    return transfer


@transaction.atomic
def transfer_withdraw(*, transfer: Transfer, reason: str, by: Any, at: datetime) -> Transfer:
    """A letter out was a mistake, or the other side did not take the member: the member goes on as if never gone.

    Refused once the receipt is back, or where something rests on the leaving.
    """
    if not transfer.is_out:
        raise Refused("转入登记有误的，请在党员页面办理离开，原因选“登记有误”。")
    if not reason.strip():
        raise Refused("请填写撤销的原因。", field="reason")
    values = {"withdrawn_at": at, "withdrawn_by": by, "withdrawal_reason": reason.strip()}
    if not _still_waiting(transfer).update(**values):
        raise Refused("已经收到对方的回执，或已经撤销过，不能撤销转出。")
    for name, value in values.items():
        setattr(transfer, name, value)
    _check_last_leaving(transfer)
    member_leave_undo(member=transfer.member, reason=reason, by=by, on=localdate(at))
    audit.record(actor=by, action="transfer.withdraw", subject=transfer, detail={"reason": transfer.withdrawal_reason})
    return transfer


def _check_last_leaving(transfer: Transfer) -> None:
    """Only the leaving by this letter is undone, none that came after it."""
    last = last_membership(transfer.member)
    if last is None or (last.ends_on, last.ended_by) != (transfer.moved_on, MembershipEnd.TRANSFERRED):
        raise Refused("该党员凭这封介绍信转出之后，又登记过转入或离开，不能撤销转出；对方已经接收的，请登记回执。")


def _letters_out(court: Court) -> QuerySet[Transfer]:
    """Those that were not withdrawn."""
    rows = Transfer.objects.within(court)
    return rows.filter(direction=TransferDirection.OUT, withdrawn_at__isnull=True)


def _still_waiting(transfer: Transfer) -> QuerySet[Transfer]:
    rows = Transfer.objects.within(transfer.court)
    return rows.filter(pk=transfer.pk, receipt_on__isnull=True, withdrawn_at__isnull=True)


def _check_letter(letter: Letter, today: date) -> None:
    if letter.written_on > today:
        raise Refused(f"介绍信日期不能晚于今天 {today:%Y-%m-%d}。", field="letter_on")


def _check_arrival(court: Court, letter: Letter, received_on: date, today: date) -> None:
    """In the days that the letter holds; later only with a remark that says why it was accepted."""
    _check_letter(letter, today)
    if not letter.written_on <= received_on <= today:
        raise Refused(f"转入日期应在介绍信日期 {letter.written_on:%Y-%m-%d} 至今天 {today:%Y-%m-%d} 之间。", field="on")
    days = (received_on - letter.written_on).days
    if days > _valid_days(court, letter) and not letter.remark.strip():
        raise Refused(
            f"介绍信有效期 {_valid_days(court, letter)} 天，转入时已第 {days} 天；确需接收的请在备注写明。",
            field="remark",
        )


def _check_dates_of(person: dict[str, Any]) -> None:
    if person.get("joined_on") is None:
        raise Refused("请填写入党日期。", field="joined_on")
    if person.get("status") == MemberStatus.FORMAL and person.get("confirmed_on") is None:
        raise Refused("正式党员请填写转正日期。", field="confirmed_on")


def _valid_days(court: Court, letter: Letter) -> int:
    return letter.valid_days or int(limit_value(LimitCode.TRANSFER_LETTER_DAYS, court, letter.written_on))


def _kept(
    member: Member, branch: Branch, direction: str, letter: Letter, moved_on: date, *, by: Any, at: datetime
) -> Transfer:
    transfer = Transfer(
        court=branch.court,
        branch=branch,
        member=member,
        direction=direction,
        organization=letter.organization.strip(),
        letter_number=letter.number.strip(),
        letter_on=letter.written_on,
        valid_days=_valid_days(branch.court, letter),
        moved_on=moved_on,
        remark=letter.remark.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    transfer.full_clean()
    transfer.save()
    detail = {"organization": transfer.organization, "letter": transfer.letter_number, "on": moved_on.isoformat()}
    audit.record(actor=by, action=f"transfer.{direction.lower()}", subject=transfer, detail=detail)
    return transfer
