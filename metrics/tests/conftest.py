"""A court with two branches and whoever opens its pages."""

from types import SimpleNamespace

import pytest
import time_machine

from branches.tests import factories as people


@pytest.fixture
def today():
    with time_machine.travel("2026-05-20T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def place(today, db):
    """A court with two branches, a court above, one below that shares its records, and one elsewhere."""
    above = people.court()
    court = people.court("云州中院", parent=above)
    below = people.court("临江法院", parent=court, shares_records=True)
    branch, other = people.branch(court, "立案庭党支部"), people.branch(court, "刑庭党支部")
    return SimpleNamespace(
        court=court,
        above=above,
        below=below,
        branch=branch,
        other=other,
        committee=people.committee_account(court),
        committee_above=people.committee_account(above),
        committee_below=people.committee_account(below),
        secretary=people.secretary(branch),
        other_secretary=people.secretary(other),
        leader=people.group_leader(people.group(branch)),
        reader=people.member_account(people.member(branch)),
        stranger=people.committee_account(people.court()),
    )


@pytest.fixture
def as_user(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def statuses(place, as_user):
    """What each of some people is answered at an address."""

    def asked(address, *who, method="get"):
        return {name: getattr(as_user(getattr(place, name)), method)(address).status_code for name in who}

    return asked
