"""A member is taken back by two people at the same moment: real threads, each with its own connection."""

from datetime import date
from threading import Event
from time import sleep

import pytest
from django.db import transaction

from activities.tests.test_workflow_parallel import at_once
from branches.choices import MembershipEnd
from branches.models import Member, Membership
from branches.services.memberships import member_leave, member_leave_undo, member_return
from branches.tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LAST_ON, TODAY = date(2026, 11, 5), date(2026, 11, 20)


@pytest.mark.parametrize("by_undoing", [False, True])
def test_of_two_who_take_a_member_back_the_second_is_told(transactional_db, by_undoing):
    """The second begins before the first is through, waits, and is refused in words."""
    branch = factories.branch()
    member = factories.member(branch)
    member_leave(member=member, last_on=LAST_ON, reason=MembershipEnd.MISTAKE, by=None)
    returned = Event()

    def first():
        with transaction.atomic():
            member_return(member=the(member), branch=branch, group=None, on=TODAY, by=None)
            returned.set()
            sleep(0.5)

    def second():
        seen = the(member)
        assert returned.wait(timeout=30)
        if by_undoing:
            member_leave_undo(member=seen, reason="登记有误", by=None, on=TODAY)
        else:
            member_return(member=seen, branch=branch, group=None, on=TODAY, by=None)

    assert at_once(first, second) == ["Refused", "done"]
    assert Membership.objects.within(branch).filter(member=member, ends_on__isnull=True).count() == 1


def the(member):
    return Member.objects.within(member.court).get(pk=member.pk)
