"""A member's own year."""

from datetime import date
from decimal import Decimal

import pytest

from activities.choices import ActivityState
from activities.selectors.activities import own_attendance
from activities.tests import factories as meetings
from branches.tests import factories as people

pytestmark = pytest.mark.django_db


def test_it_sums_hours_where_the_member_was_present():
    branch = people.branch()
    member, other, *_ = people.members(branch, 3)
    account = people.member_account(member)
    meetings.activity("THEME_DAY", branch, date(2024, 3, 5), study_hours=Decimal("2.5"))
    meetings.activity("STUDY", branch, date(2024, 4, 5), study_hours=Decimal(2), absent=[member])
    meetings.activity("STUDY", branch, date(2024, 4, 6), absent=[other])
    meetings.activity("STUDY", branch, date(2023, 4, 5), study_hours=Decimal(9))
    withdrawn = meetings.activity("STUDY", branch, date(2024, 4, 7), study_hours=Decimal(9))
    withdrawn.state = ActivityState.WITHDRAWN
    withdrawn.save()
    own = own_attendance(account, 2024)
    assert (own.due, own.present, own.study_hours) == (3, 2, Decimal("2.5"))
    assert [row.reason for row in own.absences] == ["HEARING"]
    assert [row.activity.held_on for row in own.rows] == [date(2024, 4, 6), date(2024, 4, 5), date(2024, 3, 5)]


def test_a_secretary_sees_the_own_rows_not_the_branchs():
    branch = people.branch()
    member, *_ = people.members(branch, 3)
    account = people.secretary(branch, member=member)
    meetings.activity("THEME_DAY", branch)
    assert own_attendance(account, 2024).due == 1


def test_an_account_without_a_member_has_none():
    branch = people.branch()
    meetings.activity("THEME_DAY", branch)
    own = own_attendance(people.secretary(branch), 2024)
    assert (own.rows, own.due, own.study_hours) == ([], 0, Decimal(0))
