import pytest
from django.db import IntegrityError, transaction

from activities.models import Attendance
from activities.tests.factories import activity
from branches.models import PartyGroup
from branches.tests import factories
from core.bulk import MAX_VALUES, insert_rows

pytestmark = pytest.mark.django_db

COLUMNS = ("court_id", "branch_id", "name", "order")


def test_as_many_rows_as_are_given():
    branch = factories.branch()
    number = 2 * MAX_VALUES // len(COLUMNS) + 1
    insert_rows(PartyGroup, COLUMNS, ((branch.court_id, branch.pk, f"第{i}党小组", i) for i in range(number)))
    assert list(PartyGroup.objects.within(branch).values_list("order", flat=True)) == list(range(number))


def test_none_is_null_and_texts_stay_texts():
    branch = factories.branch()
    name = "'); DROP TABLE x; -- %s\t\\N\n\\"
    insert_rows(PartyGroup, (*COLUMNS, "founded_on"), [(branch.court_id, branch.pk, name, 1, None)])
    group = PartyGroup.objects.within(branch).get()
    assert (group.name, group.founded_on) == (name, None)


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(PartyGroup, COLUMNS, [])


def test_constraints_hold():
    branch = factories.branch()
    twice = [(branch.court_id, branch.pk, "第一党小组", 1)] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(PartyGroup, COLUMNS, twice)


def test_booleans_and_a_composite_key():
    branch = factories.branch()
    member = factories.member(branch)
    held = activity("THEME_DAY", branch)
    Attendance.objects.within(branch).delete()
    columns = (
        "activity_id",
        "member_id",
        "court_id",
        "branch_id",
        "present",
        "votes",
        "sits_in",
        "reason",
        "reason_text",
    )
    insert_rows(Attendance, columns, [(held.pk, member.pk, branch.court_id, branch.pk, False, True, False, "SICK", "")])
    row = Attendance.objects.within(branch).get()
    assert (row.present, row.votes, row.sits_in, row.reason) == (False, True, False, "SICK")
