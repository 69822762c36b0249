"""Members' own facts, their uniqueness, and the voting right."""

from datetime import date

import pytest
from django.db import connection

from branches.choices import MemberStatus
from branches.models import Member
from branches.persons import clean_identity_number
from branches.selectors.rosters import RosterBook
from branches.services.members import member_change, member_create, voting_resume, voting_suspend
from branches.tests import factories
from core.errors import EditConflict, Refused
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

IDENTITY = "11010519491231002X"


@pytest.fixture
def branch():
    return factories.branch()


def create(branch, name="张三", **fields):
    return member_create(branch=branch, by=None, name=name, **fields)


def test_a_new_member_is_found_by_pinyin_and_initials_and_belongs_to_the_branch(branch):
    group = factories.group(branch)
    member = create(branch, " 李小明 ", group=group, starts_on=date(2024, 1, 1))
    assert member.name == "李小明"
    assert member.pinyin.startswith("lixiaoming lxm")
    (person,) = RosterBook(branch).branch(branch.pk, date(2024, 1, 1))
    assert person.group_id == group.pk
    assert RosterBook(branch).branch(branch.pk, date(2023, 12, 31)) == []


def test_numbers_are_stored_encrypted_and_never_told_to_the_trail(branch):
    member = create(branch, phone="13900001818", identity_number="110105 19491231 002x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, identity_number FROM branches_member")
        raw = str(cursor.fetchall())
    assert Member.objects.within(branch).get().identity_number == IDENTITY
    member_change(member=member, version=1, by=None, phone="13900002929", department="立案庭")
    event = AuditEvent.objects.get(action="member.change")
    assert event.detail == {
        "before": {"department": ""},
        "after": {"department": "立案庭"},
        "changed": ["phone"],
    }
    stored = raw + str(list(AuditEvent.objects.values_list("detail", flat=True)))
    assert "1390000" not in stored
    assert IDENTITY not in stored


def test_the_same_person_is_not_entered_twice(branch):
    create(branch, born_on=date(1980, 1, 1))
    with pytest.raises(Refused, match="同名"):
        create(branch, born_on=date(1980, 1, 1))
    create(branch, born_on=date(1980, 1, 1), identity_number=IDENTITY)
    with pytest.raises(Refused, match="身份证号"):
        create(branch, "王五", identity_number=IDENTITY)
    create(factories.branch(), "王五", identity_number=IDENTITY)  # in another court


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"born_on": date(1990, 1, 1), "joined_on": date(1989, 1, 1)}, "joined_on"),
        ({"joined_on": date(2020, 1, 1), "confirmed_on": date(2019, 1, 1)}, "confirmed_on"),
        ({"status": MemberStatus.PROBATIONARY, "confirmed_on": date(2020, 1, 1)}, "confirmed_on"),
        ({"identity_number": "110105194912310021"}, "identity_number"),
        ({"identity_number": "123"}, "identity_number"),
    ],
)
def test_facts_that_contradict_each_other_are_refused_at_their_field(branch, fields, field):
    with pytest.raises(Refused) as refusal:
        create(branch, **fields)
    assert refusal.value.field == field


def test_two_who_edit_at_once_the_second_is_told(branch):
    member = create(branch)
    member_change(member=member, version=1, by=None, department="民一庭")
    stale = Member.objects.within(branch).get()
    with pytest.raises(EditConflict):
        member_change(member=stale, version=1, by=None, department="民二庭")
    assert Member.objects.within(branch).get().department == "民一庭"


def test_the_voting_right_rests_from_day_to_day_by_a_decision(branch):
    member = factories.member(branch)
    with pytest.raises(Refused, match="依据"):
        voting_suspend(member=member, starts_on=date(2024, 1, 1), decision=" ", by=None)
    suspension = voting_suspend(member=member, starts_on=date(2024, 1, 1), decision="机纪〔2024〕1号", by=None)
    with pytest.raises(Refused, match="重复"):
        voting_suspend(member=member, starts_on=date(2024, 6, 1), decision="再次", by=None)
    with pytest.raises(Refused, match="晚于"):
        voting_resume(suspension=suspension, resumed_on=date(2024, 1, 1), decision="恢复", by=None)
    voting_resume(suspension=suspension, resumed_on=date(2025, 1, 1), decision="机纪〔2025〕1号", by=None)
    with pytest.raises(Refused, match="之前"):
        voting_resume(suspension=suspension, resumed_on=date(2025, 2, 1), decision="恢复", by=None)
    book = RosterBook(branch)
    votes = {day: book.branch(branch.pk, day)[0].votes for day in (date(2023, 12, 31), date(2024, 1, 1))}
    assert votes == {date(2023, 12, 31): True, date(2024, 1, 1): False}
    assert book.branch(branch.pk, date(2024, 12, 31))[0].votes is False
    assert book.branch(branch.pk, date(2025, 1, 1))[0].votes is True


def test_an_identity_number_is_brought_into_its_form():
    assert clean_identity_number(IDENTITY.lower()) == IDENTITY
