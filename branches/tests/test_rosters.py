"""The roster of a day."""

from datetime import date

import pytest

from branches.choices import PostKind
from branches.selectors.rosters import RosterBook
from branches.services.members import voting_suspend
from branches.services.memberships import member_move
from branches.tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 1)


def test_a_suspension_goes_with_the_person_to_another_branch():
    old, new = factories.branch(court := factories.court()), factories.branch(court)
    member = factories.member(old)
    voting_suspend(member=member, starts_on=DAY, decision="机纪〔2024〕1号", by=None)
    member_move(member=member, to_branch=new, to_group=None, on=DAY, by=None)
    (person,) = RosterBook(new).branch(new.pk, DAY)
    assert not person.votes


def test_the_committee_holds_its_officers_whichever_branch_they_are_of(django_assert_num_queries):
    branch = factories.branch()
    own, ordinary = factories.members(branch, 2)
    sent = factories.member(factories.branch(branch.court))
    factories.post(own)
    factories.post(sent, PostKind.DISCIPLINE, of=branch)
    for owner, queries in ((branch, 4), (branch.court, 3)):
        with django_assert_num_queries(queries):
            committee = RosterBook(owner).committee(branch.pk, DAY)
        assert {person.member_id for person in committee} == {own.pk, sent.pk}
    assert {person.member_id for person in RosterBook(branch).court(DAY)} == {own.pk, ordinary.pk}
