"""Accounts, their passwords, and the roles they hold."""

from datetime import UTC, date, datetime

import pytest

from accounts.services import account_enable, password_change, password_reset
from branches.choices import Role
from branches.models import Appointment, Member
from branches.scoping import standing_of
from branches.services.appointments import account_open, appoint, appointment_end
from branches.tests import factories
from core.clock import today
from core.errors import Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

AT = datetime(2024, 6, 1, tzinfo=UTC)
DAY = date(2024, 6, 1)
GOOD = "Zhengshi-2024"


def open_account(username="zhang", password=GOOD, role=Role.AUDITOR, **fields):
    return account_open(username=username, password=password, role=role, at=AT, **fields)


def test_an_account_opens_with_its_role_and_its_member():
    branch = factories.branch()
    member = factories.member(branch, "张三")
    user = open_account(role=Role.SECRETARY, branch=branch, member=member)
    assert (user.name, user.must_change_password) == ("张三", True)
    assert user.check_password(GOOD)
    assert Member.objects.within(branch).get().user == user
    (grant,) = standing_of(user).grants
    assert (grant.role, grant.court_id, grant.branch_id) == (Role.SECRETARY, branch.court_id, branch.pk)


@pytest.mark.parametrize(
    ("username", "password"),
    [("a b", GOOD), ("x", GOOD), ("<script>", GOOD), ("zhang", "short-1A"), ("zhang", "onlylowercase"), ("zhang", "")],
)
def test_a_bad_name_or_a_weak_password_is_refused_and_leaves_nothing(username, password, django_user_model):
    with pytest.raises(Refused):
        open_account(username, password)
    assert not django_user_model.objects.exists()
    assert not AuditEvent.objects.exists()


def test_names_differ_by_more_than_case():
    open_account("Zhang")
    with pytest.raises(Refused, match="已存在"):
        open_account("zhang")


def test_a_role_needs_its_place():
    branch = factories.branch()
    user = factories.user()
    for role, place in (
        (Role.COMMITTEE, {}),
        (Role.MEMBER, {}),
        (Role.SECRETARY, {"court": branch.court}),
        (Role.COMMITTEE, {"branch": branch}),
        (Role.AUDITOR, {"branch": branch}),
        ("KING", {}),
    ):
        with pytest.raises(Refused):
            appoint(user=user, role=role, starts_on=DAY, by=None, **place)
    assert not Appointment.all_rows.exists()


def test_system_audit_and_business_roles_exclude_each_other():
    branch = factories.branch()
    for held in (factories.administrator(), factories.auditor(), factories.secretary(branch)):
        others = {Role.ADMINISTRATOR, Role.AUDITOR, Role.COMMITTEE} - {held.appointments.get().role}
        others.discard(Role.COMMITTEE if held.appointments.get().role == Role.SECRETARY else "")
        for role in others:
            with pytest.raises(Refused, match="同一个账号"):
                appoint(user=held, role=role, court=branch.court, starts_on=DAY, by=None)


def test_business_roles_go_together_but_not_twice():
    branch = factories.branch()
    user = factories.secretary(branch)
    appoint(user=user, role=Role.MEMBER, court=branch.court, starts_on=DAY, by=None)
    with pytest.raises(Refused, match="相同"):
        appoint(user=user, role=Role.SECRETARY, branch=branch, starts_on=DAY, by=None)


def test_a_role_that_is_ended_today_is_gone_at_the_next_request(django_user_model):
    user = factories.secretary(factories.branch())
    appointment_end(appointment=user.appointments.get(), gone_on=today(), by=None)
    assert standing_of(django_user_model.objects.get()).grants == ()
    with pytest.raises(Refused, match="已经结束"):
        appointment_end(appointment=user.appointments.get(), gone_on=today(), by=None)


def test_a_role_given_today_by_mistake_is_taken_back_today():
    branch = factories.branch()
    user = factories.user()
    made = appoint(user=user, role=Role.SECRETARY, branch=branch, starts_on=today(), by=None)
    appointment_end(appointment=made, gone_on=today(), by=None)
    assert not user.appointments.exists()
    assert AuditEvent.objects.filter(action="account.appointment_end").exists()


def test_a_member_of_another_court_or_with_another_account_is_not_linked():
    branch = factories.branch()
    with pytest.raises(Refused, match="本院"):
        open_account(role=Role.MEMBER, court=branch.court, member=factories.member())
    taken = factories.member(branch)
    factories.user(member=taken)
    with pytest.raises(Refused, match="另一个"):
        open_account(role=Role.MEMBER, court=branch.court, member=taken)


def test_passwords_are_reset_and_changed_and_an_account_is_closed():
    user = factories.user(password=GOOD)
    password_reset(user=user, password="Chongzhi-2025", at=AT, by=None)
    assert user.must_change_password
    for old, new, why in (
        ("wrong", "Xinmima-2025", "原密码"),
        ("Chongzhi-2025", "Chongzhi-2025", "相同"),
        ("Chongzhi-2025", "weak", "密码"),
    ):
        with pytest.raises(Refused, match=why):
            password_change(user=user, old=old, new=new, at=AT)
    password_change(user=user, old="Chongzhi-2025", new="Xinmima-2025", at=AT)
    assert not user.must_change_password
    assert user.check_password("Xinmima-2025")
    account_enable(user=user, enabled=False, by=None)
    assert standing_of(user).grants == ()
