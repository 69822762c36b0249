"""Roles of accounts, on a court or a branch, from a day to a day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from accounts.services import account_create
from branches.choices import BUSINESS_ROLES, Role
from branches.models import Appointment, Branch, Court, Member, PartyGroup
from core import audit
from core.dates import overlapping
from core.errors import Refused

DAY = timedelta(days=1)


@transaction.atomic
def appoint(
    *,
    user: User,
    role: str,
    starts_on: date,
    by: Any,
    court: Court | None = None,
    branch: Branch | None = None,
    group: PartyGroup | None = None,
    ends_on: date | None = None,
) -> Appointment:
    """Give the account a role; a branch or a group brings its court. A secretary of a group is its leader."""
    branch = group.branch if group else branch
    court = branch.court if branch else court
    _check_place(role, court, branch, group)
    _check_others(user, role, starts_on, ends_on)
    appointment = Appointment(
        user=user,
        role=role,
        court=court,
        branch=branch,
        group=group,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
    )
    if _held(appointment):
        raise Refused("该账号已有相同的任用。", field="role")
    appointment.full_clean()
    appointment.save()
    detail = {"role": role, "court": str(court or ""), "branch": str(branch or ""), "group": str(group or "")}
    audit.record(actor=by, action="account.appoint", subject=appointment, detail=detail)
    return appointment


@transaction.atomic
def appointment_end(*, appointment: Appointment, gone_on: date, by: Any) -> None:
    """Take the role away from `gone_on` on: with today's date, at the account's next request."""
    if appointment.ends_on and appointment.ends_on < gone_on:
        raise Refused("该任用已经结束。")
    detail = {"role": appointment.role, "gone_on": gone_on.isoformat()}
    audit.record(actor=by, action="account.appointment_end", subject=appointment, detail=detail)
    if appointment.starts_on >= gone_on:
        appointment.delete()  # it never was in force before that day; the audit trail keeps it
        return
    appointment.ends_on = gone_on - DAY
    appointment.full_clean()
    appointment.save(update_fields=["ends_on"])


@transaction.atomic
def account_open(
    *,
    username: str,
    password: str,
    role: str,
    at: datetime,
    by: Any = None,
    name: str = "",
    member: Member | None = None,
    must_change_password: bool = True,
    **place: Any,
) -> User:
    """A new account, its first role from the day of `at`. `place`: court, branch, group; `member`: whose it is."""
    user = account_create(
        username=username,
        password=password,
        at=at,
        by=by,
        name=name or (member.name if member else ""),
        must_change_password=must_change_password,
    )
    appointment = appoint(user=user, role=role, starts_on=localdate(at), by=by, **place)
    if member:
        account_link(user=user, member=member, court=appointment.court, by=by)
    return user


@transaction.atomic
def account_link(*, user: User, member: Member, court: Court | None, by: Any) -> None:
    """Say whose account it is, so that the person sees the own attendance and hours; an earlier link is replaced."""
    if court is None or member.court_id != court.pk:
        raise Refused("只能关联本院的党员。", field="member")
    if member.user_id and member.user_id != user.pk:
        raise Refused(f"{member}已关联另一个账号。", field="member")
    others = Member.objects.unscoped("an account is one person's, of whatever court").exclude(pk=member.pk)
    others.filter(user=user).update(user=None)
    Member.objects.within(member.court).filter(pk=member.pk).update(user=user)
    audit.record(actor=by, action="account.link", subject=user, detail={"member": member.pk})


def _check_place(role: str, court: Court | None, branch: Branch | None, group: PartyGroup | None) -> None:
    if role not in Role.values:
        raise Refused("请选择角色。", field="role")
    if role in BUSINESS_ROLES and court is None:
        raise Refused(f"{Role(role).label}须选择法院。", field="court")
    if role == Role.SECRETARY and branch is None:
        raise Refused("支部书记、委员须选择党支部。", field="branch")
    if role != Role.SECRETARY and (branch or group):
        raise Refused(f"{Role(role).label}不按党支部任用。", field="branch")


def _check_others(user: User, role: str, starts_on: date, ends_on: date | None) -> None:
    """System, audit and business roles exclude each other (等保 2.0 三级, 访问控制)."""
    held = user.appointments.filter(overlapping(starts_on, ends_on or date.max)).values_list("role", flat=True)
    if any(_office(each) != _office(role) for each in held):
        raise Refused("系统管理员、审计管理员和业务角色不能由同一个账号担任。", field="role")


def _office(role: str) -> str:
    return "BUSINESS" if role in BUSINESS_ROLES else role


def _held(appointment: Appointment) -> bool:
    same = appointment.user.appointments.filter(
        overlapping(appointment.starts_on, appointment.ends_on or date.max),
        role=appointment.role,
        court=appointment.court,
        branch=appointment.branch,
        group=appointment.group,
    )
    return same.exists()
