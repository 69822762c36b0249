"""A branch with a committee, a group and its people, and everybody who may come to its pages."""

from types import SimpleNamespace

import pytest
import time_machine

from activities.tests import factories as meetings
from branches.tests import factories as people

NOW = "2024-05-10T10:00:00+08:00"


@pytest.fixture
def clock():
    """Today is 10 May 2024."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(db, clock):
    """`branch` of `court` with `committee` (3), `group` (4 members); `other` is a branch of the same court."""
    court = people.court()
    branch = people.branch(court, "第一党支部")
    group = people.group(branch, "第一党小组")
    committee = people.committee(branch, 3)
    members = people.members(branch, 4, group=group)
    other = people.branch(court, "第二党支部")
    meetings.coverage(branch)
    return SimpleNamespace(
        court=court,
        branch=branch,
        group=group,
        committee=committee,
        members=members,
        other=other,
        secretary=people.secretary(branch, name="张书记"),
        neighbour=people.secretary(other),
        leader=people.group_leader(group),
        party_committee=people.committee_account(court),
        member=people.member_account(members[0]),
        administrator=people.administrator(court),
        auditor=people.auditor(court),
        stranger=people.secretary(people.branch()),
    )


@pytest.fixture
def as_user(client):
    """The client, signed in as the given account."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
